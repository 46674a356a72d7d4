// Do the leases given out fit into the open seats, whoever serves whom? Entry points share agents, so this is a small
// flow problem: entry points with leases on one side, classes of agents with open seats on the other.
#pragma once

#include <cstdint>
#include <vector>

#include "floor/state.hpp"

namespace relais {

class LeaseFlow {
public:
    /// Places every lease of the centre, shifting earlier ones where that helps.
    explicit LeaseFlow(const State& state);
    /// True when one more lease for these skills would still leave a seat for each.
    [[nodiscard]] bool fits_one_more(SkillSet required) const;

private:
    struct Demand {
        SkillSet required = 0;
        std::vector<std::uint64_t> placed;  // by class
    };
    /// Finds a seat for one unit of `required`, moving placed ones away if need be. Depth is bounded by the classes.
    static bool augment(const AgentPool& pool, SkillSet required, std::vector<Demand>& demands,
                        std::vector<std::uint64_t>& spare, std::vector<bool>& tried, Demand* owner);

    const AgentPool& pool_;
    std::vector<Demand> demands_;
    std::vector<std::uint64_t> spare_;  // open seats of a class not promised to a lease
};

}  // namespace relais
