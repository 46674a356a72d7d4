// HTTP of the real server: keep-alive, limits, slowness, and requests that two readers would understand differently.
#include <gtest/gtest.h>

#include "integration/websocket/house.hpp"
#include "integration/websocket/raw_client.hpp"

namespace relais::websocket_test {
namespace {

std::string get(const std::string& target, const std::string& more = {}) {
    return "GET " + target + " HTTP/1.1\r\nHost: test.example\r\n" + more + "\r\n";
}

/// The status of the answer; 0: the server ended without one.
int status(RawClient& client) {
    const auto head = client.read_head();
    return head ? std::stoi(head->substr(9, 3)) : 0;
}

int status_of(House& house, const std::string& request) {
    RawClient client(house.port);
    client.send(request);
    return status(client);
}

TEST(HttpServer, KeepsTheConnectionForTheNextRequest) {
    House house;
    RawClient client(house.port);
    client.send(get("/hello"));
    const auto head = client.read_head();
    ASSERT_TRUE(head);
    EXPECT_TRUE(head->starts_with("HTTP/1.1 200 OK\r\n"));
    EXPECT_NE(head->find("content-length: 10\r\n"), std::string::npos);
    EXPECT_NE(head->find("connection: keep-alive\r\n"), std::string::npos);
    EXPECT_NE(head->find("date: "), std::string::npos);
    EXPECT_EQ(client.read_bytes(10), "hello GET ");
    client.send(get("/later"));
    EXPECT_EQ(status(client), 200);
    EXPECT_EQ(client.read_bytes(5), "later");
}

TEST(HttpServer, AnswersPipelinedRequestsInTheirOrder) {
    House house;
    RawClient client(house.port);
    client.send(get("/later") + get("/hello") + get("/nothing") + get("/hello", "Connection: close\r\n"));
    EXPECT_EQ(status(client), 200);
    EXPECT_EQ(client.read_bytes(5), "later");
    EXPECT_EQ(status(client), 200);
    EXPECT_EQ(client.read_bytes(10), "hello GET ");
    EXPECT_EQ(status(client), 404);
    EXPECT_EQ(status(client), 200);
    EXPECT_TRUE(client.ends());
}

TEST(HttpServer, GoesOnReadingAWebSocketWhoseHandshakeLayBehindARequest) {
    House house;
    RawClient client(house.port);
    client.send(get("/hello") + handshake("/echo") + masked_text("with it"));
    EXPECT_EQ(status(client), 200);
    EXPECT_EQ(client.read_bytes(10), "hello GET ");
    EXPECT_EQ(status(client), 101);
    EXPECT_EQ(client.hear(), "with it");
    client.say("later");
    EXPECT_EQ(client.hear(), "later");
    client.shut_down_sending();
    EXPECT_TRUE(house.wait_closed(1));
}

TEST(HttpServer, HandsOverBodyAndHeaders) {
    House house;
    RawClient client(house.port);
    client.send(
        "POST /hello?x=%20y HTTP/1.1\r\nHost: test.example\r\nOrigin: https://a.example\r\nCookie: a=1\r\n"
        "Cookie: b=2\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\nbody");
    EXPECT_EQ(status(client), 200);
    EXPECT_EQ(client.read_bytes(15), "hello POST body");
    const HttpRequest request = house.requests().at(0);
    EXPECT_EQ(request.path, "/hello");
    EXPECT_EQ(request.query, "x=%20y");
    EXPECT_EQ(request.origin, "https://a.example");
    EXPECT_EQ(request.cookie, "a=1; b=2");
    EXPECT_EQ(request.content_type, "application/json");
    EXPECT_EQ(request.address, "127.0.0.1");
    EXPECT_FALSE(request.address_is_limited);
}

TEST(HttpServer, BelievesForwardedAddressesOfTrustedProxiesOnly) {
    const std::string headers = "X-Forwarded-For: 198.51.100.7, 203.0.113.9\r\nX-Forwarded-Proto: https\r\n";
    House trusting({}, {"127.0.0.0/8"});
    EXPECT_EQ(status_of(trusting, get("/hello", headers)), 200);
    EXPECT_EQ(trusting.requests().at(0).address, "203.0.113.9");
    EXPECT_TRUE(trusting.requests().at(0).over_tls);
    EXPECT_TRUE(trusting.requests().at(0).address_is_limited);
    House careful;
    EXPECT_EQ(status_of(careful, get("/hello", headers)), 200);
    EXPECT_EQ(careful.requests().at(0).address, "127.0.0.1");
    EXPECT_FALSE(careful.requests().at(0).over_tls);
}

TEST(HttpServer, SendsLargeAnswersWholeAndNoneToHead) {
    House house;
    RawClient client(house.port);
    client.send(get("/large"));
    EXPECT_EQ(status(client), 200);
    EXPECT_EQ(client.read_bytes(1'000'000), std::string(1'000'000, 'x'));
    client.send("HEAD /large HTTP/1.1\r\nHost: test.example\r\n\r\n" + get("/hello"));
    const auto head = client.read_head();
    ASSERT_TRUE(head);
    EXPECT_NE(head->find("content-length: 1000000\r\n"), std::string::npos);
    EXPECT_EQ(status(client), 200);
}

TEST(HttpServer, RefusesAHeaderOf64KiBWith431) {
    House house;
    RawClient client(house.port);
    client.send("GET / HTTP/1.1\r\nHost: test.example\r\nX-Long: " + std::string(65536, 'x'));
    EXPECT_EQ(status(client), 431);
    EXPECT_TRUE(client.ends());
    EXPECT_TRUE(house.requests().empty());
}

TEST(HttpServer, RefusesABodyAboveItsBoundWith413AndTakesOneAtTheBound) {
    House house;
    const auto post = [](std::size_t size) {
        return "POST /hello HTTP/1.1\r\nHost: test.example\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
               std::string(size, 'b');
    };
    EXPECT_EQ(status_of(house, post(64 * 1024)), 200);
    EXPECT_EQ(status_of(house, post(64 * 1024 + 1)), 413);
}

TEST(HttpServer, RefusesWhatTwoReadersWouldUnderstandDifferently) {
    House house;
    const std::string host = "Host: test.example\r\n";
    const std::string post = "POST /hello HTTP/1.1\r\n" + host;
    EXPECT_EQ(status_of(house, "GET /hello HTTP/1.1\r\n\r\n"), 400) << "no host";
    EXPECT_EQ(status_of(house, get("/hello", host)), 400) << "two hosts";
    EXPECT_EQ(status_of(house, get("/hello", "Origin: https://a.example\r\nOrigin: https://b.example\r\n")), 400);
    EXPECT_EQ(status_of(house, post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
    EXPECT_EQ(status_of(house, post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"), 400);
    EXPECT_EQ(status_of(house, post + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nbody"), 400);
    EXPECT_EQ(status_of(house, post + "Content-Length: -1\r\n\r\n"), 400);
    EXPECT_EQ(status_of(house, get("http://test.example/hello")), 400) << "absolute form";
    EXPECT_EQ(status_of(house, get("/a/..%2f..%2fetc/passwd")), 400);
    EXPECT_EQ(status_of(house, get("/a/../../etc/passwd")), 400);
    EXPECT_EQ(status_of(house, get("/a%00b")), 400);
    EXPECT_EQ(status_of(house, "GET /hello\r\n\r\n"), 400) << "HTTP/0.9";
    EXPECT_EQ(status_of(house, "GET /hello HTTP/1.1\r\nHost : test.example\r\n\r\n"), 400) << "space before colon";
    EXPECT_EQ(status_of(house, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"), 400) << "TLS to the plain port";
    EXPECT_TRUE(house.requests().empty());
}

TEST(HttpServer, RefusesHandshakesThatAreNone) {
    House house;
    const auto with = [](const std::string& connection, const std::string& version, const std::string& key) {
        return get("/echo", "Upgrade: websocket\r\n" + connection + version + key);
    };
    const std::string connection = "Connection: Upgrade\r\n";
    const std::string version = "Sec-WebSocket-Version: 13\r\n";
    const std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    EXPECT_EQ(status_of(house, with(connection, version, key)), 101);
    EXPECT_EQ(status_of(house, with("", version, key)), 400);
    EXPECT_EQ(status_of(house, with(connection, "", key)), 426);
    EXPECT_EQ(status_of(house, with(connection, "Sec-WebSocket-Version: 8\r\n", key)), 426);
    EXPECT_EQ(status_of(house, with(connection, version, "")), 400);
    EXPECT_EQ(status_of(house, with(connection, version, "Sec-WebSocket-Key: short\r\n")), 400);
    EXPECT_EQ(status_of(house, with(connection, version, key + key)), 400);
    EXPECT_EQ(status_of(house, with(connection, version, key + "Content-Length: 1\r\n") + "x"), 400);
    EXPECT_EQ(status_of(house, with(connection, version, key + "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n"), 400);
    RawClient client(house.port);
    client.send(handshake("/forbidden"));
    EXPECT_EQ(status(client), 403);
    EXPECT_TRUE(client.ends());
}

TEST(HttpServer, CutsAHandshakeThatComesByteByByte) {
    ServerLimits limits;
    limits.handshake_max = std::chrono::milliseconds{500};
    House house(limits);
    RawClient slow(house.port);
    RawClient silent(house.port);
    RawClient honest(house.port);
    ASSERT_TRUE(honest.open());
    const std::string request = handshake("/echo");
    std::size_t sent = 0;
    // One byte each time the server says nothing for a while: each byte must not buy more time.
    while (sent < request.size() && slow.is_quiet(Milliseconds{50})) slow.send(request.substr(sent++, 1));
    EXPECT_LT(sent, 30U);
    EXPECT_TRUE(slow.ends());
    EXPECT_TRUE(silent.ends());
    honest.say("unharmed");
    EXPECT_EQ(honest.hear(), "unharmed");
}

TEST(HttpServer, CutsASlowBodyAndAnAnswerThatNeverComes) {
    ServerLimits limits;
    limits.body_max = std::chrono::milliseconds{300};
    limits.answer_max = std::chrono::milliseconds{300};
    House house(limits);
    RawClient slow_body(house.port);
    slow_body.send("POST /hello HTTP/1.1\r\nHost: test.example\r\nContent-Length: 100\r\n\r\n");
    for (int i = 0; i < 50 && slow_body.is_quiet(Milliseconds{50}); ++i) slow_body.send("x");
    EXPECT_TRUE(slow_body.ends());
    RawClient never(house.port);
    never.send(get("/never"));
    EXPECT_TRUE(never.ends());
    for (const HttpRequest& request : house.requests()) EXPECT_EQ(request.path, "/never");
}

TEST(HttpServer, ServesOthersWhileHundredsOfConnectionsSayNothing) {
    House house;
    std::vector<RawClient> silent;
    for (int i = 0; i < 300; ++i) {
        silent.emplace_back(house.port);
        silent.back().send("GET /hello HTTP/1.1\r\nHo");
    }
    EXPECT_EQ(status_of(house, get("/hello")), 200);
}

TEST(HttpServer, RunsPeriodicAndPostedWork) {
    House house;
    std::atomic<int> count = 0;
    house.on_server([&] { house.server.every(Duration{5}, [&] { ++count; }); });
    while (count < 3) std::this_thread::yield();
    house.stop();
    SUCCEED();
}

TEST(HttpServer, NamesWhatItCannotListenOn) {
    House house;
    try {
        house.server.listen("127.0.0.1", house.port);
        FAIL() << "listened twice";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("127.0.0.1 port " + std::to_string(house.port)), std::string::npos);
    }
    EXPECT_THROW(house.server.listen("not an address", 0), std::runtime_error);
}

TEST(HttpServer, ListensOnIPv6) {
    House house;
    std::uint16_t port = 0;
    house.on_server([&] { port = house.server.listen("::1", 0); });
    RawClient client(port, 0, "::1");
    ASSERT_TRUE(client.open());
    EXPECT_EQ(house.requests().at(0).address, "::1");
    EXPECT_FALSE(house.requests().at(0).address_is_limited);
}

}  // namespace
}  // namespace relais::websocket_test
