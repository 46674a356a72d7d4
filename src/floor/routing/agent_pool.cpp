#include "floor/routing/agent_pool.hpp"

#include <algorithm>

namespace relais {
namespace {

constexpr std::uint32_t outside = PoolPlace::outside;
constexpr std::uint32_t tape_at_least = 1024;  // ranks

bool is_excluded(const std::vector<AgentId>& excluded, AgentId agent) {
    return !excluded.empty() && std::binary_search(excluded.begin(), excluded.end(), agent);
}

}  // namespace

std::uint32_t AgentPool::class_of(SkillSet skills) {
    for (std::uint32_t index = 0; index < classes_.size(); ++index) {
        if (classes_[index].skills == skills) return index;
    }
    classes_.emplace_back();
    classes_.back().skills = skills;
    return static_cast<std::uint32_t>(classes_.size() - 1);
}

std::uint32_t AgentPool::enter(AgentId agent, SkillSet skills, Instant last_assigned) {
    std::uint32_t index = static_cast<std::uint32_t>(members_.size());
    if (vacant_.empty()) {
        members_.emplace_back();
    } else {
        index = vacant_.back();
        vacant_.pop_back();
    }
    Member& member = members_[index];
    member = Member{};
    member.order = Order{last_assigned, agent};
    member.skill_class = class_of(skills);
    classes_[member.skill_class].present += 1;
    return index;
}

void AgentPool::place(AgentId agent, PoolPlace& place, SkillSet skills, std::uint32_t load, std::uint32_t open_seats,
                      Instant last_assigned) {
    if (place.member != outside && classes_[members_[place.member].skill_class].skills != skills) take_out(place);
    if (place.member == outside)
        place.member = enter(agent, skills, last_assigned);
    else
        unlist(members_[place.member]);
    Member& member = members_[place.member];
    SkillClass& skill_class = classes_[member.skill_class];
    skill_class.busy_seats += load - std::uint64_t{member.load};
    skill_class.open_seats += open_seats - std::uint64_t{member.open_seats};
    member.load = load;
    member.open_seats = open_seats;
    if (last_assigned != member.order.last_assigned) {
        member.order.last_assigned = last_assigned;
        write(skill_class, place.member);
    }
    list(place.member);
}

void AgentPool::take_out(PoolPlace& place) {
    if (place.member == outside) return;
    Member& member = members_[place.member];
    unlist(member);
    SkillClass& skill_class = classes_[member.skill_class];
    skill_class.present -= 1;
    skill_class.busy_seats -= member.load;
    skill_class.open_seats -= member.open_seats;
    if (member.rank != outside) {
        skill_class.tape[member.rank] = outside;
        skill_class.in_use -= 1;
    }
    vacant_.push_back(place.member);
    place.member = outside;
}

void AgentPool::list(std::uint32_t index) {
    const Member& member = members_[index];
    if (member.open_seats == 0) return;
    SkillClass& skill_class = classes_[member.skill_class];
    while (skill_class.by_load.size() <= member.load) {
        skill_class.by_load.emplace_back();
        skill_class.by_load.back().ranked.reset(static_cast<std::uint32_t>(skill_class.tape.size()));
    }
    Free& free = skill_class.by_load[member.load];
    if (member.rank == outside)
        free.unranked.insert(member.order);
    else
        free.ranked.insert(member.rank);
}

void AgentPool::unlist(const Member& member) {
    if (member.open_seats == 0) return;
    Free& free = classes_[member.skill_class].by_load[member.load];
    if (member.rank == outside)
        free.unranked.erase(member.order);
    else
        free.ranked.erase(member.rank);
}

/// Gives the next rank to a member that is in no set now, if its order is that of the tape.
void AgentPool::write(SkillClass& skill_class, std::uint32_t index) {
    Member& member = members_[index];
    if (member.rank != outside) {
        skill_class.tape[member.rank] = outside;
        skill_class.in_use -= 1;
        member.rank = outside;
    }
    if (!(skill_class.last < member.order)) return;
    if (skill_class.written == skill_class.tape.size()) rewrite(skill_class);
    member.rank = skill_class.written++;
    skill_class.tape[member.rank] = index;
    skill_class.in_use += 1;
    skill_class.last = member.order;
}

/// A new tape without the gaps, at least half of it empty: paid for by the assignments that filled the old one.
void AgentPool::rewrite(SkillClass& skill_class) {
    std::uint32_t length = std::max(tape_at_least, static_cast<std::uint32_t>(skill_class.tape.size()));
    while (skill_class.in_use > length / 2) length *= 2;
    for (Free& free : skill_class.by_load) free.ranked.reset(length);
    std::vector<std::uint32_t> old(length, outside);
    old.swap(skill_class.tape);
    std::uint32_t rank = 0;
    for (const std::uint32_t index : old) {
        if (index == outside) continue;
        skill_class.tape[rank] = index;
        Member& member = members_[index];
        member.rank = rank++;
        if (member.open_seats > 0) skill_class.by_load[member.load].ranked.insert(member.rank);
    }
    skill_class.written = rank;
}

std::optional<AgentPool::Order> AgentPool::first_of(const SkillClass& skill_class, const Free& free,
                                                    const std::vector<AgentId>& excluded) const {
    std::optional<Order> first;
    for (auto rank = free.ranked.first(); rank; rank = free.ranked.next(*rank + 1)) {
        const Order& order = members_[skill_class.tape[*rank]].order;
        if (is_excluded(excluded, order.agent)) continue;
        first = order;
        break;
    }
    for (const Order& order : free.unranked) {
        if (first && !(order < *first)) break;
        if (is_excluded(excluded, order.agent)) continue;
        return order;
    }
    return first;
}

std::optional<AgentId> AgentPool::best(SkillSet required, const std::vector<AgentId>& excluded) const {
    std::optional<Order> best;
    std::size_t load_of_best = 0;
    for (const SkillClass& skill_class : classes_) {
        if (skill_class.open_seats == 0 || !has_skills(skill_class.skills, required)) continue;
        for (std::size_t load = 0; load < skill_class.by_load.size(); ++load) {
            if (best && load > load_of_best) break;
            const std::optional<Order> first = first_of(skill_class, skill_class.by_load[load], excluded);
            if (!first) continue;
            if (!best || load < load_of_best || *first < *best) best = first;
            load_of_best = load;
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
