// Sockets between browsers and the daemon: each direction keeps its order, takes its time, and can be cut, go silent or be
// clogged. Nothing is promised across sockets. TCP and WebSocket in one: what arrives arrives whole.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "relais/courier/courier.hpp"
#include "relais/edge/sessions.hpp"

#include "simulation/random.hpp"
#include "simulation/world/timeline.hpp"

namespace relais::simulation {

inline constexpr int closed_abnormally = 1006;

/// The browser's end.
class SocketUser {
public:
    virtual ~SocketUser() = default;
    virtual void socket_opened(ConnectionId connection) = 0;
    /// `head` is how far storage was when the frame left the daemon: for the checkers.
    virtual void socket_heard(ConnectionId connection, const FrameText& text, std::uint64_t head) = 0;
    virtual void socket_closed(ConnectionId connection, int code) = 0;
};

/// Which of the two addresses was connected, and what the upgrade established.
using Door = std::variant<edge::Visit, edge::Shift>;

/// The daemon's end.
class SocketHouse {
public:
    virtual ~SocketHouse() = default;
    /// False: nobody listens there.
    virtual bool socket_opened(ConnectionId connection, const Door& door) = 0;
    virtual void socket_heard(ConnectionId connection, std::string_view text) = 0;
    virtual void socket_closed(ConnectionId connection) = 0;
};

struct LinkQuality {
    Duration latency{20};  // one way
    Duration jitter{5};    // mean of an exponential, added
};

class Network {
public:
    Network(Timeline& timeline, Random random) : timeline_(timeline), random_(random) {}

    // ---- the browser's calls
    ConnectionId connect(SocketUser& user, Door door, LinkQuality quality);
    void say(ConnectionId connection, std::string text);
    void hang_up(ConnectionId connection);
    /// The browser is gone without a word: its machine slept, its process was killed.
    void vanish(ConnectionId connection);

    // ---- the daemon's calls
    void set_house(SocketHouse* house) { house_ = house; }
    void send(ConnectionId connection, FrameText text, std::uint64_t head);
    /// `SocketHouse::socket_closed` follows.
    void close(ConnectionId connection, int code);
    /// The process died: every socket is reset, what was on its way is lost.
    void house_died();

    // ---- the faults' calls; unknown connections are ignored
    [[nodiscard]] std::vector<ConnectionId> sockets() const;
    void cut(ConnectionId connection);
    /// From now on nothing passes in either direction, and nobody is told.
    void fall_silent(ConnectionId connection);
    void clog(ConnectionId connection);
    void unclog(ConnectionId connection);

private:
    static constexpr std::size_t queue_frames_max = 256;  // RULES 6
    static constexpr std::size_t queue_bytes_max = 64 * 1024;

    struct Direction {
        Instant last;
        bool lost = false;
        bool clogged = false;
        std::size_t clogged_bytes = 0;
        std::deque<Timeline::Work> waiting;  // while clogged
    };
    struct Socket {
        SocketUser* user = nullptr;  // null: the browser's end is closed
        bool house = false;          // the daemon's end is open
        LinkQuality quality;
        Direction up;
        Direction down;
    };

    Socket* find(ConnectionId connection);
    Instant arrival(Socket& socket, Direction& direction);
    void pass(Socket& socket, Direction& direction, Timeline::Work work);
    void forget_if_over(ConnectionId connection);
    void user_hears_close(ConnectionId connection, int code);
    void house_hears_close(ConnectionId connection);
    void flush(Socket& socket, Direction& direction);

    Timeline& timeline_;
    Random random_;
    SocketHouse* house_ = nullptr;
    std::uint64_t connections_ = 0;
    std::map<std::uint64_t, std::unique_ptr<Socket>> sockets_;  // ordered: faults draw from it
};

}  // namespace relais::simulation
