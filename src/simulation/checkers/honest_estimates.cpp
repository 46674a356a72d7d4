// RULES 13: the median of actual / predicted wait is 0.7 to 1.4 over a run. With few samples the bounds are wider, with
// very few nothing is said.
#include <algorithm>
#include <cstdio>

#include "simulation/checkers/every_checker.hpp"

namespace relais::simulation {
namespace {

struct Bound {
    std::size_t samples;
    double low;
    double high;
};
constexpr Bound bounds[] = {{400, 0.7, 1.4}, {100, 0.55, 1.8}, {25, 0.25, 2.4}, {12, 0.15, 3.0}};

class HonestEstimates : public Checker {
public:
    explicit HonestEstimates(Findings& findings) : Checker(findings, "honest_estimates") {}

    void restarted(const Recovered&, const Floor&, Instant now) override { restarts_.push_back(now); }

    void rested(const Floor&, const Store& store, Instant) override {
        std::vector<double> ratios;
        for (const ConversationId id : store.conversations()) {
            for (const EpisodeRecord& episode : store.find(id)->episodes) {
                if (!episode.predicted_ms || *episode.predicted_ms <= 0 || !episode.accepted ||
                    restarted_during(episode))
                    continue;
                ratios.push_back(static_cast<double>((*episode.accepted - episode.started).count()) /
                                 static_cast<double>(*episode.predicted_ms));
            }
        }
        const auto bound = std::find_if(std::begin(bounds), std::end(bounds),
                                        [&](const Bound& one) { return ratios.size() >= one.samples; });
        if (bound == std::end(bounds)) return;
        std::nth_element(ratios.begin(), ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2), ratios.end());
        const double median = ratios[ratios.size() / 2];
        if (median >= bound->low && median <= bound->high) return;
        char text[128];
        std::snprintf(text, sizeof text, "the median of actual / predicted wait is %.2f over %zu episodes", median,
                      ratios.size());
        violation(text);
    }

private:
    /// The machine's clock may be another after a restart: such a wait says nothing.
    [[nodiscard]] bool restarted_during(const EpisodeRecord& episode) const {
        return std::any_of(restarts_.begin(), restarts_.end(),
                           [&](Instant at) { return at >= episode.started && at <= *episode.accepted; });
    }

    std::vector<Instant> restarts_;
};

}  // namespace

std::unique_ptr<Checker> honest_estimates(Findings& findings) { return std::make_unique<HonestEstimates>(findings); }

}  // namespace relais::simulation
