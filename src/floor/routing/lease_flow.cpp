#include "floor/routing/lease_flow.hpp"

namespace relais {

LeaseFlow::LeaseFlow(const State& state) : pool_(state.pool) {
    const auto& classes = pool_.classes();
    spare_.reserve(classes.size());
    for (const AgentPool::SkillClass& skill_class : classes) spare_.push_back(skill_class.open_seats);
    for (const auto& [id, entry_point] : state.entry_points) {
        if (entry_point.leases == 0) continue;
        demands_.push_back(Demand{entry_point.settings.required, std::vector<std::uint64_t>(classes.size(), 0)});
    }
    std::size_t index = 0;
    for (const auto& [id, entry_point] : state.entry_points) {
        if (entry_point.leases == 0) continue;
        Demand& demand = demands_[index++];
        for (std::uint32_t lease = 0; lease < entry_point.leases; ++lease) {
            std::vector<bool> tried(classes.size(), false);
            // A lease whose seat has gone stays unplaced: its holder will wait with a position (RULES 17).
            if (!augment(pool_, demand.required, demands_, spare_, tried, &demand)) break;
        }
    }
}

bool LeaseFlow::augment(const AgentPool& pool, SkillSet required, std::vector<Demand>& demands,
                        std::vector<std::uint64_t>& spare, std::vector<bool>& tried, Demand* owner) {
    const auto& classes = pool.classes();
    for (std::size_t seat_class = 0; seat_class < classes.size(); ++seat_class) {
        if (tried[seat_class] || !has_skills(classes[seat_class].skills, required) ||
            classes[seat_class].open_seats == 0)
            continue;
        tried[seat_class] = true;
        bool found = spare[seat_class] > 0;
        if (found) {
            --spare[seat_class];
        } else {
            for (Demand& other : demands) {
                if (other.placed[seat_class] == 0 || !augment(pool, other.required, demands, spare, tried, &other))
                    continue;
                --other.placed[seat_class];
                found = true;
                break;
            }
        }
        if (!found) continue;
        if (owner) ++owner->placed[seat_class];
        return true;
    }
    return false;
}

bool LeaseFlow::fits_one_more(SkillSet required) const {
    if (demands_.empty()) return pool_.open_seats(required) > 0;
    std::vector<Demand> demands = demands_;
    std::vector<std::uint64_t> spare = spare_;
    std::vector<bool> tried(spare.size(), false);
    return augment(pool_, required, demands, spare, tried, nullptr);
}

}  // namespace relais
