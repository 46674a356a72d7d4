// From values to the text of frames (docs/protocol.md). Pure; one encoding is shared by every reader of the same side.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "relais/floor/frame.hpp"
#include "relais/wire/decode.hpp"

namespace relais::wire {

/// `now` turns offers' ends into remaining times. Frames that carry no text of their own (GreetedFrame) give an empty string.
[[nodiscard]] std::string encode(const Frame& frame, Side side, Instant now);

/// `entries` of one conversation, in order; visitors get only lines with a seq. Split by the caller: see entries_a_frame_max.
[[nodiscard]] std::string encode_lines(ConversationId conversation, std::span<const Line> lines, Side side);

/// So many lines of the longest message never pass 64 KiB (4,000 code points of 4 bytes, escaped at worst).
[[nodiscard]] std::size_t bytes_estimate(const Line& line);

struct HelloOk {
    ClientId client;
    std::uint64_t next = 1;
    Duration heartbeat{0};
    Duration silence{0};
    bool storing_late = false;
    Instant now;
    bool reload = false;
    // visitor
    VisitorId visitor;  // nil: only listening
    std::string token;
    Availability availability = Availability::closed;
    std::uint64_t availability_version = 0;
    // agent
    AgentId agent;
    std::string name;
    Role role = Role::agent;
};
[[nodiscard]] std::string encode(const HelloOk& hello_ok, Side side);
/// The number that a text made by `encode` answers; nothing when it is neither `ack` nor `refused`. Costs no parsing.
struct Answered {
    std::uint64_t number = 0;
    bool accepted = false;
};
[[nodiscard]] std::optional<Answered> answered_by(std::string_view text);
[[nodiscard]] std::string encode_ping();
[[nodiscard]] std::string encode_refused(std::uint64_t number, Refusal refusal, std::uint64_t next);
/// `poll`: come back by polling the availability, not with a socket.
[[nodiscard]] std::string encode_bye(int close_code, bool reconnect, Duration after, bool poll = false);

}  // namespace relais::wire
