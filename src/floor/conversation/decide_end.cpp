#include "floor/conversation/ending.hpp"
#include "floor/decide.hpp"

namespace relais {
namespace {

/// The visitor's own conversation, or why not.
std::variant<const Conversation*, Refusal> own(const State& state, VisitorId visitor, ConversationId id) {
    const Conversation* conversation = find(state, id);
    if (!conversation || conversation->record.visitor != visitor) return Refusal::unknown_conversation;
    return conversation;
}

}  // namespace

Decision decide(const State& state, const Command& command, const EndAsVisitor& order, Instant now) {
    const auto conversation = own(state, command.actor.visitor, order.conversation);
    if (const auto* refusal = std::get_if<Refusal>(&conversation)) return *refusal;
    const Conversation& mine = *std::get<const Conversation*>(conversation);
    Decision decision;
    decision.ack.conversation = order.conversation;
    // Repeated by another client after a lost answer: safe by state (RULES 24).
    if (mine.record.state == ConversationState::ended) return decision;
    const EndWhy why = mine.record.state == ConversationState::active ? EndWhy::closed : EndWhy::abandoned;
    add_end(state, mine, Party::visitor, why, now, now, decision.events);
    return decision;
}

Decision decide(const State& state, const Command& command, const KeepWaiting& order, Instant) {
    const auto conversation = own(state, command.actor.visitor, order.conversation);
    if (const auto* refusal = std::get_if<Refusal>(&conversation)) return *refusal;
    Decision decision;
    decision.ack.conversation = order.conversation;
    if (std::get<const Conversation*>(conversation)->choices) decision.add(ChoicesPutOff{order.conversation});
    return decision;
}

Decision decide(const State& state, const Command& command, const LeaveMessage& order, Instant now) {
    Decision decision;
    decision.ack.message = order.message.id;
    decision.ack.at = now;
    if (state.left_messages.contains(order.message.id) || state.left_messages_done.contains(order.message.id))
        return decision;
    LeftMessage message = order.message;
    message.at = now;
    message.visitor = command.actor.visitor;
    const Visitor* visitor = find(state, command.actor.visitor);
    const Conversation* conversation =
        visitor ? find(state, message.conversation.is_nil() ? visitor->conversation : message.conversation) : nullptr;
    const bool mine = conversation && conversation->record.visitor == command.actor.visitor;
    if (!message.conversation.is_nil() && !mine) return Refusal::unknown_conversation;
    const bool waits = mine && (conversation->record.state == ConversationState::waiting ||
                                conversation->record.state == ConversationState::offered);
    if (!waits && message.conversation.is_nil() && !state.entry_points.contains(message.entry_point))
        return Refusal::unknown_entry_point;
    if (waits) message.conversation = conversation->record.id;
    if (!visitor || !visitor->stored) {
        decision.add(VisitorSeen{VisitorRecord{command.actor.visitor, message.site, now, message.name}});
    }
    decision.ack.conversation = message.conversation;
    decision.add(MessageLeft{message});
    if (waits) add_end(state, *conversation, Party::visitor, EndWhy::left_message, now, now, decision.events);
    return decision;
}

Decision decide(const State& state, const Command&, const EndForErasure& order, Instant now) {
    const Conversation* conversation = find(state, order.conversation);
    Decision decision;
    if (conversation && conversation->record.state != ConversationState::ended) {
        add_end(state, *conversation, Party::system, EndWhy::erased, now, now, decision.events);
    }
    return decision;
}

Decision decide(const State& state, const Command& command, const EndAsAgent& order, Instant now) {
    const Conversation* conversation = find(state, order.conversation);
    if (!conversation) return Refusal::unknown_conversation;
    if (conversation->record.agent != command.actor.agent) return Refusal::not_your_conversation;
    Decision decision;
    decision.ack.conversation = order.conversation;
    if (conversation->record.state == ConversationState::ended) return decision;
    if (conversation->record.state != ConversationState::active) return Refusal::not_your_conversation;
    add_end(state, *conversation, Party::agent, EndWhy::closed, now, now, decision.events);
    return decision;
}

}  // namespace relais
