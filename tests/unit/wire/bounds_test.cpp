// Each bound of docs/protocol.md 7: at the bound accepted, one beyond refused.
#include <gtest/gtest.h>

#include "relais/wire/decode.hpp"

#include "fixtures.hpp"

namespace relais::wire_test {
namespace {

using wire::Side;

const std::string id = "0190a000-0000-7000-8000-000000000111";

/// "" when accepted, else the code of the refusal.
std::string verdict(const Json& frame, Side side = Side::visitor) {
    const auto decoded = wire::decode(frame.dump(), side);
    return decoded ? "" : std::string(code(decoded.error().why));
}

std::string repeated(const std::string& text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
}

Json post() { return {{"kind", "post"}, {"n", 1}, {"id", id}, {"text", "x"}}; }

TEST(WireBounds, AMessageHas1To4000CodePointsWhateverTheirBytes) {
    for (const std::string one : {"x", "é", "€", "\U0001F600"}) {
        Json frame = post();
        frame["text"] = repeated(one, 4000);
        EXPECT_EQ(verdict(frame), "") << one;
        frame["text"] = repeated(one, 4001);
        EXPECT_EQ(verdict(frame), "text_too_long") << one;
    }
    Json frame = post();
    frame["text"] = " ";
    EXPECT_EQ(verdict(frame), "");
    frame["text"] = "";
    EXPECT_EQ(verdict(frame), "text_empty");
}

TEST(WireBounds, NamesReasonsAddressesAndBuildsAreShort) {
    struct Bound {
        Side side;
        Json frame;
        std::string field;
        std::string at_bound;
    };
    const Json leave{{"kind", "leave_message"}, {"n", 1}, {"id", id}, {"text", "x"}};
    const Json hello{{"kind", "hello"}, {"protocol", 1}, {"client", id}, {"language", "fr"}};
    const std::vector<Bound> bounds{
        {Side::visitor, post(), "name", repeated("é", 80)},
        {Side::visitor, leave, "phone", repeated("1", 32)},
        {Side::visitor, leave, "email", repeated("z", 241) + "@mail.example"},
        {Side::agent, {{"kind", "status"}, {"n", 1}, {"status", "away"}}, "reason", repeated("é", 40)},
        {Side::visitor, hello, "build", repeated("b", 80)},
        {Side::agent, hello, "language", repeated("f", 35)},
    };
    for (const Bound& bound : bounds) {
        Json frame = bound.frame;
        frame[bound.field] = bound.at_bound;
        EXPECT_EQ(verdict(frame, bound.side), "") << bound.field;
        frame[bound.field] = "9" + bound.at_bound;
        EXPECT_EQ(verdict(frame, bound.side), "text_too_long") << bound.field;
    }
}

TEST(WireBounds, NumbersGoTo2To53AndSeqTo32Bits) {
    Json frame = post();
    frame["n"] = std::int64_t{1} << 53;
    EXPECT_EQ(verdict(frame), "");
    frame["n"] = (std::int64_t{1} << 53) + 1;
    EXPECT_EQ(verdict(frame), "bad_value");
    Json read{{"kind", "read"}, {"conversation", id}, {"seq", 4294967295U}};
    EXPECT_EQ(verdict(read), "");
    read["seq"] = 4294967296;
    EXPECT_EQ(verdict(read), "bad_value");
    read["seq"] = 0;
    EXPECT_EQ(verdict(read), "");
}

TEST(WireBounds, NestingOf16IsTakenAnd17Refused) {
    const auto nested = [](std::size_t depth) {
        return R"({"kind":"admit","n":1,"x":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
    };
    EXPECT_TRUE(wire::decode(nested(16), Side::visitor).ok());
    EXPECT_EQ(wire::decode(nested(17), Side::visitor).error().why, Refusal::bad_json);
}

TEST(WireBounds, AnObjectHas64FieldsAndAListAThousandOrSo) {
    Json frame = post();
    for (int i = 0; i < 60; ++i) frame["f" + std::to_string(i)] = i;
    EXPECT_EQ(verdict(frame), "");
    frame["one more"] = Json::array({Json::object({{"a", 1}}), "x"});
    EXPECT_EQ(verdict(frame), "bad_frame");
    Json list = post();
    list["x"] = Json::array();
    for (int i = 0; i < 1024; ++i) list["x"].push_back(Json::array());
    EXPECT_EQ(verdict(list), "");
    list["x"].push_back(Json::object({{"deep", Json::array({1, 2})}}));
    EXPECT_EQ(verdict(list), "bad_frame");
}

TEST(WireBounds, AHelloHas256ConversationsAndACutPage) {
    Json hello{{"kind", "hello"}, {"protocol", 1}, {"client", id}, {"language", "fr"}, {"have", Json::array()}};
    for (int i = 0; i < 256; ++i) hello["have"].push_back({{"conversation", id}, {"position", i}});
    EXPECT_EQ(verdict(hello, Side::agent), "");
    hello["have"].push_back({{"conversation", id}, {"position", 1}});
    EXPECT_EQ(verdict(hello, Side::agent), "bad_value");

    hello["page"] = {{"title", repeated("é", 301)}, {"url", "https://shop.example/" + repeated("u", 5000)}};
    const auto decoded = wire::decode(hello.dump(), Side::visitor);
    const auto& read = std::get<wire::Hello>(decoded.value());
    EXPECT_EQ(read.page_title, repeated("é", 300));
    EXPECT_EQ(read.page_url.size(), 2000U);
}

TEST(WireBounds, ALanguageIsItsPrimarySubtagInLowerCaseOrUnknown) {
    const auto language = [](const std::string& tag) {
        const Json hello{{"kind", "hello"}, {"protocol", 1}, {"client", id}, {"language", tag}};
        return std::get<wire::Hello>(wire::decode(hello.dump(), Side::visitor).value()).language;
    };
    EXPECT_EQ(language("fr"), "fr");
    EXPECT_EQ(language("fr-CA"), "fr");
    EXPECT_EQ(language("EN_us"), "en");
    EXPECT_EQ(language(""), "");
    EXPECT_EQ(language("x"), "");
    EXPECT_EQ(language("français"), "");
}

TEST(WireBounds, WhatIsReadIsWhatWasSent) {
    const Json frame{{"kind", "post"},
                     {"n", 7},
                     {"id", id},
                     {"text", "\x1b[2J <script> \u202e \\ \" \u2028 \U0001F469"},
                     {"name", "Zoé"}};
    const auto decoded = wire::decode(frame.dump(), Side::visitor);
    const auto& order = std::get<wire::Order>(decoded.value());
    const auto& read = std::get<PostAsVisitor>(order.body);
    EXPECT_EQ(order.number, 7U);
    EXPECT_EQ(to_string(read.message), id);
    EXPECT_EQ(*read.text, frame.at("text").get<std::string>());
    EXPECT_EQ(read.name, "Zoé");
    EXPECT_TRUE(read.conversation.is_nil());
}

}  // namespace
}  // namespace relais::wire_test
