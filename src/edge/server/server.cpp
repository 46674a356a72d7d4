#include "relais/edge/server.hpp"

#include <algorithm>
#include <atomic>
#include <sys/resource.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include "edge/server/hub.hpp"
#include "edge/server/listener.hpp"

namespace relais::edge {
namespace {

constexpr int server_restarts = 1012;

/// Raises the soft limit of open files to the hard one and returns it.
std::size_t raise_file_limit() {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return 1024;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    getrlimit(RLIMIT_NOFILE, &files);
    return files.rlim_cur == RLIM_INFINITY ? std::size_t{1} << 20 : static_cast<std::size_t>(files.rlim_cur);
}

/// Descriptors left for connections, behind files, listeners and the database.
std::size_t connections_for(std::size_t files) { return files > 2048 ? files - 512 : files / 2; }

/// A connection takes a descriptor before we know what it wants: WebSockets leave some for requests. With 20,000 files there
/// is room for 19,000 visitors and the agents' own share (docs/operations/configure.md).
ServerLimits within(ServerLimits limits, std::size_t connections) {
    const std::size_t for_requests = connections / 80 + 4;
    limits.sockets_max = std::min(limits.sockets_max, static_cast<std::uint32_t>(connections - for_requests));
    return limits;
}

/// Work that repeats. An instant that was missed is skipped, not made up for.
struct Periodic {
    boost::asio::steady_timer timer;
    Duration period;
    std::function<void()> work;

    void arm() {
        const auto now = std::chrono::steady_clock::now();
        timer.expires_at(std::max(timer.expiry() + period, now));
        timer.async_wait([this](const boost::system::error_code& error) {
            if (error) return;
            work();
            arm();
        });
    }
};

}  // namespace

struct Server::Impl {
    Impl(ServerHandler& handler, ServerLimits limits, const std::vector<std::string>& trusted_proxies,
         std::size_t connections)
        : hub(handler, within(limits, connections), trusted_proxies, connections), linger(hub.io) {}

    Hub hub;
    std::vector<std::unique_ptr<Listener>> listeners;
    std::vector<std::unique_ptr<Periodic>> periodics;
    boost::asio::steady_timer linger;

    void begin_stop(Duration linger_max) {
        if (hub.is_stopping()) return;
        for (const auto& listener : listeners) listener->stop();
        for (const auto& periodic : periodics) periodic->timer.cancel();
        hub.close_all(server_restarts);
        hub.stop([this] { hub.io.stop(); });
        linger.expires_after(linger_max);
        linger.async_wait([this](const boost::system::error_code& error) {
            if (!error) hub.io.stop();
        });
    }
};

Server::Server(ServerHandler& handler, ServerLimits limits, std::vector<std::string> trusted_proxies)
    : impl_(std::make_unique<Impl>(handler, limits, trusted_proxies, connections_for(raise_file_limit()))) {}

Server::~Server() = default;

std::uint16_t Server::listen(const std::string& address, std::uint16_t port) {
    const Duration user_timeout = impl_->hub.limits().tcp_user_timeout;
    impl_->listeners.push_back(std::make_unique<Listener>(impl_->hub, address, port, user_timeout));
    return impl_->listeners.back()->port();
}

void Server::run() {
    const auto stays = boost::asio::make_work_guard(impl_->hub.io);
    impl_->hub.start_clock();
    impl_->hub.io.run();
}

void Server::stop(Duration linger) {
    boost::asio::post(impl_->hub.io, [this, linger] { impl_->begin_stop(linger); });
}

void Server::post(std::function<void()> work) { boost::asio::post(impl_->hub.io, std::move(work)); }

void Server::every(Duration period, std::function<void()> work) {
    boost::asio::steady_timer timer(impl_->hub.io);
    timer.expires_after(Duration::zero());
    impl_->periodics.push_back(std::make_unique<Periodic>(Periodic{std::move(timer), period, std::move(work)}));
    impl_->periodics.back()->arm();
}

void Server::send(ConnectionId connection, std::shared_ptr<const std::string> text) {
    if (const std::shared_ptr<Connection> found = impl_->hub.find(connection.number)) found->send(std::move(text));
}

void Server::close(ConnectionId connection, int close_code) {
    if (const std::shared_ptr<Connection> found = impl_->hub.find(connection.number)) found->close(close_code);
}

std::size_t Server::sockets() const { return impl_->hub.websockets(); }

ServerFigures Server::figures() const { return impl_->hub.figures; }
std::size_t Server::sockets_max() const { return impl_->hub.limits().sockets_max; }

std::size_t Server::queued_bytes(ConnectionId connection) const {
    const std::shared_ptr<Connection> found = impl_->hub.find(connection.number);
    return found ? found->queued_bytes() : 0;
}

}  // namespace relais::edge
