// HTTP requests read the same however the bytes are cut, and damaged ones harm nobody.
#include "edge/http/request_reader.hpp"

#include <random>

#include <gtest/gtest.h>

#include "edge/http/response_head.hpp"

namespace relais::edge::http {
namespace {

using State = RequestReader::State;

const std::string post =
    "POST /a%20b HTTP/1.1\r\nHost: h.example\r\nX-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\n"
    "Accept-Encoding: gzip\r\nContent-Length: 11\r\n\r\nhello world";
const std::string chunked =
    "POST /chunked HTTP/1.1\r\nHost: h.example\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n "
    "world\r\n0\r\n\r\n";
const std::string handshake =
    "GET /v1/agent HTTP/1.1\r\nHost: h.example\r\nOrigin: https://h.example\r\nConnection: keep-alive, Upgrade\r\n"
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";

State feed_in_parts(RequestReader& reader, const std::string& text, std::size_t part) {
    State state = State::head;
    for (std::size_t at = 0; at < text.size(); at += part) {
        state = reader.feed(std::string_view(text).substr(at, part));
        if (state == State::failed) break;
    }
    return state;
}

TEST(RequestReader, ReadsTheSameHoweverTheBytesAreCut) {
    for (const std::size_t part : {1UL, 2UL, 3UL, 7UL, 50UL, 10'000UL}) {
        SCOPED_TRACE(part);
        RequestReader reader(8192, 65536);
        EXPECT_EQ(feed_in_parts(reader, chunked + "GET /next", part), State::complete);
        const ReadRequest read = reader.take();
        EXPECT_EQ(read.request.body, "hello world");
        EXPECT_EQ(read.refused, 0);
        EXPECT_TRUE(read.keep_alive);
        EXPECT_EQ(reader.take_rest(), "GET /next");

        RequestReader upgrading(8192, 65536);
        EXPECT_EQ(feed_in_parts(upgrading, handshake + "\x81", part), State::complete);
        const ReadRequest asked = upgrading.take();
        EXPECT_TRUE(asked.wants_websocket);
        EXPECT_EQ(asked.refused, 0);
        EXPECT_EQ(asked.websocket_key, "dGhlIHNhbXBsZSBub25jZQ==");
        EXPECT_EQ(asked.request.origin, "https://h.example");
        EXPECT_EQ(upgrading.take_rest(), "\x81");
    }
}

TEST(RequestReader, JoinsRepeatedForwardedHeadersAndRefusesABadTarget) {
    RequestReader reader(8192, 65536);
    EXPECT_EQ(reader.feed(post), State::complete);
    const ReadRequest read = reader.take();
    EXPECT_EQ(read.forwarded_for, "1.1.1.1,2.2.2.2");
    EXPECT_EQ(read.request.accept_encoding, "gzip");
    EXPECT_EQ(read.refused, 400);
    EXPECT_TRUE(read.request.path.empty());
}

TEST(RequestReader, FailsAtItsBounds) {
    RequestReader long_head(1000, 100);
    EXPECT_EQ(long_head.feed("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(2000, 'x')), State::failed);
    EXPECT_EQ(long_head.status(), 431);
    RequestReader many_heads(1000, 100);
    std::string head = "GET / HTTP/1.1\r\nHost: h\r\n";
    for (int i = 0; i < 200; ++i) head += "X: y\r\n";
    EXPECT_EQ(feed_in_parts(many_heads, head, 10), State::failed);
    EXPECT_EQ(many_heads.status(), 431);
    RequestReader long_body(1000, 100);
    EXPECT_EQ(long_body.feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\n\r\n"), State::failed);
    EXPECT_EQ(long_body.status(), 413);
    RequestReader long_chunks(1000, 100);
    EXPECT_EQ(long_chunks.feed("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" +
                               std::string(101, 'x') + "\r\n0\r\n\r\n"),
              State::failed);
    EXPECT_EQ(long_chunks.status(), 413);
}

TEST(RequestReader, SurvivesDamagedRequests) {
    constexpr std::uint64_t seed = 9112;
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 chance(seed);
    const std::array<std::string, 3> whole{post, chunked, handshake};
    for (int round = 0; round < 10'000; ++round) {
        std::string text = whole[chance() % whole.size()];
        for (std::uint64_t hits = 1 + chance() % 5; hits > 0; --hits) {
            const std::size_t at = chance() % text.size();
            if (chance() % 2 == 0) {
                text[at] = static_cast<char>(chance());
            } else {
                text.insert(at, text.substr(chance() % text.size(), chance() % 20));
            }
        }
        RequestReader reader(8192, 65536);
        const State state = feed_in_parts(reader, text, 1 + chance() % 100);
        if (state == State::complete) (void)reader.take();
        if (state == State::failed) {
            EXPECT_GE(reader.status(), 400);
        }
    }
}

TEST(ResponseHead, CannotBeSplitByAValue) {
    HttpResponse response;
    response.headers = {{"location", "/x\r\nset-cookie: a=1"}};
    const std::string head = response_head(response, 0, true, "now");
    EXPECT_EQ(head.find("\r\nset-cookie"), std::string::npos);
    EXPECT_TRUE(head.ends_with("content-length: 0\r\nconnection: keep-alive\r\n\r\n"));
}

TEST(ResponseHead, SaysNoLengthWhereThereIsNoBody) {
    for (const int status : {204, 304}) {
        HttpResponse response;
        response.status = status;
        EXPECT_EQ(response_head(response, 0, false, "now").find("content-length"), std::string::npos);
    }
}

}  // namespace
}  // namespace relais::edge::http
