// RFC 6455 as a server must read it, however the bytes are cut.
#include "edge/websocket/frame_reader.hpp"

#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "edge/websocket/accept_key.hpp"

namespace relais::edge::websocket {
namespace {

struct Collected final : FrameSink {
    std::vector<std::string> messages;
    std::vector<std::string> pings;
    int closed = 0;
    std::size_t stop_after = 1'000'000;
    int controls = 0;
    int headers = 0;
    int headers_max = 1'000'000;

    bool on_header(bool is_control) override {
        controls += is_control ? 1 : 0;
        return ++headers <= headers_max;
    }
    bool on_message(std::string_view text) override {
        messages.emplace_back(text);
        return messages.size() < stop_after;
    }
    bool on_ping(std::string_view payload) override {
        pings.emplace_back(payload);
        return true;
    }
    void on_close(int code) override { closed = code; }
};

std::string masked(std::uint8_t first, std::string_view payload, std::size_t length_bytes = 0) {
    constexpr std::array<std::uint8_t, 4> mask{0xA1, 0x02, 0x7F, 0xFE};
    std::string frame(1, static_cast<char>(first));
    const std::size_t size = payload.size();
    const std::size_t wide = length_bytes != 0 ? length_bytes : size < 126 ? 0 : size < 65536 ? 2 : 8;
    frame += static_cast<char>(0x80U | (wide == 0 ? size : wide == 2 ? 126U : 127U));
    for (std::size_t i = 0; i < wide; ++i) frame += static_cast<char>(size >> (8 * (wide - 1 - i)));
    for (const std::uint8_t byte : mask) frame += static_cast<char>(byte);
    for (std::size_t i = 0; i < size; ++i)
        frame += static_cast<char>(static_cast<std::uint8_t>(payload[i]) ^ mask[i % 4]);
    return frame;
}

/// Reads `bytes` cut into parts of `part` bytes; what feed gave at last.
int read(std::string bytes, Collected& into, std::size_t part = 1'000'000) {
    FrameReader reader(65536);
    for (std::size_t at = 0; at < bytes.size(); at += part) {
        const std::size_t size = std::min(part, bytes.size() - at);
        const int failed = reader.feed(std::span(bytes.data() + at, size), into);
        if (failed != close_code::none) return failed;
    }
    return close_code::none;
}

int verdict(const std::string& bytes) {
    Collected into;
    return read(bytes, into);
}

TEST(FrameReader, ReadsTheSameHoweverTheBytesAreCut) {
    const std::string long_text(70, 'y');
    const std::string bytes = masked(0x81, "one") + masked(0x81, "") + masked(0x01, "fr") + masked(0x89, "ping") +
                              masked(0x00, "") + masked(0x80, "ag") + masked(0x8A, "pong is ignored") +
                              masked(0x81, std::string(300, 'x')) + masked(0x81, std::string(65536, 'z')) +
                              masked(0x81, long_text) + masked(0x88, std::string("\x03\xe8", 2) + "bye");
    for (const std::size_t part : {1UL, 2UL, 3UL, 7UL, 64UL, 1000UL, 1'000'000UL}) {
        SCOPED_TRACE(part);
        Collected into;
        EXPECT_EQ(read(bytes, into, part), close_code::none);
        const std::vector<std::string> expected{"one",    "", "frag", std::string(300, 'x'), std::string(65536, 'z'),
                                                long_text};
        EXPECT_EQ(into.messages, expected);
        EXPECT_EQ(into.pings, std::vector<std::string>{"ping"});
        EXPECT_EQ(into.closed, 1000);
    }
}

TEST(FrameReader, RefusesWhatClientsMustNotSend) {
    EXPECT_EQ(verdict(std::string("\x81\x01x", 3)), 1002) << "unmasked";
    EXPECT_EQ(verdict(masked(0xC1, "x")), 1002) << "reserved bit 1, which deflate would use";
    EXPECT_EQ(verdict(masked(0xA1, "x")), 1002) << "reserved bit 2";
    EXPECT_EQ(verdict(masked(0x91, "x")), 1002) << "reserved bit 3";
    for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
        EXPECT_EQ(verdict(masked(static_cast<std::uint8_t>(0x80 | opcode), "x")), 1002) << "opcode " << opcode;
    }
    EXPECT_EQ(verdict(masked(0x80, "x")), 1002) << "continuation of nothing";
    EXPECT_EQ(verdict(masked(0x01, "a") + masked(0x81, "b")), 1002) << "a text inside a message";
    EXPECT_EQ(verdict(masked(0x01, "a") + masked(0x82, "b")), 1002) << "a binary inside a message";
    EXPECT_EQ(verdict(masked(0x82, "x")), 1003) << "binary";
    EXPECT_EQ(verdict(masked(0x02, "x")), 1003) << "fragmented binary";
    EXPECT_EQ(verdict(masked(0x09, "x")), 1002) << "fragmented ping";
    EXPECT_EQ(verdict(masked(0x89, std::string(126, 'x'))), 1002) << "long ping";
    EXPECT_EQ(verdict(masked(0x88, std::string(126, 'x'))), 1002) << "long close";
    EXPECT_EQ(verdict(masked(0x81, "x", 2)), 1002) << "length of 1 in two bytes";
    EXPECT_EQ(verdict(masked(0x81, std::string(126, 'x'), 8)), 1002) << "length of 126 in eight bytes";
}

TEST(FrameReader, TakesPingsOf125Bytes) {
    Collected into;
    EXPECT_EQ(read(masked(0x89, std::string(125, 'x')), into), close_code::none);
    EXPECT_EQ(into.pings.at(0).size(), 125U);
}

TEST(FrameReader, RefusesMessagesAbove64KiBBeforeTheyArrive) {
    EXPECT_EQ(verdict(masked(0x81, std::string(65537, 'x')).substr(0, 14)), 1009);
    EXPECT_EQ(verdict(masked(0x01, std::string(65536, 'x')) + masked(0x80, "x").substr(0, 6)), 1009);
    std::string most = masked(0x81, "");
    most[1] = static_cast<char>(0xFF);
    EXPECT_EQ(verdict(most.substr(0, 2) + std::string(8, '\x7f') + "mask"), 1009) << "a length of 2^63 - 1 or so";
    EXPECT_EQ(verdict(most.substr(0, 2) + std::string(8, '\xff') + "mask"), 1002) << "a length of 2^64 - 1";
}

TEST(FrameReader, RefusesTinyFragmentsWithoutEnd) {
    std::string bytes = masked(0x01, "");
    for (std::uint32_t i = 1; i < FrameReader::fragments_max - 1; ++i) bytes += masked(0x00, "");
    Collected into;
    EXPECT_EQ(read(bytes + masked(0x80, "x"), into), close_code::none);
    EXPECT_EQ(into.messages.at(0), "x");
    EXPECT_EQ(verdict(bytes + masked(0x00, "") + masked(0x00, "")), 1009);
}

TEST(FrameReader, CountsFragmentsOfEachMessageAnew) {
    std::string bytes;
    for (int message = 0; message < 3; ++message) {
        bytes += masked(0x01, "a");
        for (int i = 0; i < 200; ++i) bytes += masked(0x00, "b");
        bytes += masked(0x80, "c");
    }
    Collected into;
    EXPECT_EQ(read(bytes, into, 5), close_code::none);
    EXPECT_EQ(into.messages.size(), 3U);
}

TEST(FrameReader, TakesOnlyCloseCodesThatMayBeSent) {
    const auto closing = [](int code, const std::string& reason = {}) {
        return masked(0x88, std::string{static_cast<char>(code >> 8), static_cast<char>(code)} + reason);
    };
    for (const int code : {1000, 1001, 1003, 1007, 1011, 1014, 3000, 4409, 4999}) {
        Collected into;
        EXPECT_EQ(read(closing(code), into), close_code::none);
        EXPECT_EQ(into.closed, code);
    }
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 6000, 65535}) {
        EXPECT_EQ(verdict(closing(code)), 1002) << code;
    }
    EXPECT_EQ(verdict(masked(0x88, "x")), 1002) << "half a code";
    EXPECT_EQ(verdict(closing(1000, "\xff")), 1007);
    EXPECT_EQ(verdict(closing(1000, "\xed\xa0\x80")), 1007) << "a surrogate";
    EXPECT_EQ(verdict(closing(1000, "\xf4\x90\x80\x80")), 1007);
    EXPECT_EQ(verdict(closing(1000, "\xe2\x82")), 1007) << "cut short";
    EXPECT_EQ(verdict(closing(1000, "été \xF0\x9F\x98\x80")), close_code::none);
    Collected into;
    EXPECT_EQ(read(masked(0x88, ""), into), close_code::none);
    EXPECT_EQ(into.closed, close_code::no_status);
}

TEST(FrameReader, ReadsNothingBehindACloseOrAStop) {
    Collected closing;
    read(masked(0x88, "") + masked(0x81, "late"), closing);
    EXPECT_TRUE(closing.messages.empty());
    Collected stopping;
    stopping.stop_after = 1;
    read(masked(0x81, "one") + masked(0x81, "two"), stopping);
    EXPECT_EQ(stopping.messages.size(), 1U);
}

TEST(FrameReader, TellsOfEachFrameBeforeItIsReadButOfACloseOnlyWhenItIs) {
    const std::string ping = masked(0x89, "") + masked(0x8A, "");
    Collected all;
    EXPECT_EQ(read(ping + masked(0x01, "fr") + masked(0x00, "ag") + masked(0x80, "ments") + masked(0x88, ""), all, 1),
              0);
    EXPECT_EQ(all.headers, 5);
    EXPECT_EQ(all.controls, 2);
    EXPECT_EQ(all.closed, 1005);

    Collected few;
    few.headers_max = 2;
    EXPECT_EQ(read(ping + masked(0x89, "one more") + masked(0x81, "unread"), few), 1008);
    EXPECT_EQ(few.pings, std::vector<std::string>{""});
    EXPECT_TRUE(few.messages.empty());

    Collected leaving;
    leaving.headers_max = 2;
    EXPECT_EQ(read(ping + masked(0x88, ""), leaving), 0) << "whoever goes is not kept";
    EXPECT_EQ(leaving.closed, 1005);
}

TEST(FrameReader, SurvivesRandomBytesAndDamagedFrames) {
    constexpr std::uint64_t seed = 6455;
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 chance(seed);
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes;
        for (int i = 0; i < 4; ++i) {
            bytes +=
                masked(static_cast<std::uint8_t>(chance()), std::string(chance() % 200, static_cast<char>(chance())));
        }
        for (int i = 0; i < 3; ++i) bytes[chance() % bytes.size()] = static_cast<char>(chance());
        Collected into;
        const int failed = read(bytes, into, 1 + chance() % 40);
        EXPECT_TRUE(failed == 0 || (failed >= 1002 && failed <= 1009)) << failed;
    }
}

TEST(FrameHeader, IsAsShortAsItCanBe) {
    const auto header = [](std::uint64_t length) {
        std::array<char, 10> bytes{};
        const std::size_t size = write_header(Opcode::text, length, bytes);
        return std::string(bytes.data(), size);
    };
    EXPECT_EQ(header(0), std::string("\x81\x00", 2));
    EXPECT_EQ(header(125), std::string("\x81\x7d", 2));
    EXPECT_EQ(header(126), std::string("\x81\x7e\x00\x7e", 4));
    EXPECT_EQ(header(65535), std::string("\x81\x7e\xff\xff", 4));
    EXPECT_EQ(header(65536), std::string("\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10));
}

TEST(AcceptKey, IsTheExampleOfTheRfc) {
    EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(AcceptKey, HashesAsTheStandardSays) {
    const auto hex = [](std::string_view text) {
        std::string out;
        for (const std::uint8_t byte : sha1(text)) {
            out += "0123456789abcdef"[byte >> 4U];
            out += "0123456789abcdef"[byte & 0xFU];
        }
        return out;
    };
    EXPECT_EQ(hex(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    EXPECT_EQ(hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    EXPECT_EQ(hex(std::string(1'000'000, 'a')), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST(AcceptKey, KeysAreTheBase64Of16Bytes) {
    EXPECT_TRUE(is_key("dGhlIHNhbXBsZSBub25jZQ=="));
    EXPECT_FALSE(is_key(""));
    EXPECT_FALSE(is_key("dGhlIHNhbXBsZSBub25jZQ"));
    EXPECT_FALSE(is_key("dGhlIHNhbXBsZSBub25jZQ=A"));
    EXPECT_FALSE(is_key("dGhlIHNhbXBsZSBub25j!Q=="));
}

}  // namespace
}  // namespace relais::edge::websocket
