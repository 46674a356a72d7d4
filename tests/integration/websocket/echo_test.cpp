// WebSockets of the real server: what belongs together stays together, and nobody suffers from somebody else.
#include <utility>

#include <gtest/gtest.h>

#include "integration/websocket/house.hpp"
#include "integration/websocket/raw_client.hpp"

namespace relais::websocket_test {
namespace {

TEST(WebSocketServer, EchoesTextsOfEveryLengthForm) {
    House house;
    RawClient client(house.port);
    ASSERT_TRUE(client.open());
    for (const std::size_t size : {0U, 1U, 125U, 126U, 127U, 65535U, 65536U}) {
        const std::string text(size, 'x');
        ASSERT_TRUE(client.say(text));
        EXPECT_EQ(client.hear(), text) << size;
    }
}

TEST(WebSocketServer, AnswersTheKeyOfTheRfc) {
    House house;
    RawClient client(house.port);
    client.send(handshake("/echo"));
    const auto head = client.read_head();
    ASSERT_TRUE(head);
    EXPECT_NE(head->find("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), std::string::npos);
    EXPECT_EQ(head->find("extensions"), std::string::npos);  // no compression
}

TEST(WebSocketServer, TakesFramesThatCameWithTheHandshake) {
    House house;
    RawClient client(house.port);
    client.send(handshake("/echo") + masked_text("one") + masked_text("two"));
    ASSERT_TRUE(client.read_head());
    EXPECT_EQ(client.hear(), "one");
    EXPECT_EQ(client.hear(), "two");
}

TEST(WebSocketServer, TakesAFrameByteByByteAndAFragmentedOneWithAPingInside) {
    House house;
    RawClient client(house.port);
    ASSERT_TRUE(client.open());
    for (const char c : masked_text("slowly")) client.send(std::string(1, c));
    EXPECT_EQ(client.hear(), "slowly");
    client.send(masked_frame(0x01, "frag") + masked_frame(0x89, "still there?") + masked_frame(0x80, "ments"));
    const auto pong = client.read_frame();
    ASSERT_TRUE(pong);
    EXPECT_EQ(pong->opcode, pong_opcode);
    EXPECT_EQ(pong->payload, "still there?");
    EXPECT_EQ(client.hear(), "fragments");
}

void expect_close(RawClient& client, int code) {
    const auto frame = client.read_frame();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->opcode, close_opcode);
    EXPECT_EQ(frame->close_code(), code);
    EXPECT_TRUE(client.ends());
}

TEST(WebSocketServer, ClosesATextOfMoreThan64KiBWith1009) {
    House house;
    RawClient client(house.port);
    ASSERT_TRUE(client.open());
    client.say(std::string(65537, 'x'));
    expect_close(client, 1009);
    EXPECT_TRUE(house.wait_closed(1));
}

TEST(WebSocketServer, ClosesABinaryFrameWith1003AndAnUnmaskedOneWith1002) {
    House house;
    RawClient binary(house.port);
    ASSERT_TRUE(binary.open());
    binary.send(masked_frame(0x82, "x"));
    expect_close(binary, 1003);
    RawClient unmasked(house.port);
    ASSERT_TRUE(unmasked.open());
    unmasked.send(std::string("\x81\x01x", 3));
    expect_close(unmasked, 1002);
}

TEST(WebSocketServer, LeavesTheJudgementOfBytesToTheProtocol) {
    House house;  // docs/protocol.md 7: refused, and the socket stays
    RawClient client(house.port);
    ASSERT_TRUE(client.open());
    client.say("\xff\xfe");
    EXPECT_EQ(client.hear(), "\xff\xfe");
}

TEST(WebSocketServer, EchoesAClose) {
    House house;
    RawClient client(house.port);
    ASSERT_TRUE(client.open());
    client.send(masked_frame(0x88, std::string("\x0f\xa0", 2)) + masked_text("too late"));
    expect_close(client, 4000);
    EXPECT_TRUE(house.wait_closed(1));
}

TEST(WebSocketServer, ClosesWithTheCodeItsHouseGaveBehindWhatWasSent) {
    House house;
    RawClient client(house.port);
    ASSERT_TRUE(client.open());
    client.send(masked_text("last word") + masked_text("close 4409") + masked_text("not heard"));
    EXPECT_EQ(client.hear(), "last word");
    expect_close(client, 4409);
    EXPECT_TRUE(house.wait_closed(1));
}

TEST(WebSocketServer, HearsOfAPeerThatVanishes) {
    House house;
    RawClient polite(house.port);
    RawClient rude(house.port);
    ASSERT_TRUE(polite.open());
    ASSERT_TRUE(rude.open());
    polite.shut_down_sending();
    EXPECT_TRUE(house.wait_closed(1));
    rude.reset();
    EXPECT_TRUE(house.wait_closed(2));
    house.on_server([&] { EXPECT_EQ(house.server.sockets(), 0U); });
}

TEST(WebSocketServer, SendsABurstOfManyFramesWholeAndInOrderToAReaderWhoReads) {
    House house;
    RawClient client(house.port);
    ASSERT_TRUE(client.open());
    client.say("flood 200 500");
    for (int i = 0; i < 200; ++i) {
        const auto text = client.hear();
        ASSERT_TRUE(text) << i;
        EXPECT_EQ(*text, std::string(500, static_cast<char>('a' + i % 26)));
    }
}

TEST(WebSocketServer, SendsAFrameThatIsLongerThanItsQueueMayBe) {
    House house;
    RawClient client(house.port);
    ASSERT_TRUE(client.open());
    client.say("flood 1 2000000");
    EXPECT_EQ(client.hear(), std::string(2'000'000, 'a'));
    client.say("still here");
    EXPECT_EQ(client.hear(), "still here");
}

TEST(WebSocketServer, ClosesASlowReaderWith1013WhileOthersGoOn) {
    House house;
    RawClient slow(house.port, 4096);
    RawClient other(house.port);
    ASSERT_TRUE(slow.open());
    ASSERT_TRUE(other.open());
    slow.say("flood 2000 1000");
    EXPECT_TRUE(house.wait_closed(1));
    other.say("unharmed");
    EXPECT_EQ(other.hear(), "unharmed");
    // Who reads at last finds whole frames, then the reason.
    std::optional<Frame> frame = slow.read_frame();
    int texts = 0;
    for (; frame && frame->opcode == text_opcode; frame = slow.read_frame()) ++texts;
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->close_code(), 1013);
    EXPECT_LT(texts, 2000);
}

TEST(WebSocketServer, ClosesAReaderWhoAsksForPongsAndNeverReadsThem) {
    ServerLimits limits;
    limits.frames = limits.control_frames = edge::Rate{1e6, 1e6};
    House house(limits);
    RawClient client(house.port, 4096);
    ASSERT_TRUE(client.open());
    std::string pings;
    for (int i = 0; i < 1000; ++i) pings += masked_frame(0x89, std::string(125, 'p'));
    for (int i = 0; i < 20 && client.send(pings); ++i) {
    }
    EXPECT_TRUE(house.wait_closed(1));
}

/// Reads up to a close frame: its code, and how many frames of `opcode` came before it.
std::pair<int, int> close_behind(RawClient& client, int opcode) {
    int before = 0;
    std::optional<Frame> frame = client.read_frame();
    for (; frame && frame->opcode == opcode; frame = client.read_frame()) ++before;
    return {frame ? frame->close_code() : 0, before};
}

TEST(WebSocketServer, ClosesWhoPingsWithoutEndWith1008WhileOthersGoOn) {
    ServerLimits limits;
    limits.control_frames = edge::Rate{0.001, 200};
    House house(limits);
    RawClient pinging(house.port);
    RawClient other(house.port);
    ASSERT_TRUE(pinging.open());
    ASSERT_TRUE(other.open());
    std::string pings;
    for (int i = 0; i < 200; ++i) pings += masked_frame(0x89, "");
    ASSERT_TRUE(pinging.send(pings));
    for (int i = 0; i < 200; ++i) ASSERT_EQ(pinging.read_frame().value_or(Frame{}).opcode, pong_opcode) << i;
    ASSERT_TRUE(pinging.say("texts are not pings"));
    EXPECT_EQ(pinging.hear(), "texts are not pings");
    ASSERT_TRUE(pinging.send(masked_frame(0x89, "one more") + masked_text("not heard")));
    EXPECT_EQ(close_behind(pinging, pong_opcode), std::pair(1008, 0));
    EXPECT_TRUE(house.wait_closed(1));
    house.on_server([&] { EXPECT_EQ(house.server.figures().closed[1008], 1U); });
    other.say("unharmed");
    EXPECT_EQ(other.hear(), "unharmed");
}

TEST(WebSocketServer, UnaskedPongsCountAsPingsDo) {
    ServerLimits limits;
    limits.control_frames = edge::Rate{0.001, 5};
    House house(limits);
    RawClient client(house.port);
    ASSERT_TRUE(client.open());
    for (int i = 0; i < 6; ++i) client.send(masked_frame(0x8A, "still here"));
    EXPECT_EQ(close_behind(client, pong_opcode), std::pair(1008, 0));
}

TEST(WebSocketServer, FramesOfAnyKindHaveABoundAndFragmentsAreFrames) {
    ServerLimits limits;
    limits.frames = edge::Rate{0.001, 10};
    House house(limits);
    RawClient client(house.port);
    ASSERT_TRUE(client.open());
    std::string fragments = masked_frame(0x01, "a");
    for (int i = 0; i < 5; ++i) fragments += masked_frame(0x00, "a");
    client.send(fragments + masked_frame(0x80, "a") + masked_text("8") + masked_text("9") + masked_text("10"));
    EXPECT_EQ(client.hear(), "aaaaaaa");
    client.send(masked_text("11"));
    EXPECT_EQ(close_behind(client, text_opcode), std::pair(1008, 3));
}

TEST(WebSocketServer, PingsThatComeAsOftenAsTheyMayKeepTheSocket) {
    const ServerLimits limits;
    EXPECT_EQ(limits.control_frames.per_second, 50);
    House house(limits);
    RawClient client(house.port);
    ASSERT_TRUE(client.open());
    for (int i = 0; i < 200; ++i) {
        ASSERT_TRUE(client.send(masked_frame(0x89, "")));
        ASSERT_EQ(client.read_frame().value_or(Frame{}).opcode, pong_opcode) << i;
    }
    client.say("still here");
    EXPECT_EQ(client.hear(), "still here");
}

TEST(WebSocketServer, ServesManySocketsAtOnce) {
    House house;
    std::vector<RawClient> clients;
    for (int i = 0; i < 400; ++i) {
        clients.emplace_back(house.port);
        ASSERT_TRUE(clients.back().open());
    }
    EXPECT_EQ(house.opened(), 400U);
    for (std::size_t i = 0; i < clients.size(); ++i) clients[i].say(std::to_string(i));
    for (std::size_t i = 0; i < clients.size(); ++i) EXPECT_EQ(clients[i].hear(), std::to_string(i));
}

TEST(WebSocketServer, RefusesMoreSocketsThanItsBoundWith503) {
    ServerLimits limits;
    limits.sockets_max = 2;
    House house(limits);
    RawClient one(house.port);
    RawClient two(house.port);
    RawClient three(house.port);
    ASSERT_TRUE(one.open());
    ASSERT_TRUE(two.open());
    three.send(handshake("/echo"));
    EXPECT_TRUE(three.read_head().value_or("").starts_with("HTTP/1.1 503 "));
    one.shut_down_sending();
    EXPECT_TRUE(house.wait_closed(1));
    RawClient four(house.port);
    EXPECT_TRUE(four.open());
}

TEST(WebSocketServer, StopsWith1012BehindWhatWasQueued) {
    House house;
    RawClient client(house.port);
    ASSERT_TRUE(client.open());
    client.say("before");
    EXPECT_EQ(client.hear(), "before");
    house.server.stop(std::chrono::seconds{5});
    const auto frame = client.read_frame();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->close_code(), 1012);
    EXPECT_TRUE(client.ends());
    client.reset();
    house.stop();
    EXPECT_TRUE(house.wait_closed(1));
}

TEST(WebSocketServer, StopsWithinItsLingerWhenAReaderIsStuck) {
    House house;
    RawClient stuck(house.port, 4096);
    ASSERT_TRUE(stuck.open());
    stuck.say("flood 200 1000");
    EXPECT_EQ(stuck.hear()->size(), 1000U);
    const auto begun = std::chrono::steady_clock::now();
    house.stop(std::chrono::milliseconds{300});
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{2});
}

}  // namespace
}  // namespace relais::websocket_test
