// What the connections of one server share: the event loop, one read buffer, one timing wheel, the list of who has
// something to send. Everything but `io` is used on the server's thread only.
#pragma once

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "relais/edge/address.hpp"
#include "relais/edge/server.hpp"

#include "edge/server/connection.hpp"
#include "edge/timing_wheel.hpp"

namespace relais::edge {

class Hub {
public:
    Hub(ServerHandler& handler, ServerLimits limits, const std::vector<std::string>& trusted_proxies,
        std::size_t connections_max);

    boost::asio::io_context io;
    ServerFigures figures;

    [[nodiscard]] ServerHandler& handler() { return handler_; }
    [[nodiscard]] const ServerLimits& limits() const { return limits_; }
    [[nodiscard]] const TrustedProxies& proxies() const { return proxies_; }
    [[nodiscard]] std::span<char> read_buffer() { return read_buffer_; }
    [[nodiscard]] bool is_stopping() const { return stopping_; }
    /// For deadlines and rates: steady, and of no use as a date.
    [[nodiscard]] static Instant now();
    /// No room for one more WebSocket.
    [[nodiscard]] bool is_full() const { return websockets_ >= limits_.sockets_max; }
    [[nodiscard]] std::size_t websockets() const { return websockets_; }
    /// For the `date` header (RFC 9110, 6.6.1), made once a second.
    [[nodiscard]] const std::string& date() const { return date_; }

    void accept(Socket socket, std::string peer);
    [[nodiscard]] std::shared_ptr<Connection> find(std::uint64_t number) const;
    void forget(std::uint64_t number);
    void websocket_begun() { ++websockets_; }
    /// The handler hears of it after the call under way has returned.
    void websocket_ended(ConnectionId connection);
    void flush_soon(Connection& connection);
    /// True: the handler is behind and this one writes much. It is read on when its turn comes.
    [[nodiscard]] bool has_to_wait(Connection& connection);
    [[nodiscard]] std::int64_t schedule(std::uint64_t number, Duration from_now);

    void start_clock();
    void close_all(int close_code);
    /// From now on no connection stays open longer than its answer; `done` is called when the last is gone.
    void stop(std::function<void()> done);

private:
    void settle_soon();
    void settle();
    void take_turns();
    void read_quiet_ones();
    void tick();

    ServerHandler& handler_;
    ServerLimits limits_;
    TrustedProxies proxies_;
    std::size_t connections_max_;
    std::vector<char> read_buffer_;
    boost::asio::steady_timer clock_;
    TimingWheel wheel_;
    std::string date_;
    std::unordered_map<std::uint64_t, std::shared_ptr<Connection>> connections_;
    std::uint64_t last_number_ = 0;
    std::size_t websockets_ = 0;
    std::vector<std::shared_ptr<Connection>> dirty_;
    std::vector<ConnectionId> ended_;
    std::deque<std::shared_ptr<Connection>> turns_;  // who is to be read when the handler has caught up
    bool settles_soon_ = false;
    bool stopping_ = false;
    std::function<void()> stopped_;
};

}  // namespace relais::edge
