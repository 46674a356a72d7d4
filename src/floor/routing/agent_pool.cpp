#include "floor/routing/agent_pool.hpp"

#include <algorithm>

namespace relais {

std::uint32_t AgentPool::class_of(SkillSet skills) {
    for (std::uint32_t index = 0; index < classes_.size(); ++index) {
        if (classes_[index].skills == skills) return index;
    }
    classes_.push_back(SkillClass{});
    classes_.back().skills = skills;
    return static_cast<std::uint32_t>(classes_.size() - 1);
}

void AgentPool::place(AgentId agent, PoolPlace& place, SkillSet skills, std::uint32_t load, std::uint32_t open_seats,
                      Instant last_assigned) {
    take_out(agent, place);
    place = PoolPlace{true, class_of(skills), load, open_seats, last_assigned};
    SkillClass& skill_class = classes_[place.skill_class];
    skill_class.present += 1;
    skill_class.busy_seats += load;
    if (open_seats == 0) return;
    if (skill_class.by_load.size() <= load) skill_class.by_load.resize(load + 1);
    skill_class.by_load[load].insert({last_assigned, agent});
    skill_class.open_seats += open_seats;
}

void AgentPool::take_out(AgentId agent, PoolPlace& place) {
    if (!place.in) return;
    SkillClass& skill_class = classes_[place.skill_class];
    skill_class.present -= 1;
    skill_class.busy_seats -= place.load;
    if (place.open_seats > 0) {
        skill_class.by_load[place.load].erase({place.last_assigned, agent});
        skill_class.open_seats -= place.open_seats;
    }
    place.in = false;
}

std::optional<AgentId> AgentPool::best(SkillSet required, const std::vector<AgentId>& excluded) const {
    std::optional<Candidate> best;
    for (const SkillClass& skill_class : classes_) {
        if (skill_class.open_seats == 0 || !has_skills(skill_class.skills, required)) continue;
        for (std::uint32_t load = 0; load < skill_class.by_load.size(); ++load) {
            if (best && load > best->load) break;
            const auto& order = skill_class.by_load[load];
            const auto first = std::find_if(order.begin(), order.end(), [&](const SkillClass::Order& candidate) {
                return excluded.empty() || !std::binary_search(excluded.begin(), excluded.end(), candidate.agent);
            });
            if (first == order.end()) continue;
            const Candidate candidate{load, first->last_assigned, first->agent};
            if (!best || candidate < *best) best = candidate;
            break;
        }
    }
    if (!best) return std::nullopt;
    return best->agent;
}

std::uint64_t AgentPool::open_seats(SkillSet required) const {
    std::uint64_t sum = 0;
    for (const SkillClass& skill_class : classes_) {
        if (has_skills(skill_class.skills, required)) sum += skill_class.open_seats;
    }
    return sum;
}

std::uint64_t AgentPool::present(SkillSet required) const {
    std::uint64_t sum = 0;
    for (const SkillClass& skill_class : classes_) {
        if (has_skills(skill_class.skills, required)) sum += skill_class.present;
    }
    return sum;
}

std::uint64_t AgentPool::busy_seats(SkillSet required) const {
    std::uint64_t sum = 0;
    for (const SkillClass& skill_class : classes_) {
        if (has_skills(skill_class.skills, required)) sum += skill_class.busy_seats;
    }
    return sum;
}

}  // namespace relais
