#include "floor/agent/leaving.hpp"
#include "floor/decide.hpp"
#include "floor/routing/explain.hpp"

namespace relais {

Decision decide(const State& state, const Command& command, const SetEntryPointByHand& order, Instant) {
    const auto entry_point = state.entry_points.find(order.entry_point);
    if (entry_point == state.entry_points.end()) return Refusal::unknown_entry_point;
    Decision decision;
    const EntryPointRecord& record = entry_point->second.record;
    // The same setting for another reason is an act of its own: what is acknowledged is stored with its reason.
    if (record.by_hand == order.by_hand && record.by_hand_reason == order.reason) return decision;
    decision.add(EntryPointSetByHand{order.entry_point, order.by_hand, command.actor.agent, order.reason});
    return decision;
}

Decision decide(const State& state, const Command& command, const ForceStatus& order, Instant now) {
    const Agent* agent = find(state, order.agent);
    if (!agent || !agent->known) return Refusal::unknown_agent;
    if (order.status == AgentStatus::missed) return Refusal::bad_value;
    Decision decision;
    if (order.status == AgentStatus::offline) {
        if (agent->record.status == AgentStatus::offline && agent->seats.empty()) return decision;
        const Leaving leaving{RequeueWhy::signed_out, StatusWhy::forced, command.actor.agent, order.reason};
        add_agent_leaves(state, *agent, leaving, now, decision.events);
        return decision;
    }
    if (agent->record.status == order.status && agent->record.reason == order.reason) return decision;
    if (agent->record.status == AgentStatus::offline && agent->connections.empty()) return Refusal::agent_unavailable;
    decision.add(AgentStatusSet{order.agent, order.status, order.reason, StatusWhy::forced, command.actor.agent});
    return decision;
}

Decision decide(const State& state, const Command& command, const Explain& question, Instant) {
    const Conversation* conversation = find(state, question.conversation);
    if (!conversation) return Refusal::unknown_conversation;
    const bool his = conversation->record.agent == command.actor.agent ||
                     (conversation->offer && conversation->offer->agent == command.actor.agent);
    if (command.actor.role == Role::agent && !his) return Refusal::unknown_conversation;
    Decision decision;
    decision.ack.conversation = question.conversation;
    decision.ack.explanation = explain(state, *conversation);
    return decision;
}

Decision decide(const State& state, const Command&, const ApplySettings& order, Instant now) {
    Decision decision;
    if (order.settings->version <= state.settings->version) return decision;
    decision.add(SettingsApplied{order.settings});
    for (const AgentSettings& settings : order.settings->agents) {
        const Agent* agent = find(state, settings.id);
        if (settings.disabled && agent && (agent->record.status != AgentStatus::offline || !agent->seats.empty())) {
            add_agent_leaves(state, *agent, {RequeueWhy::signed_out, StatusWhy::disabled, {}, {}}, now,
                             decision.events);
        }
    }
    return decision;
}

}  // namespace relais
