#include "edge/server/listener.hpp"

#include <cerrno>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/v6_only.hpp>

namespace relais::edge {
namespace {

namespace ip = boost::asio::ip;

bool out_of_descriptors(int error) { return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM; }

std::string text_of(const sockaddr_storage& peer) {
    Address address;
    if (peer.ss_family == AF_INET6) {
        const auto& v6 = reinterpret_cast<const sockaddr_in6&>(peer);  // NOLINT: what the sockets API asks for
        std::copy_n(v6.sin6_addr.s6_addr, 16, address.bytes.begin());
    } else {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(peer);                           // NOLINT
        const auto* const bytes = reinterpret_cast<const std::uint8_t*>(&v4.sin_addr.s_addr);  // NOLINT
        std::copy_n(bytes, 4, address.bytes.begin() + 12);
        address.v4 = true;
    }
    return to_string(address);
}

}  // namespace

Listener::Listener(Hub& hub, const std::string& address, std::uint16_t port, Duration tcp_user_timeout)
    : hub_(hub), acceptor_(hub.io), pause_(hub.io) {
    boost::system::error_code error;
    const ip::address parsed = ip::make_address(address, error);
    try {
        if (error) throw boost::system::system_error(error);
        open(ip::tcp::endpoint(parsed, port), tcp_user_timeout);
    } catch (const boost::system::system_error& failed) {
        throw std::runtime_error("cannot listen on " + address + " port " + std::to_string(port) + ": " +
                                 failed.code().message());
    }
    port_ = acceptor_.local_endpoint().port();
    wait();
}

/// Linux hands the options of a listening socket on to those it accepts: three system calls less a connection.
void Listener::open(const ip::tcp::endpoint& endpoint, Duration tcp_user_timeout) {
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(Acceptor::reuse_address(true));
    if (endpoint.address().is_v6()) acceptor_.set_option(ip::v6_only(true));
    acceptor_.set_option(ip::tcp::no_delay(true));
    acceptor_.set_option(boost::asio::socket_base::send_buffer_size(send_buffer_bytes));
    const auto timeout = static_cast<unsigned>(tcp_user_timeout.count());
    ::setsockopt(acceptor_.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof timeout);
    acceptor_.non_blocking(true);
    acceptor_.bind(endpoint);
    acceptor_.listen(backlog);
}

void Listener::stop() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
}

void Listener::wait() {
    acceptor_.async_wait(Acceptor::wait_read, [this](const boost::system::error_code& error) {
        if (!error) accept_all();
    });
}

void Listener::accept_all() {
    for (int count = 0; count < accepts_in_a_row_max; ++count) {
        if (accept_one()) continue;
        if (!out_of_descriptors(errno)) break;
        pause_.expires_after(pause_without_descriptors);
        pause_.async_wait([this](const boost::system::error_code& error) {
            if (!error) wait();
        });
        return;
    }
    wait();
}

bool Listener::accept_one() {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    auto* const generic = reinterpret_cast<sockaddr*>(&peer);  // NOLINT: what the sockets API asks for
    const int descriptor = ::accept4(acceptor_.native_handle(), generic, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    // ECONNABORTED and the like belong to one peer that is already gone: the next one is waiting.
    if (descriptor < 0) return errno == ECONNABORTED || errno == EINTR || errno == EPROTO;
    Socket socket(hub_.io);
    boost::system::error_code error;
    socket.assign(peer.ss_family == AF_INET6 ? ip::tcp::v6() : ip::tcp::v4(), descriptor, error);
    if (error) {
        ::close(descriptor);
        return true;
    }
    hub_.accept(std::move(socket), text_of(peer));
    return true;
}

}  // namespace relais::edge
