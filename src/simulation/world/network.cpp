#include "simulation/world/network.hpp"

#include <algorithm>
#include <utility>

namespace relais::simulation {

Network::Socket* Network::find(ConnectionId connection) {
    const auto found = sockets_.find(connection.number);
    return found == sockets_.end() ? nullptr : found->second.get();
}

Instant Network::arrival(Socket& socket, Direction& direction) {
    const Duration takes = socket.quality.latency + random_.exponential(socket.quality.jitter);
    direction.last = std::max(direction.last, timeline_.now() + takes);
    return direction.last;
}

void Network::pass(Socket& socket, Direction& direction, Timeline::Work work) {
    if (direction.lost) return;
    if (direction.clogged)
        direction.waiting.push_back(std::move(work));
    else
        timeline_.at(arrival(socket, direction), std::move(work));
}

void Network::forget_if_over(ConnectionId connection) {
    const Socket* socket = find(connection);
    if (socket != nullptr && socket->user == nullptr && !socket->house) sockets_.erase(connection.number);
}

ConnectionId Network::connect(SocketUser& user, Door door, LinkQuality quality) {
    const ConnectionId connection{1, ++connections_};
    auto& socket = sockets_[connection.number];
    socket = std::make_unique<Socket>();
    socket->user = &user;
    socket->quality = quality;
    pass(*socket, socket->up, [this, connection, door = std::move(door)] {
        Socket* reached = find(connection);
        if (reached == nullptr) return;
        reached->house = house_ != nullptr && house_->socket_opened(connection, door);
        if (!reached->house) {
            timeline_.after(reached->quality.latency,
                            [this, connection] { user_hears_close(connection, closed_abnormally); });
            return;
        }
        pass(*reached, reached->down, [this, connection] {
            if (Socket* open = find(connection); open != nullptr && open->user != nullptr)
                open->user->socket_opened(connection);
        });
    });
    return connection;
}

void Network::say(ConnectionId connection, std::string text) {
    Socket* socket = find(connection);
    if (socket == nullptr || socket->user == nullptr) return;
    pass(*socket, socket->up, [this, connection, text = std::move(text)] {
        if (const Socket* open = find(connection); open != nullptr && open->house)
            house_->socket_heard(connection, text);
    });
}

void Network::hang_up(ConnectionId connection) {
    Socket* socket = find(connection);
    if (socket == nullptr) return;
    socket->user = nullptr;
    pass(*socket, socket->up, [this, connection] { house_hears_close(connection); });
    forget_if_over(connection);
}

void Network::vanish(ConnectionId connection) {
    Socket* socket = find(connection);
    if (socket == nullptr) return;
    socket->user = nullptr;
    socket->up.lost = socket->down.lost = true;
    forget_if_over(connection);
}

void Network::send(ConnectionId connection, FrameText text, std::uint64_t head) {
    Socket* socket = find(connection);
    if (socket == nullptr || !socket->house || socket->user == nullptr) return;
    Direction& down = socket->down;
    if (down.clogged) {
        down.clogged_bytes += text->size();
        if (down.waiting.size() >= queue_frames_max || down.clogged_bytes > queue_bytes_max) {
            close(connection, 1013);
            return;
        }
    }
    pass(*socket, down, [this, connection, text = std::move(text), head] {
        if (Socket* open = find(connection); open != nullptr && open->user != nullptr)
            open->user->socket_heard(connection, text, head);
    });
}

void Network::close(ConnectionId connection, int code) {
    Socket* socket = find(connection);
    if (socket == nullptr || !socket->house) return;
    if (socket->user != nullptr)
        pass(*socket, socket->down, [this, connection, code] { user_hears_close(connection, code); });
    timeline_.after(Duration{1}, [this, connection] { house_hears_close(connection); });
}

void Network::house_died() {
    for (auto entry = sockets_.begin(); entry != sockets_.end();) {
        const ConnectionId connection{1, entry->first};
        Socket& socket = *entry->second;
        ++entry;
        if (!socket.house) continue;
        socket.house = false;
        const bool told = !socket.down.lost && !socket.down.clogged;
        socket.down.lost = socket.up.lost = true;
        if (socket.user != nullptr && told) {
            timeline_.after(socket.quality.latency,
                            [this, connection] { user_hears_close(connection, closed_abnormally); });
        }
        forget_if_over(connection);
    }
}

std::vector<ConnectionId> Network::sockets() const {
    std::vector<ConnectionId> all;
    for (const auto& [number, socket] : sockets_) {
        if (socket->user != nullptr && socket->house) all.push_back({1, number});
    }
    return all;
}

void Network::cut(ConnectionId connection) {
    Socket* socket = find(connection);
    if (socket == nullptr) return;
    socket->up.lost = socket->down.lost = true;
    timeline_.after(socket->quality.latency, [this, connection] { user_hears_close(connection, closed_abnormally); });
    timeline_.after(socket->quality.latency, [this, connection] { house_hears_close(connection); });
}

void Network::fall_silent(ConnectionId connection) {
    if (Socket* socket = find(connection)) socket->up.lost = socket->down.lost = true;
}

void Network::clog(ConnectionId connection) {
    if (Socket* socket = find(connection)) socket->up.clogged = socket->down.clogged = true;
}

void Network::flush(Socket& socket, Direction& direction) {
    direction.clogged = false;
    direction.clogged_bytes = 0;
    std::deque<Timeline::Work> waiting = std::exchange(direction.waiting, {});
    for (auto& work : waiting) pass(socket, direction, std::move(work));
}

void Network::unclog(ConnectionId connection) {
    Socket* socket = find(connection);
    if (socket == nullptr) return;
    flush(*socket, socket->up);
    flush(*socket, socket->down);
}

void Network::user_hears_close(ConnectionId connection, int code) {
    Socket* socket = find(connection);
    if (socket == nullptr || socket->user == nullptr) return;
    SocketUser* user = std::exchange(socket->user, nullptr);
    // The daemon may not know yet, when it was its process that reset: what it says is heard by nobody.
    forget_if_over(connection);
    user->socket_closed(connection, code);
}

void Network::house_hears_close(ConnectionId connection) {
    Socket* socket = find(connection);
    if (socket == nullptr || !socket->house) return;
    socket->house = false;
    forget_if_over(connection);
    house_->socket_closed(connection);
}

}  // namespace relais::simulation
