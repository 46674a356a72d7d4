#include "simulation/estimates.hpp"

#include <algorithm>

namespace relais::simulation {

std::vector<double> estimate_ratios(const Store& store, const std::vector<Instant>& restarts) {
    std::vector<double> ratios;
    for (const ConversationId id : store.conversations()) {
        for (const EpisodeRecord& episode : store.find(id)->episodes) {
            if (!episode.predicted_ms || *episode.predicted_ms <= 0 || !episode.accepted) continue;
            const auto during = [&](Instant at) { return at >= episode.started && at <= *episode.accepted; };
            if (std::any_of(restarts.begin(), restarts.end(), during)) continue;
            ratios.push_back(static_cast<double>((*episode.accepted - episode.started).count()) /
                             static_cast<double>(*episode.predicted_ms));
        }
    }
    std::sort(ratios.begin(), ratios.end());
    return ratios;
}

}  // namespace relais::simulation
