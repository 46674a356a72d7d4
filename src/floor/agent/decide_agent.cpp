// Sockets, statuses and signing out: the chosen status belongs to the agent, not to a socket (RULES 10).
#include <algorithm>

#include "floor/agent/leaving.hpp"
#include "floor/agent/seats.hpp"
#include "floor/decide.hpp"

namespace relais {

Decision decide(const State& state, const Command& command, const ConnectAgent&, Instant) {
    const Agent* agent = find(state, command.actor.agent);
    // Signed in, but added since the settings were last read: he is here in a moment.
    if (!agent || !agent->known) return Refusal::unavailable;
    if (agent->settings.disabled) return Refusal::not_allowed;
    Decision decision;
    const bool back = agent->connections.empty();
    decision.add(AgentConnected{command.actor.agent, command.connection});
    if (back && agent->in_grace) decision.add(AgentReturned{command.actor.agent});
    return decision;
}

Decision decide(const State& state, const Command& command, const DisconnectAgent&, Instant) {
    const Agent* agent = find(state, command.actor.agent);
    Decision decision;
    if (!agent) return decision;
    bool others = false;
    bool known = false;
    for (const ConnectionId& connection : agent->connections) {
        if (connection == command.connection)
            known = true;
        else
            others = true;
    }
    if (!known) return decision;
    decision.add(AgentDisconnected{command.actor.agent, command.connection});
    if (others || agent->record.status == AgentStatus::offline) return decision;
    add_agent_lost(state, *agent, decision.events);
    return decision;
}

Decision decide(const State& state, const Command& command, const SetStatus& order, Instant) {
    const Agent* agent = find(state, command.actor.agent);
    if (!agent || !agent->known) return Refusal::unknown_agent;
    if (order.status != AgentStatus::available && order.status != AgentStatus::away) return Refusal::bad_value;
    Decision decision;
    if (agent->record.status == order.status && agent->record.reason == order.reason) return decision;
    decision.add(
        AgentStatusSet{command.actor.agent, order.status, order.reason, StatusWhy::chosen, command.actor.agent});
    return decision;
}

Decision decide(const State& state, const Command& command, const SignOut& order, Instant now) {
    const Agent* agent = find(state, command.actor.agent);
    if (!agent) return Refusal::unknown_agent;
    const bool chats_run = std::any_of(agent->seats.begin(), agent->seats.end(),
                                       [](const SeatRecord& seat) { return seat.held_as == SeatUse::active; });
    if (chats_run && !order.requeue_chats) return Refusal::chats_running;
    Decision decision;
    if (agent->record.status == AgentStatus::offline && agent->seats.empty()) return decision;
    const Leaving leaving{RequeueWhy::signed_out, StatusWhy::signed_out, command.actor.agent, {}};
    add_agent_leaves(state, *agent, leaving, now, decision.events);
    return decision;
}

Decision decide(const State& state, const Command& command, const FinishWrapUp& order, Instant) {
    const Agent* agent = find(state, command.actor.agent);
    const SeatRecord* seat = agent ? seat_for(*agent, order.conversation) : nullptr;
    Decision decision;
    decision.ack.conversation = order.conversation;
    if (seat && seat->held_as == SeatUse::wrap_up) decision.add(WrapUpOver{command.actor.agent, order.conversation});
    return decision;
}

Decision decide(const State& state, const Command& command, const TypingAsAgent& notice, Instant) {
    const Conversation* conversation = find(state, notice.conversation);
    Decision decision;
    if (conversation && conversation->record.state == ConversationState::active &&
        conversation->record.agent == command.actor.agent) {
        decision.add(TypingSeen{notice.conversation, Party::agent, command.actor.agent});
    }
    return decision;
}

Decision decide(const State& state, const Command& command, const ReadAsAgent& notice, Instant) {
    const Conversation* conversation = find(state, notice.conversation);
    Decision decision;
    if (conversation && conversation->record.agent == command.actor.agent && notice.seq > conversation->agent_read &&
        notice.seq <= conversation->last_seq) {
        decision.add(ReadSeen{notice.conversation, Party::agent, notice.seq});
    }
    return decision;
}

Decision decide(const State& state, const Command& command, const MarkLeftMessageDone& order, Instant) {
    Decision decision;
    decision.ack.message = order.message;
    if (!state.left_messages.contains(order.message)) return Refusal::unknown_left_message;
    decision.add(LeftMessageDone{order.message, command.actor.agent});
    return decision;
}

}  // namespace relais
