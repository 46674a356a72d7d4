#include "office/passwords.hpp"

#include <set>

#include <gtest/gtest.h>

namespace relais::office {
namespace {

constexpr PasswordCost cheap{1, 8192};

TEST(Passwords, match_themselves_and_nothing_else) {
    const std::string hash = hash_password("correct horse", cheap);
    EXPECT_TRUE(hash.starts_with("$argon2id$"));
    EXPECT_TRUE(password_matches(hash, "correct horse"));
    EXPECT_FALSE(password_matches(hash, "correct hors"));
    EXPECT_FALSE(password_matches(hash, ""));
    EXPECT_FALSE(password_matches("", "correct horse"));
}

TEST(Passwords, are_salted) { EXPECT_NE(hash_password("same", cheap), hash_password("same", cheap)); }

TEST(Passwords, know_when_their_cost_is_of_yesterday) {
    const std::string hash = hash_password("correct horse", cheap);
    EXPECT_FALSE(is_outdated(hash, cheap));
    EXPECT_TRUE(is_outdated(hash, PasswordCost{2, 8192}));
}

TEST(Tokens, are_43_characters_that_a_cookie_may_hold) {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const std::string token = make_token();
        EXPECT_EQ(token.size(), 43u);
        EXPECT_EQ(token.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"),
                  std::string::npos);
        EXPECT_TRUE(seen.insert(token).second);
    }
}

TEST(Tokens, hash_to_the_same_and_only_to_the_same) {
    EXPECT_EQ(hash_token("a"), hash_token("a"));
    EXPECT_NE(hash_token("a"), hash_token("b"));
}

}  // namespace
}  // namespace relais::office
