#include "edge/server/hub.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include <boost/asio/post.hpp>

namespace relais::edge {
namespace {

constexpr std::size_t read_buffer_bytes = 64 * 1024;
constexpr std::size_t refusals_at_once_max = 256;

std::string http_date() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 40> text{};
    // The daemon keeps the "C" locale: English names, as RFC 9110 asks.
    const std::size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    return {text.data(), size};
}

}  // namespace

Hub::Hub(ServerHandler& handler, ServerLimits limits, const std::vector<std::string>& trusted_proxies,
         std::size_t connections_max)
    : io(1),
      handler_(handler),
      limits_(limits),
      proxies_(trusted_proxies),
      connections_max_(connections_max),
      read_buffer_(read_buffer_bytes),
      clock_(io),
      date_(http_date()) {}

Instant Hub::now() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return Instant{std::chrono::duration_cast<Duration>(since)};
}

void Hub::accept(Socket socket, std::string peer) {
    const std::uint64_t number = ++last_number_;
    const bool no_room = connections_.size() >= connections_max_;
    ++figures.accepted;
    if (no_room) ++figures.refused_full;
    // A refusal takes a descriptor until the caller has said what he wants, or has had the time to. That is bounded, too: the
    // last descriptors are the house's own.
    if (connections_.size() >= connections_max_ + std::min(refusals_at_once_max, connections_max_ / 4)) return;
    auto connection = std::make_shared<Connection>(*this, std::move(socket), number, std::move(peer));
    connections_.emplace(number, connection);
    connection->start(no_room || stopping_);
}

std::shared_ptr<Connection> Hub::find(std::uint64_t number) const {
    const auto found = connections_.find(number);
    return found == connections_.end() ? nullptr : found->second;
}

void Hub::forget(std::uint64_t number) {
    connections_.erase(number);
    if (stopping_ && connections_.empty()) settle_soon();
}

void Hub::websocket_ended(ConnectionId connection) {
    --websockets_;
    ended_.push_back(connection);
    settle_soon();
}

void Hub::flush_soon(Connection& connection) {
    if (connection.is_dirty) return;
    connection.is_dirty = true;
    dirty_.push_back(connection.shared_from_this());
    settle_soon();
}

/// Once for all that happens in the work under way: frames for one socket leave in one system call.
void Hub::settle_soon() {
    if (settles_soon_) return;
    settles_soon_ = true;
    boost::asio::post(io, [this] { settle(); });
}

bool Hub::has_to_wait(Connection& connection) {
    if (!handler_.is_behind() || connection.is_quiet(now())) {
        connection.is_put_off = false;
        return false;
    }
    if (!std::exchange(connection.is_put_off, true)) ++figures.put_off;
    turns_.push_back(connection.shared_from_this());
    return true;
}

/// All that one of them has sent at a time: the answers leave together, too.
void Hub::take_turns() {
    while (!turns_.empty() && !handler_.is_behind()) {
        const std::shared_ptr<Connection> next = std::move(turns_.front());
        turns_.pop_front();
        next->read_on();
    }
}

/// Who was not read for a while is quiet again: however long the handler is behind, nobody is left unread for long.
void Hub::read_quiet_ones() {
    std::deque<std::shared_ptr<Connection>> all;
    all.swap(turns_);
    for (const std::shared_ptr<Connection>& connection : all) connection->read_on();
}

void Hub::settle() {
    settles_soon_ = false;
    std::vector<std::shared_ptr<Connection>> dirty;
    dirty.swap(dirty_);
    for (const std::shared_ptr<Connection>& connection : dirty) connection->flush();
    dirty.clear();
    if (dirty_.empty()) dirty_.swap(dirty);  // keeps the memory

    std::vector<ConnectionId> ended;
    ended.swap(ended_);
    for (const ConnectionId connection : ended) handler_.closed(connection);
    take_turns();
    if (stopping_ && connections_.empty() && ended_.empty() && stopped_) std::exchange(stopped_, nullptr)();
}

std::int64_t Hub::schedule(std::uint64_t number, Duration from_now) {
    const Instant at = now();
    return wheel_.schedule(number, at + from_now, at);
}

void Hub::start_clock() { tick(); }

void Hub::tick() {
    date_ = http_date();
    wheel_.advance(now(), [this](std::uint64_t number, std::int64_t tick) {
        if (const std::shared_ptr<Connection> connection = find(number)) connection->deadline(tick);
    });
    read_quiet_ones();
    clock_.expires_after(TimingWheel::slot);
    clock_.async_wait([this](const boost::system::error_code& error) {
        if (!error) tick();
    });
}

void Hub::close_all(int close_code) {
    std::vector<std::shared_ptr<Connection>> all;
    all.reserve(connections_.size());
    for (const auto& [number, connection] : connections_) all.push_back(connection);
    for (const std::shared_ptr<Connection>& connection : all) connection->close(close_code);
}

void Hub::stop(std::function<void()> done) {
    stopping_ = true;
    stopped_ = std::move(done);
    settle_soon();
}

}  // namespace relais::edge
