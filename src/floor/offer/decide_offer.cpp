#include "floor/conversation/line_numbers.hpp"
#include "floor/decide.hpp"
#include "floor/offer/offering.hpp"

namespace relais {
namespace {

std::optional<Refusal> cannot_answer(const Conversation* conversation, AgentId agent) {
    if (!conversation) return Refusal::unknown_conversation;
    if (!conversation->offer) return Refusal::offer_expired;
    if (conversation->offer->agent != agent) return Refusal::offer_not_yours;
    return std::nullopt;
}

}  // namespace

void add_accept(const State& state, const Conversation& conversation, AgentId agent, Instant now,
                std::vector<EventBody>& events) {
    const Agent* who = find(state, agent);
    const bool transferred = conversation.offer && !conversation.offer->from.is_nil();
    events.emplace_back(OfferAccepted{conversation.record.id, agent});
    if (!rules(state).people) return;
    LineNumbers numbers(state, conversation);
    events.emplace_back(numbers.system(transferred ? SystemWhat::transferred : SystemWhat::agent_joined,
                                       who ? who->settings.name : std::string{}, now));
}

Decision decide(const State& state, const Command& command, const AcceptOffer& order, Instant now) {
    const Conversation* conversation = find(state, order.conversation);
    Decision decision;
    decision.ack.conversation = order.conversation;
    // Accepted already, on the other console or before a lost answer: the same agent gets the same answer.
    if (conversation && conversation->record.state == ConversationState::active &&
        conversation->record.agent == command.actor.agent &&
        !(conversation->offer && conversation->offer->agent == command.actor.agent)) {
        return decision;
    }
    if (const auto refusal = cannot_answer(conversation, command.actor.agent)) return *refusal;
    add_accept(state, *conversation, command.actor.agent, now, decision.events);
    return decision;
}

Decision decide(const State& state, const Command& command, const DeclineOffer& order, Instant) {
    const Conversation* conversation = find(state, order.conversation);
    if (const auto refusal = cannot_answer(conversation, command.actor.agent)) return *refusal;
    Decision decision;
    decision.ack.conversation = order.conversation;
    decision.add(OfferDeclined{order.conversation, command.actor.agent});
    return decision;
}

}  // namespace relais
