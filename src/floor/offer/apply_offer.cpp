#include "relais/base/bug.hpp"

#include "floor/agent/seats.hpp"
#include "floor/apply.hpp"
#include "floor/conversation/live.hpp"
#include "floor/routing/estimate.hpp"
#include "floor/routing/route.hpp"

namespace relais {
namespace {

Agent& touched_agent(State& state, AgentId id) {
    const auto found = state.agents.find(id);
    RELAIS_ASSERT(found != state.agents.end());
    state.touched.agents.insert(id);
    return found->second;
}

/// The offer is no longer open: its seat is free, and what was waiting waits again at its old place.
void close_offer(State& state, const Event& event, ConversationId id, AgentId agent_id, OfferOutcome outcome,
                 RemovedWhy why) {
    Conversation& conversation = touched_conversation(state, id);
    Agent& agent = touched_agent(state, agent_id);
    state.deadlines.cancel(DeadlineKind::offer, id.value);
    free_seat(state, agent, id);
    state.last_freed = event.at;
    state.touched.removed[{id, agent_id}] = why;
    if (!conversation.offer || conversation.offer->agent != agent_id) return;
    OfferRecord offer = *conversation.offer;
    conversation.offer.reset();
    offer.over = event.at;
    offer.outcome = outcome;
    state.touched.offers.push_back(offer);
    if (!offer.from.is_nil()) {
        conversation.record.transfer_to = AgentId{};
        return;
    }
    if (outcome == OfferOutcome::missed || outcome == OfferOutcome::declined) exclude(conversation, agent_id);
    conversation.record.state = ConversationState::waiting;
    conversation.record.state_since = event.at;
    follow(state, conversation, event.at);
}

}  // namespace

void apply_event(State& state, const Event& event, const OfferMade& made) {
    Conversation& conversation = touched_conversation(state, made.conversation);
    Agent& agent = touched_agent(state, made.agent);
    RELAIS_ASSERT(!conversation.offer || state.breaks.two_agents);
    agent.record.last_assigned = event.at;
    take_seat(state, agent, SeatUse::offer, made.conversation, event.at);
    OfferRecord offer;
    offer.conversation = made.conversation;
    offer.number = event.number;
    offer.agent = made.agent;
    offer.from = made.from;
    offer.made = event.at;
    conversation.offer = offer;
    state.touched.offers.push_back(offer);
    state.offers_unreleased.emplace_back(event.number, made.conversation);
    if (!made.from.is_nil()) {
        conversation.record.transfer_to = made.agent;
        return;
    }
    conversation.record.state = ConversationState::offered;
    conversation.record.state_since = event.at;
    follow(state, conversation, event.at);
}

void apply_event(State& state, const Event& event, const OfferAccepted& accepted) {
    Conversation& conversation = touched_conversation(state, accepted.conversation);
    Agent& agent = touched_agent(state, accepted.agent);
    ConversationRecord& record = conversation.record;
    RELAIS_ASSERT(conversation.offer && conversation.offer->agent == accepted.agent);
    state.deadlines.cancel(DeadlineKind::offer, record.id.value);
    OfferRecord offer = *conversation.offer;
    conversation.offer.reset();
    offer.over = event.at;
    offer.outcome = OfferOutcome::accepted;
    state.touched.offers.push_back(offer);
    change_seat(state, agent, record.id, SeatUse::active, event.at);
    if (!offer.from.is_nil()) {
        const auto source = state.agents.find(offer.from);
        if (source != state.agents.end()) free_seat(state, source->second, record.id);
        state.touched.removed[{record.id, offer.from}] = RemovedWhy::transferred;
        exclude(conversation, offer.from);
        record.transfer_to = AgentId{};
        agent.record.missed_in_a_row = 0;
    } else {
        note_wait(state, conversation.episode, event.at, false);
        conversation.episode.accepted = event.at;
        conversation.episode.agent = accepted.agent;
        conversation.episode.outcome = EpisodeOutcome::accepted;
        const bool by_itself = rules(state).people && auto_accepts(state, conversation);
        conversation.human_sign_seen = !by_itself;
        if (by_itself) {
            state.deadlines.set(DeadlineKind::human_sign, record.id.value,
                                state.clock.at(event.at) + rules(state).human_sign);
        } else {
            agent.record.missed_in_a_row = 0;
        }
    }
    record.state = ConversationState::active;
    record.state_since = event.at;
    record.agent = accepted.agent;
    conversation.choices = false;
    conversation.preferred = AgentId{};
    follow(state, conversation, event.at);
    note_sign_of_life(state, conversation, event.at);
}

void apply_event(State& state, const Event& event, const OfferDeclined& declined) {
    close_offer(state, event, declined.conversation, declined.agent, OfferOutcome::declined, RemovedWhy::declined);
}

void apply_event(State& state, const Event& event, const OfferMissed& missed) {
    close_offer(state, event, missed.conversation, missed.agent, OfferOutcome::missed, RemovedWhy::missed);
    touched_agent(state, missed.agent).record.missed_in_a_row += 1;
}

void apply_event(State& state, const Event& event, const OfferWithdrawn& withdrawn) {
    close_offer(state, event, withdrawn.conversation, withdrawn.agent, OfferOutcome::withdrawn, RemovedWhy::withdrawn);
}

}  // namespace relais
