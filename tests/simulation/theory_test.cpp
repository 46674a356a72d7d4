// The formulas against the exact values of the reference table.
#include "simulation/theory.hpp"

#include <gtest/gtest.h>

namespace relais::simulation::theory {
namespace {

constexpr double digits4 = 0.5e-4;
constexpr double digits3 = 0.5e-3;

void expect(const Figures& figures, double waits, double mean_wait_s, double within_target) {
    EXPECT_NEAR(figures.waits, waits, digits4);
    EXPECT_NEAR(figures.mean_wait_s, mean_wait_s, digits3);
    EXPECT_NEAR(figures.within_target, within_target, digits4);
}

TEST(Theory, ErlangCGivesTheKnownValues) {
    expect(erlang_c(200, 180, 14), 0.1741, 7.836, 0.8752);
    expect(erlang_c(720, 240, 55), 0.2387, 8.184, 0.8459);
    expect(erlang_c(240, 360, 30), 0.1729, 10.372, 0.8654);
}

TEST(Theory, ErlangAGivesTheKnownValues) {
    const Figures figures = erlang_a(200, 180, 12, 120);
    expect(figures, 0.2798, 7.392, 0.8039);
    EXPECT_NEAR(figures.abandons, 0.0616, digits4);
}

TEST(Theory, ErlangAWithEndlessPatienceIsErlangC) {
    const Figures with_patience = erlang_a(200, 180, 14, 1e9);
    const Figures without = erlang_c(200, 180, 14);
    EXPECT_NEAR(with_patience.waits, without.waits, 1e-5);
    EXPECT_NEAR(with_patience.mean_wait_s, without.mean_wait_s, 1e-3);
    EXPECT_NEAR(with_patience.within_target, without.within_target, 1e-5);
}

TEST(Theory, ThreeSlotsAtFlatPaceAreErlangCWhateverTheChoice) {
    const Figures known = erlang_c(240, 360, 30);
    for (const Choice choice : {Choice::least_loaded, Choice::fullest}) {
        const Figures figures = three_slots(240, 360, 10, {1, 2, 3}, choice);
        EXPECT_NEAR(figures.waits, known.waits, 1e-6);
        EXPECT_NEAR(figures.mean_wait_s, known.mean_wait_s, 1e-4);
    }
}

TEST(Theory, ThreeSlotsAtSharedPaceGiveTheKnownValues) {
    expect(three_slots(180, 360, 10, {1, 1.6, 2}, Choice::least_loaded), 0.3793, 68.272, 0.6510);
    expect(three_slots(180, 360, 10, {1, 1.6, 2}, Choice::fullest), 0.4271, 76.871, 0.6071);
}

}  // namespace
}  // namespace relais::simulation::theory
