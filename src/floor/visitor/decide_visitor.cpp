// A visitor's sockets, admission, typing and reading.
#include "floor/decide.hpp"
#include "floor/routing/availability.hpp"

namespace relais {

Decision decide(const State& state, const Command& command, const ConnectVisitor& order, Instant) {
    (void)state;
    Decision decision;
    decision.add(VisitorConnected{command.actor.visitor, command.connection, order.site, order.page_title,
                                  order.page_url, order.language});
    return decision;
}

Decision decide(const State& state, const Command& command, const DisconnectVisitor&, Instant) {
    Decision decision;
    const Visitor* visitor = find(state, command.actor.visitor);
    if (!visitor) return decision;
    for (const ConnectionId& connection : visitor->connections) {
        if (connection == command.connection)
            decision.add(VisitorDisconnected{command.actor.visitor, command.connection});
    }
    return decision;
}

Decision decide(const State& state, const Command& command, const Admit& order, Instant now) {
    Decision decision;
    const Visitor* visitor = find(state, command.actor.visitor);
    if (!state.entry_points.contains(order.entry_point)) return Refusal::no_seat;
    if (!visitor) return Refusal::unavailable;  // hello comes first
    const Conversation* conversation = find(state, visitor->conversation);
    const bool inside = conversation && conversation->record.state != ConversationState::ended;
    if (inside || visitor->lease) {
        // Asked again: by a second tab, or after a lost answer. One lease a visitor.
        if (visitor->lease)
            decision.ack.until = state.clock.back(
                state.deadlines.at(DeadlineKind::lease, command.actor.visitor.value).value_or(state.clock.at(now)));
        else
            decision.ack.until = now + rules(state).lease_time;
        return decision;
    }
    if (!order.address.empty()) {
        const auto held = state.leases_by_address.find(order.address);
        if (held != state.leases_by_address.end() && held->second >= rules(state).leases_per_address)
            return Refusal::no_seat;
    }
    if (!room_for_lease(state, order.entry_point)) return Refusal::no_seat;
    decision.add(LeaseGranted{command.actor.visitor, order.entry_point, order.address});
    decision.ack.until = now + rules(state).lease_time;
    return decision;
}

Decision decide(const State& state, const Command& command, const TypingAsVisitor& notice, Instant) {
    Decision decision;
    const Visitor* visitor = find(state, command.actor.visitor);
    if (!visitor) return decision;
    if (notice.conversation.is_nil()) {
        if (visitor->lease) decision.add(LeaseRenewed{command.actor.visitor});
        return decision;
    }
    const Conversation* conversation = find(state, notice.conversation);
    if (conversation && conversation->record.visitor == command.actor.visitor &&
        conversation->record.state != ConversationState::ended) {
        decision.add(TypingSeen{notice.conversation, Party::visitor, {}});
    }
    return decision;
}

Decision decide(const State& state, const Command& command, const ReadAsVisitor& notice, Instant) {
    Decision decision;
    const Conversation* conversation = find(state, notice.conversation);
    if (conversation && conversation->record.visitor == command.actor.visitor &&
        notice.seq > conversation->visitor_read && notice.seq <= conversation->last_seq) {
        decision.add(ReadSeen{notice.conversation, Party::visitor, notice.seq});
    }
    return decision;
}

}  // namespace relais
