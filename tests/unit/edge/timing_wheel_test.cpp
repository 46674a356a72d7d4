// Deadlines come up in time, once, and never early within the horizon.
#include "edge/timing_wheel.hpp"

#include <map>

#include <gtest/gtest.h>

#include "edge/page_views.hpp"

namespace relais::edge {
namespace {

const Instant beginning = from_unix_ms(1'790'000'000'123);

TEST(TimingWheel, BringsEachDeadlineUpAtMostOneSlotLateAndNeverEarly) {
    TimingWheel wheel;
    std::map<std::uint64_t, Instant> due;
    std::map<std::uint64_t, std::int64_t> kept;
    for (std::uint64_t key = 0; key < 1000; ++key) {
        due[key] = beginning + Duration{static_cast<std::int64_t>(key) * 101};
        kept[key] = wheel.schedule(key, due[key], beginning);
    }
    std::map<std::uint64_t, int> seen;
    for (Instant now = beginning; now < beginning + std::chrono::seconds{110}; now += Duration{50}) {
        wheel.advance(now, [&](std::uint64_t key, std::int64_t tick) {
            EXPECT_EQ(tick, kept[key]);
            EXPECT_GE(now, due[key]);
            EXPECT_LE(now, due[key] + TimingWheel::slot + Duration{250});
            ++seen[key];
        });
    }
    EXPECT_EQ(seen.size(), 1000U);
    for (const auto& [key, times] : seen) EXPECT_EQ(times, 1) << key;
}

TEST(TimingWheel, BringsWhatLiesBeyondTheHorizonUpEarly) {
    TimingWheel wheel;
    wheel.schedule(1, beginning + std::chrono::hours{5}, beginning);
    int seen = 0;
    wheel.advance(beginning + std::chrono::minutes{3}, [&](std::uint64_t, std::int64_t) { ++seen; });
    EXPECT_EQ(seen, 1);
}

TEST(TimingWheel, MayBeAskedAgainWhileItTurnsAndSleptThrough) {
    TimingWheel wheel;
    wheel.schedule(1, beginning, beginning);
    int seen = 0;
    wheel.advance(beginning + std::chrono::hours{24}, [&](std::uint64_t key, std::int64_t) {
        if (++seen < 10) wheel.schedule(key, beginning, beginning);
    });
    EXPECT_EQ(seen, 10);
}

TEST(PageViews, CountEachPageOnceAndForgetInBoundedMemory) {
    PageViews views;
    const ClientId page{Uuid{1, 1}};
    EXPECT_TRUE(views.first_of(page, beginning));
    EXPECT_FALSE(views.first_of(page, beginning));
    EXPECT_FALSE(views.first_of(page, beginning + std::chrono::minutes{31}));
    for (std::uint64_t i = 0; i < 3 * PageViews::pages_max; ++i) (void)views.first_of(ClientId{Uuid{2, i}}, beginning);
    EXPECT_TRUE(views.first_of(ClientId{Uuid{2, 0}}, beginning));
}

}  // namespace
}  // namespace relais::edge
