#include "floor/routing/agent_pool.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace relais {
namespace {

AgentId agent_id(std::uint64_t n) { return AgentId{Uuid{0x7000, n}}; }
Instant at(std::int64_t ms) { return Instant{Duration{ms}}; }

TEST(RankSet, FindsItsMembersInOrderWhateverTheirNumber) {
    for (const std::uint32_t capacity : {1U, 64U, 65U, 4'096U, 4'097U, 300'000U}) {
        std::mt19937 dice(capacity);
        RankSet set;
        set.reset(capacity);
        std::set<std::uint32_t> model;
        EXPECT_EQ(set.first(), std::nullopt);
        for (int step = 0; step < 2'000; ++step) {
            const std::uint32_t rank = dice() % capacity;
            if (dice() % 3 != 0) {
                set.insert(rank);
                model.insert(rank);
            } else {
                set.erase(rank);
                model.erase(rank);
            }
            ASSERT_EQ(set.first(), model.empty() ? std::nullopt : std::optional{*model.begin()});
            const std::uint32_t from = dice() % (capacity + 70);
            const auto expected = model.lower_bound(from);
            ASSERT_EQ(set.next(from), expected == model.end() ? std::nullopt : std::optional{*expected})
                << "capacity " << capacity << ", step " << step;
        }
    }
}

TEST(RankSet, HoldsNothingBeforeItsCapacityIsKnown) { EXPECT_EQ(RankSet{}.first(), std::nullopt); }

/// The same question answered by looking at everybody.
struct Everybody {
    struct One {
        AgentId id;
        SkillSet skills = 0;
        std::uint32_t load = 0;
        std::uint32_t open_seats = 0;
        Instant last_assigned;
        PoolPlace place;
        bool in = false;
    };
    std::vector<One> agents;

    [[nodiscard]] std::optional<AgentId> best(SkillSet required, const std::vector<AgentId>& excluded) const {
        const One* best = nullptr;
        const auto key = [](const One& one) { return std::tuple{one.load, one.last_assigned, one.id}; };
        for (const One& one : agents) {
            if (!one.in || one.open_seats == 0 || !has_skills(one.skills, required)) continue;
            if (std::find(excluded.begin(), excluded.end(), one.id) != excluded.end()) continue;
            if (best == nullptr || key(one) < key(*best)) best = &one;
        }
        return best == nullptr ? std::nullopt : std::optional{best->id};
    }
};

/// A day of a centre in which the clock sometimes stands (several assignments in one millisecond).
void live_through_a_day(std::uint32_t seed, std::size_t people, int steps) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 dice(seed);
    AgentPool pool;
    Everybody model;
    for (std::size_t n = 0; n < people; ++n) {
        model.agents.push_back({agent_id(dice()), dice() % 4, 0, 3, at(dice() % 2 == 0 ? 0 : dice() % 50), {}, false});
    }
    const auto put = [&](Everybody::One& one) {
        one.in = true;
        one.open_seats = 3 - one.load;
        pool.place(one.id, one.place, one.skills, one.load, one.open_seats, one.last_assigned);
    };
    std::int64_t now = 100;
    for (int step = 0; step < steps; ++step) {
        now += dice() % 3 == 0 ? 0 : 1;
        Everybody::One& any = model.agents[dice() % people];
        const SkillSet required = dice() % 4;
        std::vector<AgentId> excluded;
        while (dice() % 4 == 0) excluded.push_back(model.agents[dice() % people].id);
        std::sort(excluded.begin(), excluded.end());
        const std::optional<AgentId> best = pool.best(required, excluded);
        ASSERT_EQ(best, model.best(required, excluded)) << "step " << step;
        switch (dice() % 8) {
            case 0:
                any.in = false;
                pool.take_out(any.place);
                break;
            case 1: put(any); break;
            case 2:
                any.skills = dice() % 4;
                if (any.in) put(any);
                break;
            case 3:
            case 4:
                if (any.load > 0) --any.load;
                if (any.in) put(any);
                break;
            default:
                if (!best) break;
                for (Everybody::One& one : model.agents) {
                    if (one.id != *best) continue;
                    ++one.load;
                    one.last_assigned = at(now);
                    put(one);
                }
        }
        std::uint64_t open = 0;
        std::uint64_t busy = 0;
        std::uint64_t present = 0;
        for (const Everybody::One& one : model.agents) {
            if (!one.in || !has_skills(one.skills, required)) continue;
            open += one.open_seats;
            busy += one.load;
            ++present;
        }
        ASSERT_EQ(pool.open_seats(required), open);
        ASSERT_EQ(pool.busy_seats(required), busy);
        ASSERT_EQ(pool.present(required), present);
    }
}

TEST(AgentPool, GivesWhomLookingAtEverybodyWouldGive) {
    for (std::uint32_t seed = 1; seed <= 30; ++seed) live_through_a_day(seed, 1 + seed % 12, 3'000);
}

TEST(AgentPool, KeepsItsOrderOverMoreAssignmentsThanItsTapeHolds) {
    live_through_a_day(99, 150, 20'000);  // a tape has 1,024 ranks at first
}

TEST(AgentPool, TellsApartWhoWasGivenAChatInTheSameMillisecondById) {
    AgentPool pool;
    PoolPlace places[3];
    for (const std::uint64_t n : {2U, 0U, 1U}) pool.place(agent_id(n), places[n], 0, 1, 2, at(7));
    EXPECT_EQ(pool.best(0, {}), agent_id(0));
    EXPECT_EQ(pool.best(0, {agent_id(0)}), agent_id(1));
    EXPECT_EQ(pool.best(0, {agent_id(0), agent_id(1)}), agent_id(2));
}

}  // namespace
}  // namespace relais
