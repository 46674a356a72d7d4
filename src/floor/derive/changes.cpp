#include "floor/derive/changes.hpp"

#include <algorithm>
#include <utility>

namespace relais {
namespace {

/// One row per key: the later state wins, the first place is kept.
template <class Record, class Same>
void put(std::vector<Record>& rows, const Record& record, Same same) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Record& row) { return same(row, record); });
    if (found == rows.end())
        rows.push_back(record);
    else
        *found = record;
}

}  // namespace

RowChanges changed_rows(const State& state) {
    RowChanges changes;
    const Touched& touched = state.touched;
    for (const auto& [id, record] : touched.visitors) changes.visitors.push_back(record);
    changes.conversations = touched.conversations_over;
    const auto same_episode = [](const EpisodeRecord& a, const EpisodeRecord& b) {
        return a.conversation == b.conversation && a.n == b.n;
    };
    for (const EpisodeRecord& episode : touched.episodes_over) put(changes.episodes, episode, same_episode);
    for (const ConversationId id : touched.conversations) {
        const Conversation* conversation = find(state, id);
        if (!conversation) continue;
        changes.conversations.push_back(conversation->record);
        changes.episodes.push_back(conversation->episode);
    }
    for (const AgentId id : touched.agents) {
        if (const Agent* agent = find(state, id)) changes.agents.push_back(agent->record);
    }
    for (const AgentId id : touched.agents_with_seats) {
        changes.agents_with_seats_changed.push_back(id);
        if (const Agent* agent = find(state, id))
            changes.seats.insert(changes.seats.end(), agent->seats.begin(), agent->seats.end());
    }
    const auto same_offer = [](const OfferRecord& a, const OfferRecord& b) {
        return a.conversation == b.conversation && a.number == b.number;
    };
    for (const OfferRecord& offer : touched.offers) put(changes.offers, offer, same_offer);
    for (const EntryPointId id : touched.entry_points) changes.entry_points.push_back(state.entry_points.at(id).record);
    for (const ClientId id : touched.clients) {
        const auto client = state.clients.find(id);
        if (client != state.clients.end()) changes.clients.push_back(client->second.record);
    }
    return changes;
}

}  // namespace relais
