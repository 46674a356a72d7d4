#include "journal/group_commit.hpp"

#include <gtest/gtest.h>

#include "rows_of.hpp"

namespace relais {
namespace {

using test::id;
using test::turn;

TEST(GroupCommit, gives_nothing_when_nothing_came_in) {
    GroupCommit desk;
    EXPECT_TRUE(desk.empty());
    EXPECT_FALSE(desk.next().has_value());
}

TEST(GroupCommit, makes_one_batch_of_what_came_in_meanwhile) {
    GroupCommit desk;
    for (std::uint64_t head = 0; head < 10; ++head) desk.add(turn(1, head));
    EXPECT_EQ(desk.events(), 10u);
    EXPECT_EQ(desk.bytes(), 1000u);
    const auto batch = desk.next();
    ASSERT_TRUE(batch.has_value());
    EXPECT_EQ(batch->head_before, 0u);
    EXPECT_EQ(batch->head_after, 10u);
    EXPECT_TRUE(desk.empty());
    EXPECT_EQ(desk.events(), 0u);
    EXPECT_EQ(desk.bytes(), 0u);
}

TEST(GroupCommit, never_mixes_centres_and_serves_the_older_batch_first) {
    GroupCommit desk;
    desk.add(turn(2, 0));
    desk.add(turn(1, 0));
    desk.add(turn(2, 1));
    EXPECT_EQ(desk.next()->centre, id<CentreId>(2));
    const auto second = desk.next();
    EXPECT_EQ(second->centre, id<CentreId>(1));
    EXPECT_EQ(second->events.size(), 1u);
    EXPECT_FALSE(desk.next().has_value());
}

TEST(GroupCommit, fills_a_batch_up_to_its_events_and_not_one_beyond) {
    GroupCommit desk;
    for (std::uint64_t head = 0; head < batch_events_max + 1; ++head) desk.add(turn(1, head));
    EXPECT_EQ(desk.next()->events.size(), batch_events_max);
    const auto rest = desk.next();
    EXPECT_EQ(rest->events.size(), 1u);
    EXPECT_EQ(rest->head_before, batch_events_max);
}

TEST(GroupCommit, fills_a_batch_up_to_its_bytes_and_not_one_beyond) {
    GroupCommit desk;
    desk.add(turn(1, 0, 1, batch_bytes_max - 1));
    desk.add(turn(1, 1, 1, 1));
    desk.add(turn(1, 2, 1, 1));
    EXPECT_EQ(desk.next()->head_after, 2u);
    EXPECT_EQ(desk.next()->head_after, 3u);
}

TEST(GroupCommit, lets_a_turn_that_is_larger_go_alone) {
    GroupCommit desk;
    desk.add(turn(1, 0));
    desk.add(turn(1, 1, batch_events_max + 1));
    desk.add(turn(1, batch_events_max + 2));
    EXPECT_EQ(desk.next()->events.size(), 1u);
    EXPECT_EQ(desk.next()->events.size(), batch_events_max + 1);
    EXPECT_EQ(desk.next()->events.size(), 1u);
}

TEST(GroupCommit, drops_what_waits_of_one_centre_alone) {
    GroupCommit desk;
    desk.add(turn(1, 0, 5));
    desk.add(turn(2, 0, 7));
    desk.drop(id<CentreId>(1));
    EXPECT_EQ(desk.events(), 7u);
    EXPECT_EQ(desk.next()->centre, id<CentreId>(2));
    EXPECT_TRUE(desk.empty());
}

TEST(GroupCommitDeathTest, stops_on_a_gap_between_turns) {
    GroupCommit desk;
    desk.add(turn(1, 0));
    EXPECT_DEATH(desk.add(turn(1, 2)), "head_after == turn.head_before");
}

}  // namespace
}  // namespace relais
