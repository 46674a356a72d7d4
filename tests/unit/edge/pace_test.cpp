// Who writes as people do, and who does not.
#include "edge/pace.hpp"

#include <gtest/gtest.h>

namespace relais::edge {
namespace {

constexpr Instant start = from_unix_ms(1'790'000'000'000);

TEST(Pace, FiveASecondWithoutEndAreQuiet) {
    Pace pace;
    for (int frame = 0; frame < 1000; ++frame) {
        const Instant now = start + frame * Duration{200};
        pace.count(now);
        ASSERT_TRUE(pace.is_quiet(now)) << frame;
    }
}

TEST(Pace, ABurstOfTwentyIsQuietAndOneMoreIsNot) {
    Pace pace;
    for (int frame = 0; frame < 20; ++frame) pace.count(start);
    EXPECT_TRUE(pace.is_quiet(start));
    pace.count(start);
    EXPECT_FALSE(pace.is_quiet(start));
    EXPECT_TRUE(pace.is_quiet(start + Duration{200}));
}

TEST(Pace, SixASecondAreLoudInTheEnd) {
    Pace pace;
    Instant now = start;
    for (; pace.is_quiet(now) && now < start + std::chrono::minutes{10}; now += Duration{166}) pace.count(now);
    EXPECT_FALSE(pace.is_quiet(now));
}

TEST(Pace, HoweverMuchItWasTwoSecondsOfSilenceAreEnough) {
    Pace pace;
    for (int frame = 0; frame < 100'000; ++frame) pace.count(start);
    EXPECT_FALSE(pace.is_quiet(start + Pace::loud_at_most - Duration{1}));
    EXPECT_TRUE(pace.is_quiet(start + Pace::loud_at_most));
}

}  // namespace
}  // namespace relais::edge
