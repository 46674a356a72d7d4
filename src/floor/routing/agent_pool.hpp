// Agents who can take one more chat, ready for the question "who is next?" (RULES 4): fewest seats in use, then longest
// since the last assignment, then id. Agents with the same skills form a class; a class has one ordered set per load.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"
#include "relais/floor/settings.hpp"

namespace relais {

/// Where an agent stands in the pool; kept by the agent, changed by the pool only.
struct PoolPlace {
    bool in = false;  // takes chats, with or without an open seat
    std::uint32_t skill_class = 0;
    std::uint32_t load = 0;  // seats in use
    std::uint32_t open_seats = 0;
    Instant last_assigned;
};

class AgentPool {
public:
    struct Candidate {
        std::uint32_t load = 0;
        Instant last_assigned;
        AgentId agent;
        friend auto operator<=>(const Candidate&, const Candidate&) = default;
    };

    /// Puts an agent who takes chats where his skills, load and last assignment belong.
    void place(AgentId agent, PoolPlace& place, SkillSet skills, std::uint32_t load, std::uint32_t open_seats,
               Instant last_assigned);
    void take_out(AgentId agent, PoolPlace& place);

    /// The best agent with all of `required`, none of `excluded` (ascending).
    [[nodiscard]] std::optional<AgentId> best(SkillSet required, const std::vector<AgentId>& excluded) const;
    [[nodiscard]] std::uint64_t open_seats(SkillSet required) const;
    /// Agents who take chats, full ones included, and the seats they have in use.
    [[nodiscard]] std::uint64_t present(SkillSet required) const;
    [[nodiscard]] std::uint64_t busy_seats(SkillSet required) const;

    struct SkillClass {
        SkillSet skills = 0;
        std::uint64_t open_seats = 0;
        std::uint64_t present = 0;
        std::uint64_t busy_seats = 0;
        struct Order {
            Instant last_assigned;
            AgentId agent;
            friend auto operator<=>(const Order&, const Order&) = default;
        };
        std::vector<std::set<Order>> by_load;  // index: seats in use
    };
    [[nodiscard]] const std::vector<SkillClass>& classes() const { return classes_; }

private:
    std::uint32_t class_of(SkillSet skills);
    std::vector<SkillClass> classes_;
};

[[nodiscard]] constexpr bool has_skills(SkillSet has, SkillSet required) { return (has & required) == required; }

}  // namespace relais
