#include "floor/routing/explain.hpp"

#include <algorithm>

#include "floor/agent/seats.hpp"

namespace relais {

SkillSet required_skills(const State& state, const Conversation& conversation) {
    const auto found = state.entry_points.find(conversation.record.entry_point);
    return found == state.entry_points.end() ? SkillSet{0} : found->second.settings.required;
}

std::vector<std::string_view> why_not(const State& state, const Agent& agent, const Conversation& conversation) {
    std::vector<std::string_view> reasons;
    if (!agent.known || agent.settings.disabled) reasons.emplace_back("disabled");
    switch (agent.record.status) {
        case AgentStatus::offline: reasons.emplace_back("offline"); break;
        case AgentStatus::away: reasons.emplace_back("away"); break;
        case AgentStatus::missed: reasons.emplace_back("missed"); break;
        case AgentStatus::available:
            if (agent.in_grace || agent.connections.empty()) reasons.emplace_back("connection_lost");
            break;
    }
    if (!has_skills(agent.settings.skills, required_skills(state, conversation))) reasons.emplace_back("no_skill");
    if (open_seats(state, agent) == 0) reasons.emplace_back("no_open_seat");
    const auto& excluded = conversation.record.excluded;
    if (std::binary_search(excluded.begin(), excluded.end(), agent.record.id)) reasons.emplace_back("excluded");
    if (seat_for(agent, conversation.record.id)) reasons.emplace_back("has_it");
    return reasons;
}

std::vector<Explanation> explain(const State& state, const Conversation& conversation) {
    std::vector<Explanation> explanations;
    explanations.reserve(state.agents.size());
    for (const auto& [id, agent] : state.agents) {
        explanations.push_back(Explanation{id, agent.settings.name, why_not(state, agent, conversation)});
    }
    std::sort(explanations.begin(), explanations.end(),
              [](const Explanation& a, const Explanation& b) { return a.agent < b.agent; });
    return explanations;
}

}  // namespace relais
