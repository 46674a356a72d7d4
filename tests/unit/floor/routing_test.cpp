#include <gtest/gtest.h>

#include "centre.hpp"

namespace relais::test {
namespace {

TEST(Route, OffersAnArrivalToAFreeAgentInTheSameTurn) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    EXPECT_EQ(centre.record(1).state, ConversationState::offered);
    EXPECT_EQ(centre.conversation(1).offer->agent, agent_id(1));
}

TEST(Route, PrefersFewestSeatsThenLongestSinceTheLastAssignment) {
    Centre centre;
    centre.sign_in(1);
    centre.now += 1s;
    centre.sign_in(2);
    centre.start(1);
    EXPECT_EQ(centre.conversation(1).offer->agent, agent_id(1));
    centre.now += 1s;
    centre.start(2);
    EXPECT_EQ(centre.conversation(2).offer->agent, agent_id(2));
    centre.now += 1s;
    centre.start(3);
    EXPECT_EQ(centre.conversation(3).offer->agent, agent_id(1));
}

TEST(Route, NeverGivesAFourthChat) {
    Centre centre;
    centre.sign_in(1);
    for (std::uint64_t n = 1; n <= 4; ++n) centre.start(n);
    EXPECT_EQ(centre.seats(1), 3u);
    EXPECT_EQ(centre.record(4).state, ConversationState::waiting);
}

TEST(Route, GivesAFreedSeatToWhoWaitsLongestInTheSameTurn) {
    Centre centre;
    centre.sign_in(1);
    for (std::uint64_t n = 1; n <= 5; ++n) {
        centre.start(n);
        centre.now += 100ms;
    }
    centre.agent(1, AcceptOffer{centre.of(1)});
    const Turn turn = centre.agent(1, EndAsAgent{centre.of(1)});
    EXPECT_EQ(centre.record(4).state, ConversationState::offered);
    EXPECT_EQ(centre.record(5).state, ConversationState::waiting);
}

TEST(Route, AsksForTheSkillsOfTheEntryPoint) {
    Settings settings = small_settings();
    settings.agents[0].skills = 1;
    Centre centre(settings);
    centre.sign_in(1);
    centre.start(1, 2);
    EXPECT_EQ(centre.record(1).state, ConversationState::waiting);
    centre.sign_in(2);
    EXPECT_EQ(centre.conversation(1).offer->agent, agent_id(2));
}

TEST(Route, SkipsAVisitorWithoutASocketAndKeepsHisPlace) {
    Centre centre;
    centre.start(1);
    centre.now += 1s;
    centre.start(2);
    centre.leave(1);
    centre.sign_in(1);
    EXPECT_EQ(centre.record(2).state, ConversationState::offered);
    EXPECT_EQ(centre.record(1).state, ConversationState::waiting);
    centre.arrive(1);
    EXPECT_EQ(centre.record(1).state, ConversationState::offered);
}

TEST(Offer, ThatRunsOutGoesToTheNextAgentAndTheVisitorKeepsThePlace) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.sign_in(2);
    centre.pass(10s);
    EXPECT_EQ(centre.count<OfferMissed>(), 1u);
    EXPECT_EQ(centre.conversation(1).offer->agent, agent_id(2));
    EXPECT_EQ(centre.record(1).arrival, start_of_day);
}

TEST(Offer, BeginsToRunWhenItsFrameIsReleased) {
    Centre centre;
    centre.sign_in(1);
    centre.storing = false;
    centre.start(1);
    centre.now += 900ms;
    centre.run({});
    centre.storing = true;
    centre.run({});
    centre.run({});
    centre.pass(9999ms);
    EXPECT_EQ(centre.count<OfferMissed>(), 0u);
    centre.pass(1ms);
    EXPECT_EQ(centre.count<OfferMissed>(), 1u);
}

TEST(Offer, MissedTwiceInARowSetsTheAgentToMissed) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.start(2);
    centre.pass(10s);
    EXPECT_EQ(centre.who(1).record.status, AgentStatus::missed);
    centre.agent(1, SetStatus{AgentStatus::available, {}});
    EXPECT_EQ(centre.who(1).record.status, AgentStatus::available);
}

TEST(Offer, AcceptedLateIsRefusedWithItsReason) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.pass(10s);
    EXPECT_EQ(Centre::refusal(centre.agent(1, AcceptOffer{centre.of(1)})), Refusal::offer_expired);
}

TEST(Exclusion, LapsesAfterFifteenSecondsWhenNobodyElseIsThere) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.agent(1, DeclineOffer{centre.of(1)});
    centre.pass(14'999ms);
    EXPECT_EQ(centre.record(1).state, ConversationState::waiting);
    centre.pass(1ms);
    EXPECT_EQ(centre.record(1).state, ConversationState::offered);
}

TEST(Exclusion, NeverLeavesAVisitorThirtySecondsBesideAnOpenSeat) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.agent(1, DeclineOffer{centre.of(1)});
    centre.sign_in(2);
    ASSERT_EQ(centre.conversation(1).offer->agent, agent_id(2));
    centre.agent(2, DeclineOffer{centre.of(1)});
    centre.pass(26s);
    EXPECT_EQ(centre.record(1).state, ConversationState::offered);
}

TEST(Transfer, LeavesChatAndSeatWithTheSourceUntilTheTargetAccepts) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.agent(1, AcceptOffer{centre.of(1)});
    centre.sign_in(2);
    centre.agent(1, Transfer{centre.of(1), agent_id(2), {}, {}, {}});
    EXPECT_EQ(centre.record(1).agent, agent_id(1));
    EXPECT_EQ(centre.seats(1), 1u);
    EXPECT_EQ(centre.seats(2), 1u);
    centre.agent(2, AcceptOffer{centre.of(1)});
    EXPECT_EQ(centre.record(1).agent, agent_id(2));
    EXPECT_EQ(centre.seats(1), 0u);
    EXPECT_EQ(centre.seats(2), 1u);
}

TEST(Transfer, WithANoteWhoseIdTheVisitorUsedIsRefused) {
    Centre centre;
    centre.sign_in(1);
    centre.sign_in(2);
    centre.start(1);
    centre.agent(1, AcceptOffer{centre.of(1)});
    centre.write(1, 5);
    Transfer transfer;
    transfer.conversation = centre.of(1);
    transfer.note = message_id(5);
    transfer.note_text = std::make_shared<const std::string>("speaks of a refund");
    transfer.to_agent = agent_id(2);
    EXPECT_EQ(Centre::refusal(centre.agent(1, transfer)), Refusal::bad_value);
    transfer.to_agent = AgentId{};
    transfer.to_entry_point = entry_point_id(1);
    EXPECT_EQ(Centre::refusal(centre.agent(1, transfer)), Refusal::bad_value);
    EXPECT_EQ(centre.record(1).agent, agent_id(1));
}

TEST(Transfer, ToAFullAgentIsRefused) {
    Settings settings = small_settings();
    settings.agents[1].seats = 1;
    Centre centre(settings);
    centre.sign_in(2);
    centre.start(1);
    centre.sign_in(1);
    centre.start(2);
    centre.agent(1, AcceptOffer{centre.of(2)});
    EXPECT_EQ(Centre::refusal(centre.agent(1, Transfer{centre.of(2), agent_id(2), {}, {}, {}})), Refusal::agent_full);
}

TEST(Transfer, ThatTimesOutStaysWithTheSource) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.agent(1, AcceptOffer{centre.of(1)});
    centre.sign_in(2);
    centre.agent(1, Transfer{centre.of(1), agent_id(2), {}, {}, {}});
    centre.pass(10s);
    EXPECT_EQ(centre.record(1).agent, agent_id(1));
    EXPECT_EQ(centre.record(1).state, ConversationState::active);
    EXPECT_EQ(centre.seats(2), 0u);
}

}  // namespace
}  // namespace relais::test
