// RULES 13: the median of actual / predicted wait is 0.7 to 1.4 over a run. Waits come in rushes, so samples are few even
// when they are many: the fewer, the wider the bounds. Faults take agents away and bring them back, which nobody can foresee.
#include <algorithm>
#include <cstdio>

#include "simulation/checkers/every_checker.hpp"
#include "simulation/estimates.hpp"

namespace relais::simulation {
namespace {

struct Bound {
    std::size_t samples;
    double low;
    double high;
};
constexpr Bound bounds_when_calm[] = {{1000, 0.7, 1.4}, {400, 0.55, 1.6}, {100, 0.3, 1.9}, {25, 0.15, 2.4}};
constexpr Bound bounds_with_faults[] = {{1000, 0.5, 1.6}, {400, 0.4, 1.7}, {100, 0.25, 2.1}, {25, 0.1, 2.6}};

class HonestEstimates : public Checker {
public:
    HonestEstimates(Findings& findings, bool calm)
        : Checker(findings, "honest_estimates"), bounds_(calm ? bounds_when_calm : bounds_with_faults) {}

    void restarted(const Recovered&, const Floor&, Instant now) override { restarts_.push_back(now); }

    void rested(const Floor&, const Store& store, Instant) override {
        const std::vector<double> ratios = estimate_ratios(store, restarts_);
        const auto bound = std::find_if(bounds_.begin(), bounds_.end(),
                                        [&](const Bound& one) { return ratios.size() >= one.samples; });
        if (bound == bounds_.end()) return;
        const double median = ratios[ratios.size() / 2];
        if (median >= bound->low && median <= bound->high) return;
        char text[128];
        std::snprintf(text, sizeof text, "the median of actual / predicted wait is %.2f over %zu episodes", median,
                      ratios.size());
        violation(text);
    }

private:
    std::span<const Bound> bounds_;
    std::vector<Instant> restarts_;
};

}  // namespace

std::unique_ptr<Checker> honest_estimates(Findings& findings, bool calm) {
    return std::make_unique<HonestEstimates>(findings, calm);
}

}  // namespace relais::simulation
