// sql/checks, on the conversations that a batch touched.
#include <algorithm>

#include "simulation/store/store.hpp"

namespace relais::simulation {

void Store::check_touched(const Batch& batch) {
    std::set<ConversationId> touched;
    for (const ConversationRecord& record : batch.changes.conversations) touched.insert(record.id);
    for (const OfferRecord& offer : batch.changes.offers) touched.insert(offer.conversation);
    for (const SeatRecord& seat : batch.changes.seats) touched.insert(seat.conversation);
    for (const ConversationId id : touched) check_conversation(id);
}

void Store::check_conversation(ConversationId id) {
    const auto found = conversations_.find(id);
    if (found == conversations_.end()) return;
    const StoredConversation& conversation = found->second;
    const ConversationRecord& record = conversation.record;
    const std::string name = "conversation " + to_string(id);
    const auto holders_found = seats_of_.find(id);
    static const std::vector<std::pair<AgentId, SeatUse>> nobody;
    const auto& holders = holders_found == seats_of_.end() ? nobody : holders_found->second;
    const auto held_as = [&](SeatUse use) {
        return std::count_if(holders.begin(), holders.end(), [&](const auto& holder) { return holder.second == use; });
    };

    const bool active = record.state == ConversationState::active;
    const bool served_by_agent = std::any_of(holders.begin(), holders.end(), [&](const auto& holder) {
        return holder.second == SeatUse::active && holder.first == record.agent;
    });
    if (active && (record.agent.is_nil() || !served_by_agent))
        complain("active_conversation_has_agent", name + " is active without its agent's seat");
    if (!active && held_as(SeatUse::active) > 0)
        complain("waiting_conversation_has_no_seat", name + " is not active and has a seat");
    if ((record.state == ConversationState::waiting || record.state == ConversationState::offered) &&
        !record.agent.is_nil()) {
        complain("waiting_conversation_has_no_agent", name + " waits and has an agent");
    }
    const OfferRecord* open = nullptr;
    for (const OfferRecord& offer : conversation.offers) {
        if (offer.outcome == OfferOutcome::open) open = &offer;
    }
    if ((record.state == ConversationState::offered) != (open != nullptr && open->from.is_nil())) {
        complain("offered_conversation_has_offer", name + " and its offer disagree");
    }
    const bool offer_has_seat = open != nullptr && std::any_of(holders.begin(), holders.end(), [&](const auto& holder) {
                                    return holder.second == SeatUse::offer && holder.first == open->agent;
                                });
    if (open != nullptr && !offer_has_seat) complain("offer_has_seat", name + " is offered without a seat");
    if (open == nullptr && held_as(SeatUse::offer) > 0)
        complain("offer_has_seat", name + " has a seat for an offer that is over");
    if (conversation.episodes.size() != record.episode)
        complain("conversation_has_its_episodes", name + " has other episodes than it says");
    for (std::size_t n = 0; n < conversation.episodes.size(); ++n) {
        if (conversation.episodes[n].n != n + 1) complain("conversation_has_its_episodes", name + " lacks an episode");
    }
}

}  // namespace relais::simulation
