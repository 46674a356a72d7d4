// What the server writes: the same escapes as nlohmann's, sizes that hold, and answers that can be told from other frames.
#include <random>

#include <gtest/gtest.h>

#include "fixtures.hpp"
#include "golden_values.hpp"
#include "wire/json_writer.hpp"
#include "wire/names.hpp"

namespace relais::wire_test {
namespace {

using wire::Side;

TEST(WireWriting, EscapesEveryByteExactlyAsNlohmannDoes) {
    std::string all;
    for (int c = 1; c < 128; ++c) all += static_cast<char>(c);
    all += "é€\U0001F600\u2028";
    std::string out;
    wire::append_quoted(out, all);
    EXPECT_EQ(out, Json(all).dump());
    EXPECT_EQ(wire::quoted_size(all), out.size());
}

TEST(WireWriting, EscapesRandomTextsExactlyAsNlohmannDoes) {
    constexpr std::uint64_t seed = 7;
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 chance(seed);
    const std::vector<std::string> pieces{"a",    "\"",   "\\", "\n",         "\x01",
                                          "\x1f", "\x7f", "é",  "\U0001F600", "plain text "};
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (std::uint64_t i = chance() % 50; i > 0; --i) text += pieces[chance() % pieces.size()];
        std::string out;
        wire::append_quoted(out, text);
        EXPECT_EQ(out, Json(text).dump());
        EXPECT_EQ(wire::quoted_size(text), out.size());
    }
}

TEST(WireWriting, AnEstimateIsNeverBelowTheBytesOfALine) {
    Line line = golden_line(4294967295U, 4294967295U, LineKind::system);
    line.author = golden_uuid("a1");
    line.author_kind = Party::visitor;
    line.author_name = std::string(80, '\x01');
    line.message = MessageId{golden_uuid("111")};
    line.what = SystemWhat::visitor_silent;
    line.detail = std::string(80, '\x02');
    std::string body;
    for (int i = 0; i < 4000; ++i) body += i % 2 == 0 ? "\x03" : "\U0001F600";
    line.body = std::make_shared<const std::string>(body);
    line.at = from_unix_ms(-9007199254740993);
    const std::string empty = encode_lines(line.conversation, {}, Side::agent);
    for (const SystemWhat what : {SystemWhat::agent_joined, SystemWhat::ended, SystemWhat::visitor_silent}) {
        line.what = what;
        const std::string text = encode_lines(line.conversation, std::span(&line, 1), Side::agent);
        EXPECT_LE(text.size() - empty.size(), wire::bytes_estimate(line));
    }
    EXPECT_LT(wire::bytes_estimate(line), 60'000U);
}

TEST(WireWriting, NotesNeverReachVisitors) {
    Line note = golden_line(3, 0, LineKind::note);
    note.body = std::make_shared<const std::string>("secret");
    const std::string text = encode_lines(note.conversation, std::span(&note, 1), Side::visitor);
    EXPECT_EQ(text.find("secret"), std::string::npos);
    EXPECT_TRUE(Json::parse(text).at("entries").empty());
    EXPECT_EQ(wire::encode(LineFrame{note}, Side::visitor, golden_now).find("secret"), std::string::npos);
}

TEST(WireWriting, AnswersAreToldFromOtherFramesByTheirBeginning) {
    const auto ack = wire::answered_by(wire::encode(AckFrame{12345678901, Ack{}}, Side::visitor, golden_now));
    ASSERT_TRUE(ack);
    EXPECT_EQ(ack->number, 12345678901U);
    EXPECT_TRUE(ack->accepted);
    const auto refused = wire::answered_by(wire::encode_refused(17, Refusal::out_of_order, 3));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->number, 17U);
    EXPECT_FALSE(refused->accepted);
    EXPECT_FALSE(wire::answered_by(wire::encode_ping()));
    EXPECT_FALSE(wire::answered_by(""));
    EXPECT_FALSE(wire::answered_by(R"({"kind":"ack")"));
}

TEST(WireWriting, WordsFollowTheirEnumerators) {
    EXPECT_EQ(wire::name(AgentStatus::offline), "offline");
    EXPECT_EQ(wire::name(AgentStatus::missed), "missed");
    EXPECT_EQ(wire::name(Party::visitor), "visitor");
    EXPECT_EQ(wire::name(Party::system), "system");
    EXPECT_EQ(wire::name(EndWhy::closed), "closed");
    EXPECT_EQ(wire::name(EndWhy::abandoned), "abandoned");
    EXPECT_EQ(wire::name(EndWhy::left_message), "left_message");
    EXPECT_EQ(wire::name(EndWhy::erased), "erased");
    EXPECT_EQ(wire::name(Availability::open), "open");
    EXPECT_EQ(wire::name(Availability::closed), "closed");
    EXPECT_EQ(wire::name(ByHand::automatic), "automatic");
    EXPECT_EQ(wire::name(ByHand::closed), "closed");
    EXPECT_EQ(wire::name(LineKind::text), "text");
    EXPECT_EQ(wire::name(LineKind::note), "note");
    EXPECT_EQ(wire::name(SystemWhat::agent_joined), "agent_joined");
    EXPECT_EQ(wire::name(SystemWhat::visitor_silent), "visitor_silent");
    EXPECT_EQ(wire::name(RemovedWhy::visitor_left), "visitor_left");
    EXPECT_EQ(wire::name(RemovedWhy::closed), "closed");
    EXPECT_EQ(wire::name(VisitorPresence::gone), "gone");
    EXPECT_EQ(wire::name(Role::admin), "admin");
}

TEST(WireWriting, AnEstimateIsShownInSecondsToAMinuteAndThenInWholeMinutes) {
    const auto shown = [](std::int64_t estimate_ms) {
        VisitorConversation conversation;
        conversation.estimate_ms = estimate_ms;
        const std::string text = wire::encode(VisitorConversationFrame{conversation}, Side::visitor, golden_now);
        return Json::parse(text).at("estimate_s").get<int>();
    };
    EXPECT_EQ(shown(-5), 0);
    EXPECT_EQ(shown(1), 1);
    EXPECT_EQ(shown(60'000), 60);
    EXPECT_EQ(shown(60'001), 120);
    EXPECT_EQ(shown(120'000), 120);
    EXPECT_EQ(shown(120'001), 180);
}

}  // namespace
}  // namespace relais::wire_test
