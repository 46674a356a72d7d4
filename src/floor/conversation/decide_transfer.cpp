// To a colleague (who must accept: the source keeps chat and seat until then) or back to a queue (RULES 8).
#include <utility>

#include "floor/agent/seats.hpp"
#include "floor/conversation/ending.hpp"
#include "floor/decide.hpp"

namespace relais {
namespace {

std::variant<const Conversation*, Refusal> held(const State& state, AgentId agent, ConversationId id) {
    const Conversation* conversation = find(state, id);
    if (!conversation) return Refusal::unknown_conversation;
    if (conversation->record.agent != agent) return Refusal::not_your_conversation;
    if (conversation->record.state == ConversationState::ended) return Refusal::conversation_closed;
    if (conversation->record.state != ConversationState::active) return Refusal::not_your_conversation;
    return conversation;
}

/// Within a conversation an id belongs to the side that used it.
bool is_the_visitors(const Conversation& conversation, MessageId note) {
    const auto found = conversation.position_of.find(note);
    return found != conversation.position_of.end() && conversation.lines[found->second - 1].author_kind != Party::agent;
}

void add_note(const State& state, const Command& command, const Conversation& conversation, const Transfer& order,
              Instant now, Decision& decision) {
    if (order.note.is_nil() || conversation.position_of.contains(order.note)) return;
    const Agent* agent = find(state, command.actor.agent);
    LineNumbers numbers(state, conversation);
    decision.add(numbers.note(command.actor.agent, agent ? agent->settings.name : std::string{}, order.note,
                              order.note_text, now));
}

}  // namespace

Decision decide(const State& state, const Command& command, const Transfer& order, Instant now) {
    const auto conversation = held(state, command.actor.agent, order.conversation);
    if (const auto* refusal = std::get_if<Refusal>(&conversation)) return *refusal;
    const Conversation& mine = *std::get<const Conversation*>(conversation);
    if (is_the_visitors(mine, order.note)) return Refusal::bad_value;
    Decision decision;
    decision.ack.conversation = order.conversation;
    if (!order.to_agent.is_nil()) {
        if (mine.offer && mine.offer->agent == order.to_agent) return decision;  // repeated
        if (order.to_agent == command.actor.agent) return Refusal::bad_value;
        const Agent* target = find(state, order.to_agent);
        if (!target || !target->known) return Refusal::unknown_agent;
        if (!takes_chats(*target)) return Refusal::agent_unavailable;
        if (open_seats(state, *target) == 0) return Refusal::agent_full;
        if (mine.offer) decision.add(OfferWithdrawn{order.conversation, mine.offer->agent});
        add_note(state, command, mine, order, now, decision);
        decision.add(OfferMade{order.conversation, order.to_agent, command.actor.agent});
        return decision;
    }
    if (!state.entry_points.contains(order.to_entry_point)) return Refusal::unknown_entry_point;
    if (!order.note.is_nil() && !mine.position_of.contains(order.note)) {
        // The note comes first, so the lines of the requeue are numbered behind it.
        const Agent* agent = find(state, command.actor.agent);
        LineNumbers numbers(state, mine);
        if (mine.offer) decision.add(OfferWithdrawn{order.conversation, mine.offer->agent});
        decision.add(numbers.note(command.actor.agent, agent ? agent->settings.name : std::string{}, order.note,
                                  order.note_text, now));
        decision.add(ConversationRequeued{order.conversation, command.actor.agent, order.to_entry_point,
                                          RequeueWhy::transferred, true});
        decision.add(numbers.system(SystemWhat::requeued, std::string{text_of(RequeueWhy::transferred)}, now));
        return decision;
    }
    add_requeue(state, mine, order.to_entry_point, RequeueWhy::transferred, true, now, decision.events);
    return decision;
}

Decision decide(const State& state, const Command& command, const CancelTransfer& order, Instant) {
    const auto conversation = held(state, command.actor.agent, order.conversation);
    if (const auto* refusal = std::get_if<Refusal>(&conversation)) return *refusal;
    const Conversation& mine = *std::get<const Conversation*>(conversation);
    if (!mine.offer) return Refusal::no_transfer;
    Decision decision;
    decision.ack.conversation = order.conversation;
    decision.add(OfferWithdrawn{order.conversation, mine.offer->agent});
    return decision;
}

Decision decide(const State& state, const Command& command, const RequeueAsAgent& order, Instant now) {
    const auto conversation = held(state, command.actor.agent, order.conversation);
    if (const auto* refusal = std::get_if<Refusal>(&conversation)) return *refusal;
    const Conversation& mine = *std::get<const Conversation*>(conversation);
    Decision decision;
    decision.ack.conversation = order.conversation;
    add_requeue(state, mine, mine.record.entry_point, RequeueWhy::agent_asked, true, now, decision.events);
    return decision;
}

}  // namespace relais
