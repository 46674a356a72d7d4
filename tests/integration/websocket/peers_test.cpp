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

/// The server's end of a connection: its descriptor is this process's, too. -1: there is none.
int accepted_by(std::uint16_t port) {
    for (int descriptor = 0; descriptor < 1024; ++descriptor) {
        sockaddr_in here{};
        sockaddr_in there{};
        socklen_t size = sizeof here;
        if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&here), &size) != 0) continue;
        if (here.sin_family != AF_INET || ntohs(here.sin_port) != port) continue;
        size = sizeof there;
        if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&there), &size) == 0) return descriptor;
    }
    return -1;
}

// The listener sets them once, and relies on Linux to hand them on.
TEST(WebSocketPeers, EveryConnectionHasTheOptionsOfTheListeningSocket) {
    House house;
    RawClient client(house.port);
    ASSERT_TRUE(client.open());
    const int accepted = accepted_by(house.port);
    ASSERT_GE(accepted, 0);
    const auto option = [&](int level, int name) {
        int value = 0;
        socklen_t size = sizeof value;
        ::getsockopt(accepted, level, name, &value, &size);
        return value;
    };
    EXPECT_NE(option(IPPROTO_TCP, TCP_NODELAY), 0);
    EXPECT_EQ(option(IPPROTO_TCP, TCP_USER_TIMEOUT), 10'000);
    EXPECT_EQ(option(SOL_SOCKET, SO_SNDBUF), 2 * 128 * 1024);  // Linux tells twice what was asked for: socket(7)
}

}  // namespace
}  // namespace relais::websocket_test
