// Every *.script of this folder on the floor, and the reader that both players' scripts are held to.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "scenarios/player.hpp"
#include "scenarios/script.hpp"

namespace relais::scenarios {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> scripts() {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(RELAIS_SOURCE_DIR "/tests/scenarios")) {
        if (entry.path().extension() == ".script") found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

class Scenario : public testing::TestWithParam<fs::path> {};

TEST_P(Scenario, EndsAsItIsTold) {
    try {
        const Script script = read_script(text_of(GetParam()));
        Player(script).play();
    } catch (const ScriptError& error) {
        GTEST_FAIL_AT(GetParam().c_str(), static_cast<int>(error.line)) << error.what();
    }
}

INSTANTIATE_TEST_SUITE_P(OnTheFloor, Scenario, testing::ValuesIn(scripts()),
                         [](const auto& info) { return info.param.stem().string(); });

std::size_t line_of_error(std::string_view text) {
    try {
        (void)read_script(text);
    } catch (const ScriptError& error) {
        return error.line;
    }
    return 0;
}

TEST(Script, NamesTheLineThatItCannotRead) {
    EXPECT_EQ(line_of_error("# a title\nvisitor Paul\nPaul comes\n"), 0U);
    EXPECT_EQ(line_of_error("visitor Paul\n"), 1U);
    for (const char* wrong :
         {"Paul dances", "Paul >", "Paul > post \"open", "Paul > post text", "Paul > admit = a b", "Paul comes late",
          "wait 9", "wait 0 s", "wait 9 days", "Paul ! {}", "Paul signs out", "floor", "Paul < ack within 9"}) {
        EXPECT_EQ(line_of_error("# a title\nvisitor Paul\n" + std::string(wrong)), 3U) << wrong;
    }
    EXPECT_EQ(line_of_error("# a title\nPaul comes\nvisitor Paul\n"), 3U);
}

TEST(Script, SpellsBytesOut) {
    EXPECT_EQ(spelled_out("a<ff 00>b"), std::string("a\xff\0b", 4));
    EXPECT_EQ(spelled_out("<3*ab>"), "ababab");
    EXPECT_EQ(spelled_out("<b>x</b> a < b <script>"), "<b>x</b> a < b <script>");
    EXPECT_EQ(spelled_out("{\"text\":\"<5*<41>>\"}"), "{\"text\":\"<41<41<41<41<41>\"}");
}

TEST(Script, IsFoundWrongWhereTheStoryGoesAnotherWay) {
    const auto told = [](const std::string& steps) {
        const Script script = read_script("# a title\nagent Anna\nvisitor Paul\n" + steps);
        try {
            Player(script).play();
        } catch (const ScriptError& error) {
            return error.line;
        }
        return std::size_t{0};
    };
    EXPECT_EQ(told("Anna comes\nPaul comes\nPaul > admit"), 0U);
    EXPECT_EQ(told("Paul comes\nPaul > admit"), 5U);
    EXPECT_EQ(told("Anna comes\nPaul comes\nPaul > admit = no_seat"), 6U);
    EXPECT_EQ(told("Anna comes\nPaul comes\nPaul < conversation"), 6U);
    EXPECT_EQ(told("Anna comes\nPaul comes\nPaul <! snapshot"), 6U);
    EXPECT_EQ(told("Paul comes\nPaul ! {\"kind\":\"pong\"} = bad_json"), 5U);
    EXPECT_EQ(told("Paul comes\nPaul ! {} = close 1009"), 5U);
    EXPECT_EQ(told("Anna comes\nstored \"x\""), 5U);
    EXPECT_EQ(told("Nobody comes"), 4U);
}

}  // namespace
}  // namespace relais::scenarios
