#include <algorithm>

#include "relais/base/bug.hpp"

#include "floor/agent/seats.hpp"
#include "floor/apply.hpp"
#include "floor/conversation/live.hpp"

namespace relais {
namespace {

Agent& agent_of(State& state, AgentId id) {
    const auto found = state.agents.find(id);
    RELAIS_ASSERT(found != state.agents.end());
    return found->second;
}

}  // namespace

void apply_event(State& state, const Event& event, const AgentStatusSet& set) {
    Agent& agent = agent_of(state, set.agent);
    state.touched.agents.insert(set.agent);
    agent.record.status = set.status;
    agent.record.reason = set.reason;
    agent.record.since = event.at;
    if (set.status == AgentStatus::available) agent.record.missed_in_a_row = 0;
    if (set.status == AgentStatus::offline) {
        agent.in_grace = false;
        state.deadlines.cancel(DeadlineKind::agent_grace, set.agent.value);
    }
    replace_in_pool(state, agent);
}

void apply_event(State& state, const Event& event, const AgentLost& lost) {
    Agent& agent = agent_of(state, lost.agent);
    agent.in_grace = true;
    state.deadlines.set(DeadlineKind::agent_grace, lost.agent.value,
                        state.clock.at(event.at) + rules(state).agent_grace);
    replace_in_pool(state, agent);
}

void apply_event(State& state, const Event&, const AgentReturned& returned) {
    Agent& agent = agent_of(state, returned.agent);
    agent.in_grace = false;
    state.deadlines.cancel(DeadlineKind::agent_grace, returned.agent.value);
    replace_in_pool(state, agent);
}

void apply_event(State& state, const Event&, const AgentConnected& connected) {
    Agent& agent = agent_of(state, connected.agent);
    agent.connections.push_back(connected.connection);
    if (agent.connections.size() == 1) replace_in_pool(state, agent);
}

void apply_event(State& state, const Event&, const AgentDisconnected& disconnected) {
    Agent& agent = agent_of(state, disconnected.agent);
    std::erase(agent.connections, disconnected.connection);
    if (agent.connections.empty()) replace_in_pool(state, agent);
}

void apply_event(State& state, const Event& event, const WrapUpOver& over) {
    Agent& agent = agent_of(state, over.agent);
    state.deadlines.cancel(DeadlineKind::wrap_up, over.conversation.value);
    free_seat(state, agent, over.conversation);
    state.last_freed = event.at;
    state.touched.screens.insert(over.conversation);
    state.touched.removed[{over.conversation, over.agent}] = RemovedWhy::closed;
}

}  // namespace relais
