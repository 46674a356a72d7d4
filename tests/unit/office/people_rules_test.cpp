#include "office/people_rules.hpp"

#include <set>

#include <gtest/gtest.h>

namespace relais::office {
namespace {

constexpr std::size_t name_points = 80;

TEST(PeopleRules, take_an_e_mail_of_printable_ascii_with_one_at_sign) {
    EXPECT_FALSE(check_email("zoe@jardin.example"));
    EXPECT_FALSE(check_email("a@b"));
    EXPECT_FALSE(check_email(std::string(252, 'x') + "@y"));
    EXPECT_EQ(check_email(std::string(253, 'x') + "@y"), "text_too_long");
    EXPECT_EQ(check_email(""), "text_empty");
    for (const char* bad : {"zoe", "@", "zoe@", "@jardin.example", "zoe@jardin@example", "zo e@jardin.example",
                            "zoe@jardin.example\n", "zo\x1b[2Je@x", "zoé@jardin.example", "zoe@jardin.example\u00a0"})
        EXPECT_EQ(check_email(bad), "bad_value") << bad;
}

TEST(PeopleRules, count_names_in_code_points) {
    EXPECT_FALSE(check_name("Z", name_points));
    EXPECT_FALSE(check_name("Zoé d’Anjou-Müller 田中", name_points));
    std::string eighty;
    for (int n = 0; n < 80; ++n) eighty += "é";
    EXPECT_FALSE(check_name(eighty, name_points));
    EXPECT_EQ(check_name(eighty + "x", name_points), "text_too_long");
    std::string astral;
    for (int n = 0; n < 80; ++n) astral += "\U0001F469";
    EXPECT_FALSE(check_name(astral, name_points));
    EXPECT_EQ(check_name(astral + "x", name_points), "text_too_long");
}

TEST(PeopleRules, refuse_a_name_that_nobody_sees_or_that_moves_what_stands_beside_it) {
    for (const char* empty : {"", " ", "\u00a0\u3000", "\u200b\u200d\ufeff"})
        EXPECT_EQ(check_name(empty, name_points), "text_empty") << empty;
    for (const std::string& bad :
         {std::string("Zo\r\ne"), std::string("Zo\0e", 4), std::string("\x1b[2JZoe"), std::string("Zo\u0085e"),
          std::string("\u202eeoZ"), std::string("Zo\u2028e"), std::string("\u2066Zoe"), std::string("Zo\uffffe")})
        EXPECT_EQ(check_name(bad, name_points), "bad_value") << bad;
    // What is only strange to look at is a name like any other.
    for (const char* strange : {"'; DROP TABLE agent; --", "<script>alert(1)</script>", "{{7*7}}", "null", "\\x00"})
        EXPECT_FALSE(check_name(strange, name_points)) << strange;
}

TEST(PeopleRules, bound_seats_languages_and_skills) {
    EXPECT_EQ(check_seats(0, 3), "bad_value");
    EXPECT_FALSE(check_seats(1, 3));
    EXPECT_FALSE(check_seats(3, 3));
    EXPECT_EQ(check_seats(4, 3), "bad_value");
    EXPECT_FALSE(check_seats(4, 5));
    EXPECT_FALSE(check_language("fr"));
    for (const char* bad : {"", "f", "fra", "FR", "f1"}) EXPECT_EQ(check_language(bad), "bad_value") << bad;
    EXPECT_FALSE(check_skills({}));
    EXPECT_FALSE(check_skills(std::vector<std::string>(64, "fr")));
    EXPECT_EQ(check_skills(std::vector<std::string>(65, "fr")), "bad_value");
    EXPECT_FALSE(check_skills({std::string(40, 'x')}));
    EXPECT_EQ(check_skills({"fr", std::string(41, 'x')}), "text_too_long");
    EXPECT_EQ(check_skills({"fr", ""}), "text_empty");
}

TEST(OneTimePasswords, are_four_groups_of_four_and_never_the_same) {
    std::set<std::string> seen;
    for (int n = 0; n < 1000; ++n) {
        const std::string password = make_one_time_password();
        ASSERT_EQ(password.size(), 19u);
        for (std::size_t at = 0; at < password.size(); ++at) {
            if (at % 5 == 4)
                EXPECT_EQ(password[at], '-');
            else  // nothing that is taken for another letter, and no vowel: no words
                EXPECT_NE(std::string_view("23456789bcdfghjkmnpqrstvwxyz").find(password[at]), std::string_view::npos);
        }
        EXPECT_TRUE(seen.insert(password).second);
    }
}

}  // namespace
}  // namespace relais::office
