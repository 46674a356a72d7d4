// After turns in which everything happens at once: the schema's constraints, in the simulator's model of it and in PostgreSQL.
#include <gtest/gtest.h>

#include "crowd.hpp"
#include "journal_rig.hpp"

namespace relais::test {
namespace {

constexpr int turns_a_seed = 400;
constexpr int turns_at_once = 20;  // that the journal may merge

SmallCentre nowhere() {
    SmallCentre people;
    people.centre = id<CentreId>(1);
    people.site = id<SiteId>(1);
    people.queue = id<QueueId>(1);
    people.entry_points = {id<EntryPointId>(1), id<EntryPointId>(2)};
    people.agents = {id<AgentId>(1), id<AgentId>(2), id<AgentId>(3)};
    return people;
}

TEST(CrowdedTurns, keep_every_constraint_that_the_simulator_knows) {
    std::uint64_t events = 0;
    std::size_t conversations = 0;
    std::size_t left_messages = 0;
    for (std::uint64_t seed = 1; seed <= 100 && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Crowd crowd(seed, nowhere());
        for (int turn = 0; turn < turns_a_seed && !HasFailure(); ++turn) {
            (void)crowd.turn();
            for (const auto& complaint : crowd.store().take_complaints()) {
                ADD_FAILURE() << "turn " << turn << ": " << complaint.constraint << ": " << complaint.what;
            }
        }
        events += crowd.events();
        conversations += crowd.store().conversations().size();
        left_messages += crowd.store().left_messages().size();
    }
    if (HasFailure()) return;
    EXPECT_GT(events, 50'000U);  // else nearly all was refused
    EXPECT_GT(conversations, 2'000U);
    EXPECT_GT(left_messages, 2'000U);
}

TEST(CrowdedTurns, are_taken_by_the_database) {
    for (std::uint64_t seed = 1001; seed <= 1004 && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Rig rig(PrivateCluster::shared().fresh_database());
        Crowd crowd(seed, rig.centre);
        for (int turn = 0; turn < turns_a_seed; ++turn) {
            Batch batch = crowd.turn();
            if (batch.head_after == batch.head_before) continue;
            rig.journal->append(std::move(batch));
            if (turn % turns_at_once != 0) continue;
            ASSERT_TRUE(rig.listener.wait_durable(crowd.store().head()))
                << "turn " << turn << ": " << rig.listener.why();
        }
        ASSERT_TRUE(rig.listener.wait_durable(crowd.store().head())) << rig.listener.why();
        EXPECT_TRUE(rig.listener.troubles().empty()) << rig.listener.why();
        EXPECT_EQ(rig.checks(), "");
    }
}

}  // namespace
}  // namespace relais::test
