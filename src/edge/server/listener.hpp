// One listening socket. Accepts in a loop, pauses when the process is out of descriptors.
#pragma once

#include <boost/asio/steady_timer.hpp>

#include "edge/server/hub.hpp"

namespace relais::edge {

class Listener {
public:
    static constexpr int backlog = 4096;
    static constexpr int accepts_in_a_row_max = 1024;  // a full backlog drops callers, who come back after 1, 3, 7 s
    static constexpr Duration pause_without_descriptors{100};
    /// Fixed, because Linux would let a stopped reader grow to megabytes; 2 x this is what the kernel accounts.
    static constexpr int send_buffer_bytes = 128 * 1024;

    /// Throws std::runtime_error naming address and reason.
    Listener(Hub& hub, const std::string& address, std::uint16_t port, Duration tcp_user_timeout);

    [[nodiscard]] std::uint16_t port() const { return port_; }
    void stop();

private:
    using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

    void open(const boost::asio::ip::tcp::endpoint& endpoint, Duration tcp_user_timeout);
    void wait();
    void accept_all();
    /// False: nothing more to accept now.
    bool accept_one();

    Hub& hub_;
    Acceptor acceptor_;
    boost::asio::steady_timer pause_;
    std::uint16_t port_ = 0;
};

}  // namespace relais::edge
