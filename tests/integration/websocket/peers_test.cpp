// Peers that this project did not write, and a machine that runs short.
#include <array>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <gtest/gtest.h>

#include "integration/websocket/house.hpp"
#include "integration/websocket/raw_client.hpp"

namespace relais::websocket_test {
namespace {

namespace websocket = boost::beast::websocket;
using tcp = boost::asio::ip::tcp;

class BeastPeer {
public:
    explicit BeastPeer(std::uint16_t port) : stream(io) {
        stream.next_layer().connect({boost::asio::ip::make_address("127.0.0.1"), port});
        websocket::permessage_deflate offered;
        offered.client_enable = true;
        stream.set_option(offered);
        stream.handshake(response, "127.0.0.1", "/echo");
        stream.auto_fragment(true);
    }

    std::string echo(const std::string& text) {
        stream.write(boost::asio::buffer(text));
        boost::beast::flat_buffer buffer;
        stream.read(buffer);
        return boost::beast::buffers_to_string(buffer.data());
    }

    boost::asio::io_context io;
    websocket::stream<tcp::socket> stream;
    websocket::response_type response;
};

TEST(WebSocketPeers, BeastTalksToUsWithoutTheCompressionItOffered) {
    House house;
    BeastPeer peer(house.port);
    EXPECT_EQ(peer.response.count("Sec-WebSocket-Extensions"), 0U);
    for (const std::size_t size : {0U, 1U, 5000U, 65536U}) EXPECT_EQ(peer.echo(std::string(size, 'x')).size(), size);
    peer.stream.ping("x");
    EXPECT_EQ(peer.echo("behind a ping"), "behind a ping");
    peer.stream.close(websocket::close_reason(websocket::close_code::normal, "done"));
    EXPECT_TRUE(house.wait_closed(1));
}

TEST(WebSocketPeers, BeastHearsTheReasonOfOurClose) {
    House house;
    BeastPeer peer(house.port);
    peer.stream.write(boost::asio::buffer(std::string("close 4409")));
    boost::beast::flat_buffer buffer;
    boost::system::error_code error;
    peer.stream.read(buffer, error);
    EXPECT_EQ(error, websocket::error::closed);
    EXPECT_EQ(peer.stream.reason().code, 4409);
}

/// Takes every descriptor but `left`, until it ends.
class NoDescriptors {
public:
    explicit NoDescriptors(std::size_t left) {
        getrlimit(RLIMIT_NOFILE, &before_);
        rlimit few = before_;
        few.rlim_cur = std::min<rlim_t>(before_.rlim_max, 1024);
        setrlimit(RLIMIT_NOFILE, &few);
        for (int taken = 0; (taken = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;) taken_.push_back(taken);
        for (std::size_t i = 0; i < left; ++i) give_one_back();
    }
    ~NoDescriptors() {
        while (!taken_.empty()) give_one_back();
        setrlimit(RLIMIT_NOFILE, &before_);
    }
    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;

    void give_one_back() {
        ::close(taken_.back());
        taken_.pop_back();
    }

private:
    rlimit before_{};
    std::vector<int> taken_;
};

double processor_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

TEST(WebSocketPeers, OutOfDescriptorsTheServerNeitherSpinsNorForgetsWhoWaits) {
    House house;
    RawClient earlier(house.port);
    ASSERT_TRUE(earlier.open());
    NoDescriptors none(1);
    RawClient waiting(house.port);  // takes the last one: the server cannot accept it
    waiting.send(handshake("/echo"));
    const double before = processor_seconds();
    EXPECT_TRUE(waiting.is_quiet(Milliseconds{400}));
    EXPECT_LT(processor_seconds() - before, 0.2);
    earlier.say("unharmed");
    EXPECT_EQ(earlier.hear(), "unharmed");
    none.give_one_back();
    EXPECT_TRUE(waiting.read_head().value_or("").starts_with("HTTP/1.1 101 "));
}

TEST(WebSocketPeers, LinuxHandsTheOptionsOfAListeningSocketOn) {
    // src/edge/server/listener.cpp relies on it.
    const int listening = ::socket(AF_INET, SOCK_STREAM, 0);
    const int one = 1;
    const int buffer = 128 * 1024;
    const unsigned timeout = 10'000;
    ::setsockopt(listening, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    ::setsockopt(listening, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof timeout);
    ::setsockopt(listening, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(listening, reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(listening, 1), 0);
    ::getsockname(listening, reinterpret_cast<sockaddr*>(&address), &size);
    RawClient client(ntohs(address.sin_port));
    const int accepted = ::accept(listening, nullptr, nullptr);
    const auto option = [&](int level, int name) {
        int value = 0;
        socklen_t value_size = sizeof value;
        ::getsockopt(accepted, level, name, &value, &value_size);
        return value;
    };
    EXPECT_NE(option(IPPROTO_TCP, TCP_NODELAY), 0);
    EXPECT_EQ(option(IPPROTO_TCP, TCP_USER_TIMEOUT), 10'000);
    EXPECT_EQ(option(SOL_SOCKET, SO_SNDBUF), 2 * buffer);
    ::close(accepted);
    ::close(listening);
}

}  // namespace
}  // namespace relais::websocket_test
