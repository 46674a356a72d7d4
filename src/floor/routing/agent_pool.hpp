// Agents who can take one more chat, ready for the question "who is next?" (RULES 4): fewest seats in use, then longest
// since the last assignment, then id. Agents with the same skills form a class.
//
// Whoever is given a chat becomes the last of his class, so the order of assignments is a tape that is only written at its
// end: the place on it is the agent's rank, and who is free with so many chats is a set of ranks. Nothing is searched and
// nothing is moved, and 100,000 agents cost what ten do. Who is not on the tape (nobody has given him a chat since he came,
// or the last one was given in the very millisecond of another's) stands in an ordered set until he is given one.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"
#include "relais/floor/settings.hpp"

#include "floor/routing/rank_set.hpp"

namespace relais {

/// An agent's ticket for the pool; kept by the agent, changed by the pool only.
struct PoolPlace {
    static constexpr std::uint32_t outside = 0xffffffff;
    std::uint32_t member = outside;  // inside: takes chats, with or without an open seat
};

class AgentPool {
public:
    /// Puts an agent who takes chats where his skills, load and last assignment belong.
    void place(AgentId agent, PoolPlace& place, SkillSet skills, std::uint32_t load, std::uint32_t open_seats,
               Instant last_assigned);
    void take_out(PoolPlace& place);

    /// The best agent with all of `required`, none of `excluded` (ascending).
    [[nodiscard]] std::optional<AgentId> best(SkillSet required, const std::vector<AgentId>& excluded) const;
    [[nodiscard]] std::uint64_t open_seats(SkillSet required) const;
    /// Agents who take chats, full ones included, and the seats they have in use.
    [[nodiscard]] std::uint64_t present(SkillSet required) const;
    [[nodiscard]] std::uint64_t busy_seats(SkillSet required) const;

    struct Order {
        Instant last_assigned;
        AgentId agent;
        friend auto operator<=>(const Order&, const Order&) = default;
    };
    struct Free {  // with an open seat and the same number in use
        RankSet ranked;
        std::set<Order> unranked;
    };
    struct SkillClass {
        SkillSet skills = 0;
        std::uint64_t open_seats = 0;
        std::uint64_t present = 0;
        std::uint64_t busy_seats = 0;
        std::vector<Free> by_load;        // index: seats in use
        std::vector<std::uint32_t> tape;  // rank -> member, or PoolPlace::outside: nobody any more
        std::uint32_t written = 0;        // ranks given
        std::uint32_t in_use = 0;         // of those
        Order last{Instant::min(), {}};   // the order of the tape: who comes later is greater
    };
    [[nodiscard]] const std::vector<SkillClass>& classes() const { return classes_; }

private:
    struct Member {
        Order order;
        std::uint32_t skill_class = 0;
        std::uint32_t load = 0;
        std::uint32_t open_seats = 0;
        std::uint32_t rank = PoolPlace::outside;  // outside: unranked
    };

    std::uint32_t class_of(SkillSet skills);
    std::uint32_t enter(AgentId agent, SkillSet skills, Instant last_assigned);
    void list(std::uint32_t member);
    void unlist(const Member& member);
    void write(SkillClass& skill_class, std::uint32_t member);
    void rewrite(SkillClass& skill_class);
    [[nodiscard]] std::optional<Order> first_of(const SkillClass& skill_class, const Free& free,
                                                const std::vector<AgentId>& excluded) const;

    std::vector<SkillClass> classes_;
    std::vector<Member> members_;
    std::vector<std::uint32_t> vacant_;  // of members_
};

[[nodiscard]] constexpr bool has_skills(SkillSet has, SkillSet required) { return (has & required) == required; }

}  // namespace relais
