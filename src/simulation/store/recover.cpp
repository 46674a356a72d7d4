// What a starting daemon reads back: sql/queries/recovery, word by word.
#include <algorithm>

#include "simulation/store/store.hpp"

namespace relais::simulation {

bool Store::wanted(const StoredConversation& conversation, Instant since) const {
    return conversation.record.state != ConversationState::ended || conversation.record.state_since >= since ||
           seats_of_.contains(conversation.record.id);
}

Recovered Store::recovered(Instant now) const {
    Recovered recovered;
    recovered.head = head_;
    recovered.last_instant = last_at_;
    const Instant since = now - settings_->rules.reopen_within;
    std::set<ConversationId> ids = open_;
    for (auto ended = ended_.lower_bound(since); ended != ended_.end(); ++ended)
        ids.insert(ended->second.begin(), ended->second.end());
    for (const auto& [id, holders] : seats_of_) ids.insert(id);
    std::set<VisitorId> visitors;
    for (const ConversationId id : ids) {
        const auto found = conversations_.find(id);
        if (found == conversations_.end() || !wanted(found->second, since)) continue;
        const StoredConversation& conversation = found->second;
        recovered.conversations.push_back(conversation.record);
        if (conversation.record.episode <= conversation.episodes.size() && conversation.record.episode > 0) {
            recovered.episodes.push_back(conversation.episodes[conversation.record.episode - 1]);
        }
        for (const OfferRecord& offer : conversation.offers) {
            if (offer.outcome == OfferOutcome::open) recovered.offers.push_back(offer);
        }
        for (const Line& line : conversation.lines) {
            recovered.lines.push_back({id, line.position, line.seq, line.message, line.at, line.author_kind});
        }
        visitors.insert(conversation.record.visitor);
    }
    for (const VisitorId id : visitors) {
        if (const auto found = visitors_.find(id); found != visitors_.end())
            recovered.visitors.push_back(found->second);
    }
    for (const auto& [id, agent] : agents_) recovered.agents.push_back(agent);
    for (const auto& [id, held] : seats_) recovered.seats.insert(recovered.seats.end(), held.begin(), held.end());
    for (const auto& [id, record] : entry_points_) recovered.entry_points.push_back(record);
    for (const auto& [id, client] : clients_) {
        if (client.seen >= now - settings_->rules.client_memory) recovered.clients.push_back(client);
    }
    std::sort(recovered.clients.begin(), recovered.clients.end(),
              [](const ClientRecord& a, const ClientRecord& b) { return a.id < b.id; });
    for (const auto& [id, message] : left_messages_) {
        if (!message.done) recovered.open_left_messages.push_back(id);
    }
    std::sort(recovered.open_left_messages.begin(), recovered.open_left_messages.end());
    recover_handlings(recovered);
    return recovered;
}

void Store::recover_handlings(Recovered& recovered) const {
    for (const QueueSettings& queue : settings_->queues) {
        std::vector<Recovered::Handling> newest_first;
        for (auto ended = ended_.rbegin(); ended != ended_.rend() && newest_first.size() < limits::handlings_remembered;
             ++ended) {
            for (auto id = ended->second.rbegin(); id != ended->second.rend(); ++id) {
                const StoredConversation& conversation = conversations_.at(*id);
                const auto entry_point = std::find_if(
                    settings_->entry_points.begin(), settings_->entry_points.end(),
                    [&](const EntryPointSettings& settings) { return settings.id == conversation.record.entry_point; });
                if (entry_point == settings_->entry_points.end() || entry_point->queue != queue.id) continue;
                if (conversation.record.agent.is_nil() || newest_first.size() >= limits::handlings_remembered) continue;
                const EpisodeRecord& episode = conversation.episodes.back();
                if (episode.accepted)
                    newest_first.push_back({queue.id, (conversation.record.state_since - *episode.accepted).count()});
            }
        }
        recovered.handlings.insert(recovered.handlings.end(), newest_first.rbegin(), newest_first.rend());
    }
}

bool Store::lose_newest_line() {
    StoredConversation* newest = nullptr;
    for (const ConversationId id : open_) {
        StoredConversation& conversation = conversations_.at(id);
        if (conversation.lines.empty() || conversation.lines.back().message.is_nil()) continue;
        if (newest == nullptr || conversation.lines.back().made_by_event > newest->lines.back().made_by_event)
            newest = &conversation;
    }
    if (newest == nullptr) return false;
    const Line& line = newest->lines.back();
    newest->position_of.erase(line.message);
    if (line.seq != 0) --newest->last_seq;
    newest->lines.pop_back();
    return true;
}

}  // namespace relais::simulation
