#include "simulation/estimates.hpp"

#include <algorithm>
#include <map>

namespace relais::simulation {

namespace {

/// As many as the estimate itself waits for before it trusts its own figures.
constexpr std::size_t handlings_known = 20;

/// From when on the estimates of an entry point rest on its own handlings and not on a setting.
std::map<EntryPointId, Instant> known_since(const Store& store) {
    std::map<EntryPointId, std::vector<Instant>> ends;
    for (const ConversationId id : store.conversations()) {
        const StoredConversation& conversation = *store.find(id);
        const bool handled = std::any_of(conversation.episodes.begin(), conversation.episodes.end(),
                                         [](const EpisodeRecord& episode) { return episode.accepted.has_value(); });
        if (handled && conversation.record.state == ConversationState::ended)
            ends[conversation.record.entry_point].push_back(conversation.record.state_since);
    }
    std::map<EntryPointId, Instant> known;
    for (auto& [entry_point, instants] : ends) {
        if (instants.size() < handlings_known) continue;
        std::sort(instants.begin(), instants.end());
        known.emplace(entry_point, instants[handlings_known - 1]);
    }
    return known;
}

}  // namespace

std::vector<double> estimate_ratios(const Store& store, const std::vector<Instant>& restarts) {
    std::vector<double> ratios;
    const std::map<EntryPointId, Instant> known = known_since(store);
    for (const ConversationId id : store.conversations()) {
        for (const EpisodeRecord& episode : store.find(id)->episodes) {
            if (!episode.predicted_ms || *episode.predicted_ms <= 0 || !episode.accepted) continue;
            const auto since = known.find(episode.entry_point);
            if (since == known.end() || episode.started < since->second) continue;
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
