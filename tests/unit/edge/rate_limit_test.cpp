// Token buckets: exact in rate and burst, bounded in memory.
#include "relais/edge/rate_limit.hpp"

#include <string>

#include <gtest/gtest.h>

namespace relais::edge {
namespace {

const Instant start = from_unix_ms(1'790'000'000'000);

TEST(RateLimit, GivesTheBurstAtOnceThenTheRate) {
    RateLimit<std::string> limit({5, 20});
    Instant now = start;
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(limit.take("a", now));
    EXPECT_FALSE(limit.take("a", now));
    int taken = 0;
    for (int i = 0; i < 1000; ++i) {
        now += Duration{10};
        taken += limit.take("a", now) ? 1 : 0;
    }
    EXPECT_NEAR(taken, 50, 1);
}

TEST(Bucket, ATakerOfManyGetsAllOrNothing) {
    constexpr Rate rate{100, 1000};
    Bucket bucket = Bucket::full(rate, start);
    EXPECT_TRUE(bucket.take(rate, start, 900));
    EXPECT_FALSE(bucket.take(rate, start, 101));
    EXPECT_TRUE(bucket.take(rate, start, 100)) << "what was refused cost nothing";
    EXPECT_FALSE(bucket.take(rate, start + Duration{990}, 100));
    EXPECT_TRUE(bucket.take(rate, start + Duration{1000}, 100));
}

TEST(RateLimit, KeepsKeysApart) {
    RateLimit<std::string> limit({1, 2});
    EXPECT_TRUE(limit.take("a", start));
    EXPECT_TRUE(limit.take("a", start));
    EXPECT_FALSE(limit.take("a", start));
    EXPECT_TRUE(limit.take("b", start));
}

TEST(RateLimit, ForgettingAGenerationGivesNobodyMoreThanHisRate) {
    RateLimit<std::string> limit({5, 20});
    Instant now = start;
    int taken = 0;
    for (int i = 0; i < 6000; ++i) {  // a minute of asking ten times too often, across many generations
        now += Duration{10};
        taken += limit.take("a", now) ? 1 : 0;
    }
    EXPECT_LE(taken, 20 + 300 + 1);
    EXPECT_GE(taken, 20 + 300 - 1);
}

TEST(RateLimit, ForgetsWhoHasBeenQuiet) {
    RateLimit<std::string> limit({5, 20});
    Instant now = start;
    for (int i = 0; i < 1000; ++i) (void)limit.take(std::to_string(i), now);
    EXPECT_EQ(limit.keys(), 1000U);
    now += std::chrono::seconds{8};
    (void)limit.take("x", now);
    EXPECT_EQ(limit.keys(), 1U);
}

TEST(RateLimit, KeepsItsMemoryAndItsKnownKeysUnderAFloodOfInventedOnes) {
    RateLimit<std::string> limit({5, 20}, 100);
    EXPECT_TRUE(limit.take("known", start));
    int strangers = 0;
    for (int i = 0; i < 10'000; ++i) strangers += limit.take("s" + std::to_string(i), start) ? 1 : 0;
    EXPECT_LE(limit.keys(), 200U);
    EXPECT_EQ(strangers, 99 + static_cast<int>(20 * RateLimit<std::string>::crowd));
    EXPECT_TRUE(limit.take("known", start));
}

TEST(RateLimit, AClockThatStandsOrJumpsGivesNothingForFree) {
    RateLimit<std::string> limit({1, 1});
    EXPECT_TRUE(limit.take("a", start));
    EXPECT_FALSE(limit.take("a", start));
    EXPECT_FALSE(limit.take("a", start - std::chrono::hours{1}));
    EXPECT_FALSE(limit.take("a", start));
    EXPECT_TRUE(limit.take("a", start + std::chrono::hours{24}));
    EXPECT_FALSE(limit.take("a", start + std::chrono::hours{24}));
}

}  // namespace
}  // namespace relais::edge
