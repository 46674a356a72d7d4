// Who writes as people do, and who does not.
#include "edge/pace.hpp"

#include <gtest/gtest.h>

namespace relais::edge {
namespace {

constexpr Instant first = from_unix_ms(1'790'000'000'000);

TEST(Pace, FiveASecondWithoutEndAreQuiet) {
    Pace pace;
    for (int frame = 0; frame < 1000; ++frame) {
        const Instant now = first + frame * Duration{200};
        pace.count(now);
        ASSERT_TRUE(pace.is_quiet(now)) << frame;
    }
}

TEST(Pace, ABurstOfTwentyIsQuietAndOneMoreIsNot) {
    Pace pace;
    for (int frame = 0; frame < 20; ++frame) pace.count(first);
    EXPECT_TRUE(pace.is_quiet(first));
    pace.count(first);
    EXPECT_FALSE(pace.is_quiet(first));
    EXPECT_TRUE(pace.is_quiet(first + Duration{200}));
}

TEST(Pace, SixASecondAreLoudInTheEnd) {
    Pace pace;
    Instant now = first;
    for (; pace.is_quiet(now) && now < first + std::chrono::minutes{10}; now += Duration{166}) pace.count(now);
    EXPECT_FALSE(pace.is_quiet(now));
}

TEST(Pace, HoweverMuchItWasTwoSecondsOfSilenceAreEnough) {
    Pace pace;
    for (int frame = 0; frame < 100'000; ++frame) pace.count(first);
    EXPECT_FALSE(pace.is_quiet(first + Pace::loud_at_most - Duration{1}));
    EXPECT_TRUE(pace.is_quiet(first + Pace::loud_at_most));
}

}  // namespace
}  // namespace relais::edge
