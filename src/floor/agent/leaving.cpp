#include "floor/agent/leaving.hpp"

#include "floor/conversation/ending.hpp"

namespace relais {

void add_agent_lost(const State& state, const Agent& agent, std::vector<EventBody>& events) {
    events.emplace_back(AgentLost{agent.record.id});
    if (state.breaks.forget_grace) return;
    for (const SeatRecord& seat : agent.seats) {
        if (seat.held_as == SeatUse::offer) events.emplace_back(OfferWithdrawn{seat.conversation, agent.record.id});
    }
}

void add_agent_leaves(const State& state, const Agent& agent, const Leaving& leaving, Instant now,
                      std::vector<EventBody>& events) {
    for (const SeatRecord& seat : agent.seats) {
        const Conversation* conversation = find(state, seat.conversation);
        switch (seat.held_as) {
            case SeatUse::offer: events.emplace_back(OfferWithdrawn{seat.conversation, agent.record.id}); break;
            case SeatUse::wrap_up: events.emplace_back(WrapUpOver{agent.record.id, seat.conversation}); break;
            case SeatUse::active:
                if (conversation)
                    add_requeue(state, *conversation, conversation->record.entry_point, leaving.chats_why, false, now,
                                events);
                break;
            case SeatUse::reserved: break;
        }
    }
    events.emplace_back(AgentStatusSet{agent.record.id, AgentStatus::offline, leaving.reason, leaving.why, leaving.by});
}

}  // namespace relais
