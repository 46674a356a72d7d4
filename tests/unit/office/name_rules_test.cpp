#include "office/name_rules.hpp"

#include <gtest/gtest.h>

#include "relais/office/plain_text.hpp"

namespace relais::office {
namespace {

TEST(NameRules, refuse_what_is_no_utf_8) {
    for (const char* bad :
         {"\xff", "Zo\xe9", "\xf0\xa0", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80", "\xe2\x82"})
        EXPECT_EQ(check_name(bad), "bad_value") << bad;
    EXPECT_FALSE(check_name("\xf4\x8f\xbf\xbd"));
    EXPECT_EQ(check_name("\u0080"), "bad_value");
}

TEST(NameRules, say_in_a_sentence_what_is_accepted) {
    EXPECT_FALSE(no_name("Conseil"));
    EXPECT_EQ(no_name("Con\nseil")->text, "a name has 1 to 80 characters on one line, not only blanks");
    EXPECT_EQ(no_name(std::string(81, 'x'))->problem, Problem::not_allowed);
    EXPECT_FALSE(no_skill(std::string(40, 'x')));
    EXPECT_EQ(no_skill(std::string(41, 'x'))->text, "a skill has 1 to 40 characters on one line, not only blanks");
}

TEST(PlainText, has_blanks_for_what_a_terminal_would_obey) {
    EXPECT_EQ(plain_text("Zoé 田中 \U0001F469"), "Zoé 田中 \U0001F469");
    EXPECT_EQ(plain_text("\x1b[2J\x1b]0;owned\a"), " [2J ]0;owned ");
    EXPECT_EQ(plain_text("a\r\nb\tc\u009bd"), "a  b c d");
    EXPECT_EQ(plain_text("\u202eeoZ\u2028\u2066"), " eoZ  ");
    EXPECT_EQ(plain_text("\x9b\xff x"), "   x");
    EXPECT_EQ(plain_text(std::string("a\0b", 3)), "a b");
    EXPECT_EQ(plain_text(""), "");
}

}  // namespace
}  // namespace relais::office
