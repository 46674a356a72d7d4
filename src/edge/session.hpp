// One socket as the sessions see it, and the bounds they hold it to.
#pragma once

#include <array>
#include <string>
#include <variant>

#include "relais/edge/rate_limit.hpp"
#include "relais/edge/sessions.hpp"
#include "relais/wire/decode.hpp"

namespace relais::edge {

/// How often who is pinged, and after how long without a frame a socket is dead (RULES 6).
struct Heartbeat {
    Duration ping;
    Duration silence;
};
inline constexpr Heartbeat agent_heartbeat{std::chrono::seconds{5}, std::chrono::seconds{10}};
inline constexpr Heartbeat visitor_heartbeat{std::chrono::seconds{10}, std::chrono::seconds{25}};
inline constexpr Heartbeat listener_heartbeat{std::chrono::seconds{30}, std::chrono::seconds{60}};

inline constexpr Duration hello_within{std::chrono::seconds{5}};
inline constexpr Duration typing_pause{1500};          // clients send one every 2 s
inline constexpr Rate visitor_rate{5, 20};             // numbered commands of one visitor, all his sockets together
inline constexpr Rate left_message_rate{1.0 / 60, 5};  // of one address: each stays until somebody has read it
inline constexpr Rate volatile_rate{10, 50};           // typing and read of one socket; what is above is dropped
inline constexpr Rate visitor_frame_rate{50, 200};     // frames of one visitor's socket that are looked at
/// Bytes of these. A text of 4,000 code points has at most 24 KiB as JSON is usually written (24,000 for control characters, 16,000
/// for emoji): whoever keeps the rate of commands keeps this one, with a whole queue that is sent again, too.
inline constexpr Rate visitor_byte_rate{128 * 1024, 512 * 1024};
/// Frames beyond the two rates that are still answered with a refusal; beyond, the socket is closed (1008). Whoever obeys for a
/// minute has all of them again.
inline constexpr Rate refused_frame_rate{10, 500};
inline constexpr Duration poll_again_after{std::chrono::seconds{60}};

namespace close_code {
inline constexpr int policy = 1008;
inline constexpr int restart = 1012;
inline constexpr int too_many = 1013;
inline constexpr int no_hello = 4400;
inline constexpr int session_ended = 4401;
inline constexpr int silent = 4408;
inline constexpr int replaced = 4409;
inline constexpr int old_protocol = 4410;
}  // namespace close_code

enum class Stage : std::uint8_t {
    new_socket,  // no hello yet
    listening,   // a page that only wants availability
    greeting,    // the floor was told, hello_ok waits for `greeted`
    talking,
    closing  // we asked for the end: nothing is read any more
};

struct Session {
    ConnectionId connection;
    std::variant<Visit, Shift> who;
    Stage stage = Stage::new_socket;
    Stage stage_before = Stage::new_socket;  // meaningful when closing
    bool reload = false;
    bool listens = false;  // the courier knows it
    std::uint8_t unanswered = 0;
    std::uint8_t answers_waiting = 0;  // of these, for the socket to take what is before them
    ClientId client;
    VisitorId visitor;
    bool first_visit = false;  // the visitor is as new as this socket
    EntryPointId entry_point;  // nil: the site has none for the language
    std::string language;
    std::uint64_t admit_number = 0;  // of an `admit` that waits for its answer; 0: none
    Instant hello_due;               // while a new socket
    Instant heard;
    Instant next_ping;
    std::int64_t due_tick = 0;
    Bucket frames;
    Bucket bytes;
    Bucket refused_frames;
    Bucket volatiles;
    struct Typed {
        ConversationId conversation;
        Instant at;
    };
    std::array<Typed, 4> typed;  // the last ones, so that one conversation does not silence another

    [[nodiscard]] bool is_agent() const { return std::holds_alternative<Shift>(who); }
    [[nodiscard]] const Visit& visit() const { return std::get<Visit>(who); }
    [[nodiscard]] const Shift& shift() const { return std::get<Shift>(who); }
    [[nodiscard]] CentreId centre() const { return is_agent() ? shift().centre : visit().centre; }
    [[nodiscard]] wire::Side side() const { return is_agent() ? wire::Side::agent : wire::Side::visitor; }
    /// The floor knows this socket.
    [[nodiscard]] bool connected() const {
        const Stage at = stage == Stage::closing ? stage_before : stage;
        return at == Stage::greeting || at == Stage::talking;
    }
    [[nodiscard]] Actor actor() const {
        return is_agent() ? Actor{VisitorId{}, shift().agent, shift().role} : Actor{visitor, AgentId{}, Role::agent};
    }
    [[nodiscard]] Heartbeat heartbeat() const {
        if (is_agent()) return agent_heartbeat;
        return stage == Stage::listening ? listener_heartbeat : visitor_heartbeat;
    }
};

}  // namespace relais::edge
