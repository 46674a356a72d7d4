#include "simulation/random.hpp"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

namespace relais::simulation {
namespace {

TEST(Random, MeansTheSameOnEveryMachine) {
    Random random(1);
    EXPECT_EQ(random.next(), Random(1).next());
    EXPECT_NE(random.next(), Random(2).next());
    EXPECT_NE(Random(1, 1).next(), Random(1, 2).next());
    Random known(42);
    const std::uint64_t first = known.next();
    const std::uint64_t second = known.next();
    EXPECT_EQ(first, 0x19e479e2aaa77bfbULL);
    EXPECT_EQ(second, 0x5e3efe753be27527ULL);
}

TEST(Random, DrawsBelowTheBoundAndReachesEachValue) {
    Random random(7);
    std::set<std::uint64_t> seen;
    for (int n = 0; n < 1000; ++n) seen.insert(random.below(6));
    EXPECT_EQ(seen, (std::set<std::uint64_t>{0, 1, 2, 3, 4, 5}));
    EXPECT_EQ(random.between(std::int64_t{-3}, std::int64_t{-3}), -3);
}

TEST(Random, DistributionsHaveTheirMean) {
    Random random(11);
    constexpr int draws = 200000;
    double exponential = 0, lognormal = 0, normal = 0, square = 0;
    for (int n = 0; n < draws; ++n) {
        exponential += static_cast<double>(random.exponential(Duration{1000}).count());
        lognormal += static_cast<double>(random.lognormal(Duration{1000}, 1.86).count());
        const double one = random.normal();
        normal += one;
        square += one * one;
    }
    EXPECT_NEAR(exponential / draws, 1000, 10);
    EXPECT_NEAR(lognormal / draws, 1000, 15);
    EXPECT_NEAR(normal / draws, 0, 0.01);
    EXPECT_NEAR(square / draws, 1, 0.02);
}

TEST(Random, MakesVersion4Ids) {
    Random random(3);
    const std::string text = to_string(random.uuid());
    EXPECT_EQ(text[14], '4');
    EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
}

}  // namespace
}  // namespace relais::simulation
