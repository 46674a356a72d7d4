#include <gtest/gtest.h>

#include "rows_of.hpp"

namespace relais {
namespace {

using test::conversation;
using test::id;
using test::seat;
using test::turn;

TEST(Merge, puts_the_later_events_behind_and_adds_the_bytes) {
    Batch earlier = turn(1, 10, 2, 30);
    merge(earlier, turn(1, 12, 3, 70));
    EXPECT_EQ(earlier.head_before, 10u);
    EXPECT_EQ(earlier.head_after, 15u);
    EXPECT_EQ(earlier.bytes, 100u);
    ASSERT_EQ(earlier.events.size(), 5u);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(earlier.events[i].number, 11 + i);
}

TEST(Merge, keeps_the_later_state_of_a_row_in_the_place_of_the_earlier) {
    Batch earlier = turn(1, 0);
    earlier.changes.conversations = {conversation(1, ConversationState::waiting),
                                     conversation(2, ConversationState::waiting)};
    Batch later = turn(1, 1);
    later.changes.conversations = {conversation(3, ConversationState::waiting),
                                   conversation(1, ConversationState::active)};
    merge(earlier, std::move(later));
    const std::vector<ConversationRecord> expected{conversation(1, ConversationState::active),
                                                   conversation(2, ConversationState::waiting),
                                                   conversation(3, ConversationState::waiting)};
    EXPECT_EQ(earlier.changes.conversations, expected);
}

TEST(Merge, takes_the_number_of_an_offer_and_of_an_episode_as_part_of_the_key) {
    Batch earlier = turn(1, 0);
    OfferRecord offer;
    offer.conversation = id<ConversationId>(1);
    offer.number = 5;
    earlier.changes.offers = {offer};
    EpisodeRecord episode;
    episode.conversation = id<ConversationId>(1);
    earlier.changes.episodes = {episode};

    Batch later = turn(1, 1);
    offer.number = 6;
    later.changes.offers = {offer};
    episode.n = 2;
    later.changes.episodes = {episode};
    merge(earlier, std::move(later));
    EXPECT_EQ(earlier.changes.offers.size(), 2u);
    EXPECT_EQ(earlier.changes.episodes.size(), 2u);
}

TEST(Merge, replaces_all_seats_of_an_agent_who_changed_later) {
    Batch earlier = turn(1, 0);
    earlier.changes.agents_with_seats_changed = {id<AgentId>(1), id<AgentId>(2)};
    earlier.changes.seats = {seat(1, 1, 1), seat(1, 2, 2), seat(2, 1, 3)};
    Batch later = turn(1, 1);
    later.changes.agents_with_seats_changed = {id<AgentId>(1), id<AgentId>(3)};
    later.changes.seats = {seat(1, 2, 2)};
    merge(earlier, std::move(later));
    EXPECT_EQ(earlier.changes.seats, (std::vector<SeatRecord>{seat(2, 1, 3), seat(1, 2, 2)}));
    EXPECT_EQ(earlier.changes.agents_with_seats_changed,
              (std::vector<AgentId>{id<AgentId>(1), id<AgentId>(2), id<AgentId>(3)}));
}

TEST(Merge, forgets_the_seats_of_an_agent_who_has_none_later) {
    Batch earlier = turn(1, 0);
    earlier.changes.agents_with_seats_changed = {id<AgentId>(1)};
    earlier.changes.seats = {seat(1, 1, 1)};
    Batch later = turn(1, 1);
    later.changes.agents_with_seats_changed = {id<AgentId>(1)};
    merge(earlier, std::move(later));
    EXPECT_TRUE(earlier.changes.seats.empty());
}

TEST(Merge, gives_the_same_rows_above_and_below_the_size_at_which_it_makes_an_index) {
    for (const std::uint64_t rows : {std::uint64_t{8}, std::uint64_t{500}}) {
        Batch earlier = turn(1, 0);
        Batch later = turn(1, 1);
        for (std::uint64_t n = 0; n < rows; ++n) {
            earlier.changes.clients.push_back({id<ClientId>(n), 1, test::at(0)});
            later.changes.clients.push_back({id<ClientId>(n + rows / 2), 2, test::at(1)});
        }
        merge(earlier, std::move(later));
        ASSERT_EQ(earlier.changes.clients.size(), rows + rows / 2);
        for (std::uint64_t n = 0; n < earlier.changes.clients.size(); ++n) {
            EXPECT_EQ(earlier.changes.clients[n].id, id<ClientId>(n));
            EXPECT_EQ(earlier.changes.clients[n].last_number, n < rows / 2 ? 1u : 2u);
        }
    }
}

}  // namespace
}  // namespace relais
