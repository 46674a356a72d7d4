// What is queued leaves in order and whole, whatever the socket takes at a time.
#include "edge/server/send_queue.hpp"

#include <array>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace relais::edge {
namespace {

SharedText text(const std::string& content) { return std::make_shared<const std::string>(content); }

class Pair {
public:
    Pair() {
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()), 0);
        const int small = 4096;
        ::setsockopt(ends_[0], SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    }
    ~Pair() {
        ::close(ends_[0]);
        close_reader();
    }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    [[nodiscard]] int writer() const { return ends_[0]; }
    void close_reader() {
        if (ends_[1] >= 0) ::close(ends_[1]);
        ends_[1] = -1;
    }
    /// All that has arrived by now.
    [[nodiscard]] std::string read() const {
        std::string all;
        std::array<char, 4096> buffer{};
        for (ssize_t got = 0; (got = ::recv(ends_[1], buffer.data(), buffer.size(), MSG_DONTWAIT)) > 0;) {
            all.append(buffer.data(), static_cast<std::size_t>(got));
        }
        return all;
    }

private:
    std::array<int, 2> ends_{-1, -1};
};

TEST(SendQueue, SendsManyFramesWholeAndInOrderThroughASmallSocket) {
    Pair pair;
    SendQueue queue;
    std::string expected;
    for (int i = 0; i < 500; ++i) {
        const std::string payload(static_cast<std::size_t>(i % 300), static_cast<char>('a' + i % 26));
        std::array<char, 10> header{};
        expected.append(header.data(), write_header(websocket::Opcode::text, payload.size(), header));
        expected += payload;
        queue.push_frame(websocket::Opcode::text, text(payload));
    }
    EXPECT_EQ(queue.bytes(), expected.size());
    EXPECT_EQ(queue.items(), 500U);
    std::string arrived;
    SendQueue::Written written = SendQueue::Written::some;
    for (int round = 0; round < 1000 && written == SendQueue::Written::some; ++round) {
        written = queue.write_to(pair.writer());
        arrived += pair.read();
        EXPECT_EQ(arrived.size() + queue.bytes(), expected.size());
    }
    EXPECT_EQ(written, SendQueue::Written::all);
    EXPECT_EQ(arrived, expected);
    EXPECT_TRUE(queue.empty());
}

TEST(SendQueue, FinishesAHalfSentFrameWhenTheRestIsDropped) {
    Pair pair;
    SendQueue queue;
    const std::string large(300'000, 'x');
    queue.push_raw(text(large));
    queue.push_raw(text("dropped"));
    EXPECT_EQ(queue.write_to(pair.writer()), SendQueue::Written::some);
    queue.drop_unsent();
    queue.push_raw(text("the end"));
    std::string arrived = pair.read();
    while (queue.write_to(pair.writer()) == SendQueue::Written::some) arrived += pair.read();
    arrived += pair.read();
    EXPECT_EQ(arrived, large + "the end");
}

TEST(SendQueue, DropsEverythingWhenNothingHasBegun) {
    SendQueue queue;
    queue.push_raw(text("a"));
    queue.push_frame(websocket::Opcode::text, text("b"));
    queue.drop_unsent();
    EXPECT_TRUE(queue.empty());
    EXPECT_EQ(queue.bytes(), 0U);
    queue.push_raw(text(""));
    EXPECT_TRUE(queue.empty());
}

TEST(SendQueue, FailsWhenThePeerIsGone) {
    Pair pair;
    pair.close_reader();
    SendQueue queue;
    queue.push_raw(text("x"));
    EXPECT_EQ(queue.write_to(pair.writer()), SendQueue::Written::failed);
}

}  // namespace
}  // namespace relais::edge
