#include <gtest/gtest.h>

#include "centre.hpp"

namespace relais::test {
namespace {

TEST(Presence, WithinTheGraceNothingChanges) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.agent(1, AcceptOffer{centre.of(1)});
    centre.lose(1);
    EXPECT_EQ(centre.availability(1), Availability::closed);
    centre.pass(19'999ms);
    centre.back(1);
    EXPECT_EQ(centre.record(1).agent, agent_id(1));
    EXPECT_EQ(centre.who(1).record.status, AgentStatus::available);
    centre.pass(1min);
    EXPECT_EQ(centre.record(1).agent, agent_id(1));
}

TEST(Presence, AtTheEndOfTheGraceTheChatsGoBackToTheHeadOfTheQueue) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.agent(1, AcceptOffer{centre.of(1)});
    centre.now += 5s;
    centre.start(2);
    centre.lose(1);
    centre.pass(20s);
    EXPECT_EQ(centre.who(1).record.status, AgentStatus::offline);
    EXPECT_EQ(centre.record(1).state, ConversationState::waiting);
    centre.sign_in(2);
    centre.pass(0ms);
    EXPECT_EQ(centre.record(1).state, ConversationState::offered);
    EXPECT_EQ(centre.record(1).episode, 2u);
}

TEST(Presence, AnOfferIsWithdrawnNotMissedWhenTheAgentDisappears) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.lose(1);
    EXPECT_EQ(centre.count<OfferWithdrawn>(), 1u);
    EXPECT_EQ(centre.count<OfferMissed>(), 0u);
    EXPECT_TRUE(centre.record(1).excluded.empty());
}

TEST(Visitors, WhoWaitWithoutASocketAreAbandonedAfterTwoMinutesDatedAtTheLastSign) {
    Centre centre;
    centre.start(1);
    centre.now += 3s;
    centre.leave(1);
    const Instant left = centre.now;
    centre.pass(119'999ms);
    EXPECT_EQ(centre.record(1).state, ConversationState::waiting);
    centre.pass(1ms);
    EXPECT_EQ(centre.record(1).state, ConversationState::ended);
    EXPECT_EQ(centre.record(1).ended_why, EndWhy::abandoned);
    EXPECT_EQ(centre.conversation(1).episode.over, left);
    EXPECT_EQ(centre.conversation(1).episode.outcome, EpisodeOutcome::abandoned);
}

TEST(Visitors, WhoLeaveAnActiveChatFreeTheSeatAfterThreeMinutesAndMayReopen) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.agent(1, AcceptOffer{centre.of(1)});
    centre.leave(1);
    centre.pass(180s);
    EXPECT_EQ(centre.seats(1), 0u);
    const ConversationId before = centre.of(1);
    centre.arrive(1);
    centre.write(1, 77);
    EXPECT_EQ(centre.of(1), before);
    EXPECT_EQ(centre.conversation(1).offer->agent, agent_id(1));
    EXPECT_EQ(centre.conversation(1).episode.cause, EpisodeCause::reopening);
}

TEST(Visitors, SilentButPresentAreWarnedAtFifteenMinutesAndEndedAtTwenty) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.agent(1, AcceptOffer{centre.of(1)});
    centre.pass(15min);
    EXPECT_EQ(centre.count<SilenceWarned>(), 1u);
    centre.pass(5min);
    EXPECT_EQ(centre.record(1).state, ConversationState::ended);
    EXPECT_EQ(centre.record(1).ended_why, EndWhy::silent);
}

TEST(Visitors, GetTheChoicesAtFifteenSeconds) {
    Centre centre;
    centre.start(1);
    centre.pass(14'999ms);
    EXPECT_FALSE(centre.conversation(1).choices);
    centre.pass(1ms);
    EXPECT_TRUE(centre.conversation(1).choices);
    centre.visitor(1, KeepWaiting{centre.of(1)});
    EXPECT_FALSE(centre.conversation(1).choices);
    centre.pass(30s);
    EXPECT_TRUE(centre.conversation(1).choices);
}

TEST(Clients, OfWhomNothingWasAcceptedAreForgottenAfterAnHour) {
    Centre centre;
    centre.floor = Floor(centre_id());
    centre.durable = 0;
    centre.floor.restore(Recovered{}, centre.now);
    centre.apply(small_settings());
    centre.sign_in(1);
    centre.arrive(1);
    centre.visitor(1, KeepWaiting{});
    centre.start(2);
    const auto& clients = centre.floor.state().clients;
    ASSERT_TRUE(clients.contains(client_id(1)) && clients.contains(client_id(2)));
    centre.pass(59min);
    EXPECT_TRUE(clients.contains(client_id(1)));
    centre.pass(61min);
    EXPECT_FALSE(clients.contains(client_id(1)));
    EXPECT_TRUE(clients.contains(client_id(2)));
    centre.pass(25h);
    EXPECT_FALSE(clients.contains(client_id(2)));
}

TEST(Messages, RepeatedUnderTheSameIdAreStoredOnceWithTheOriginalAnswer) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    const Turn first = centre.write(1, 5);
    const Turn again = centre.write(1, 5);
    const auto one = Centre::frames<AckFrame>(first).at(0).ack;
    const auto two = Centre::frames<AckFrame>(again).at(0).ack;
    EXPECT_EQ(one.seq, two.seq);
    EXPECT_EQ(centre.conversation(1).lines.size(), 2u);
}

TEST(Messages, OfAConversationTheFloorForgotAreLookedUpInStorageFirst) {
    Centre centre;
    centre.floor.answer_lookups();
    centre.arrive(1);
    PostAsVisitor post;
    post.message = message_id(5);
    post.text = std::make_shared<const std::string>("encore");
    post.conversation = ConversationId{uuid(10, 77)};
    Command command = centre.of_visitor(1, post);
    const Turn asked = centre.run({command});
    ASSERT_EQ(asked.lookups.size(), 1u);
    EXPECT_TRUE(Centre::frames<AckFrame>(asked).empty());
    std::get<PostAsVisitor>(command.body).lookup = Lookup{true, ConversationId{uuid(10, 77)}, 4, 3, start_of_day};
    const Turn answered = centre.run({command});
    EXPECT_EQ(Centre::frames<AckFrame>(answered).at(0).ack.seq, 3u);
    std::get<PostAsVisitor>(command.body).message = message_id(6);
    std::get<PostAsVisitor>(command.body).lookup = Lookup{true, {}, 0, 0, {}};
    command.number = 2;
    EXPECT_EQ(Centre::refusal(centre.run({command})), Refusal::unknown_conversation);
}

TEST(Messages, OfAnAgentAreKnownAgainAfterTheConversationWasPutBack) {
    Centre centre;
    centre.sign_in(1);
    const ConversationId id = centre.start(1);
    centre.agent(1, AcceptOffer{id});
    const PostAsAgent post{id, message_id(5), std::make_shared<const std::string>("bonjour"), {}};
    const auto first = Centre::frames<AckFrame>(centre.agent(1, post)).at(0).ack;
    centre.agent(1, RequeueAsAgent{id});
    const auto copy = Centre::frames<AckFrame>(centre.agent(1, post)).at(0).ack;
    EXPECT_EQ(copy.position, first.position);
    PostAsAgent other = post;
    other.message = message_id(6);
    EXPECT_EQ(Centre::refusal(centre.agent(1, other)), Refusal::not_your_conversation);
}

TEST(Messages, OfAnEarlierConversationAreKnownAgainInTheNext) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    const ConversationId earlier = centre.of(1);
    const auto first = Centre::frames<AckFrame>(centre.write(1, 5)).at(0).ack;
    LeaveMessage leave;
    leave.message.id = message_id(7);
    leave.message.conversation = earlier;
    centre.visitor(1, leave);
    centre.write(1, 6);
    ASSERT_NE(centre.of(1), earlier);
    const auto copy = Centre::frames<AckFrame>(centre.write(1, 5)).at(0).ack;
    EXPECT_EQ(copy.conversation, earlier);
    EXPECT_EQ(copy.seq, first.seq);
    EXPECT_EQ(centre.conversation(1).lines.size(), 1u);
}

TEST(Messages, LeftAndDoneAreNotLeftAgainByALateCopy) {
    Centre centre;
    centre.sign_in(1);
    centre.arrive(1);
    LeaveMessage leave;
    leave.message.id = message_id(7);
    leave.message.entry_point = entry_point_id(1);
    centre.visitor(1, leave);
    ASSERT_EQ(centre.count<MessageLeft>(), 1u);
    centre.agent(1, MarkLeftMessageDone{message_id(7)});
    EXPECT_FALSE(Centre::frames<AckFrame>(centre.visitor(1, leave)).empty());
    EXPECT_EQ(centre.count<MessageLeft>(), 1u);
}

TEST(Messages, LeftByWhoIsGoneInTheSameTurnHaveTheirVisitor) {
    Centre centre;
    centre.arrive(1);
    LeaveMessage leave;
    leave.message.id = message_id(7);
    leave.message.visitor = visitor_id(1);
    leave.message.site = site_id(1);
    leave.message.entry_point = entry_point_id(1);
    const Turn turn = centre.run({centre.of_visitor(1, leave), centre.of_visitor(1, DisconnectVisitor{}, false)});
    EXPECT_EQ(centre.count<MessageLeft>(), 1u);
    ASSERT_EQ(turn.changes.visitors.size(), 1u);
    EXPECT_EQ(turn.changes.visitors[0].id, visitor_id(1));
    EXPECT_FALSE(centre.floor.state().visitors.contains(visitor_id(1))) << "nothing else is to be remembered of him";
}

TEST(Messages, ReadShortlyBeforeTheConversationIsForgottenAreReadInItsRow) {
    Centre centre;
    centre.sign_in(1);
    const ConversationId id = centre.start(1);
    centre.agent(1, AcceptOffer{id});
    centre.agent(1, EndAsAgent{id});
    centre.agent(1, FinishWrapUp{id});
    centre.pass(Rules{}.reopen_within - Rules{}.read_pause - 1s);
    centre.run({centre.of_visitor(1, ReadAsVisitor{id, 2}, false)});
    centre.now += 1h;  // the process stood still: both are due
    const Turn turn = centre.run({});
    ASSERT_FALSE(centre.floor.state().conversations.contains(id));
    ASSERT_EQ(turn.changes.conversations.size(), 1u);
    EXPECT_EQ(turn.changes.conversations[0].visitor_read_seq, 2u);
    EXPECT_EQ(turn.changes.episodes.size(), 1u);
}

TEST(Messages, NotesHaveNoSeq) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.agent(1, AcceptOffer{centre.of(1)});
    const Turn turn =
        centre.agent(1, PostNote{centre.of(1), message_id(9), std::make_shared<const std::string>("vip"), {}});
    for (const Output& output : turn.outputs) {
        if (std::holds_alternative<LineFrame>(output.frame)) {
            EXPECT_FALSE(std::holds_alternative<ToVisitor>(output.to));
        }
    }
    EXPECT_EQ(centre.conversation(1).lines.back().seq, 0u);
}

TEST(Commands, OutOfOrderAreRefusedTransientlyWithTheNumberExpected) {
    Centre centre;
    centre.arrive(1);
    Command command = centre.of_visitor(1, KeepWaiting{});
    command.number = 5;
    const Turn turn = centre.run({command});
    const auto refused = Centre::frames<RefusedFrame>(turn).at(0);
    EXPECT_EQ(refused.refusal, Refusal::out_of_order);
    EXPECT_EQ(refused.next, 1u);
    EXPECT_EQ(turn.outputs.at(0).depends_on, 0u);
}

TEST(Storage, LateFreezesTheBusinessClockAndShiftsEveryDeadline) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.pass(1s);
    centre.storing = false;
    centre.write(1, 50);
    centre.pass(30s);
    EXPECT_TRUE(centre.floor.state().storing_late);
    EXPECT_EQ(centre.count<OfferMissed>(), 0u);
    centre.storing = true;
    centre.durable = centre.floor.state().head;
    centre.pass(7s);
    EXPECT_FALSE(centre.floor.state().storing_late);
    EXPECT_EQ(centre.count<OfferMissed>(), 0u);
    centre.pass(2s);
    EXPECT_EQ(centre.count<OfferMissed>(), 1u);
}

TEST(Storage, WithoutRoomForAMessageThereIsRoomForSettings) {
    Centre centre;
    centre.start(1);
    centre.storing = false;
    std::uint64_t message = 50;
    while (Centre::refusal(centre.write(1, ++message)) != Refusal::unavailable) ASSERT_LT(message, 10'000u);
    Settings settings = small_settings();
    settings.version = 2;
    settings.agents[0].seats = 1;
    centre.apply(settings);
    EXPECT_EQ(centre.who(1).settings.seats, 1u);
}

TEST(Availability, ClosesWithTheLastSeatAndOpensWithTheFirst) {
    Settings settings = small_settings();
    settings.agents[0].seats = 1;
    Centre centre(settings);
    EXPECT_EQ(centre.availability(1), Availability::closed);
    centre.sign_in(1);
    EXPECT_EQ(centre.availability(1), Availability::open);
    centre.start(1);
    EXPECT_EQ(centre.availability(1), Availability::full);
    centre.agent(1, AcceptOffer{centre.of(1)});
    centre.agent(1, EndAsAgent{centre.of(1)});
    EXPECT_EQ(centre.availability(1), Availability::open);
}

TEST(Leases, AdmitExactlyAsManyAsThereAreSeats) {
    Settings settings = small_settings();
    settings.agents[0].seats = 1;
    Centre centre(settings);
    centre.sign_in(1);
    std::size_t admitted = 0;
    for (std::uint64_t n = 1; n <= 50; ++n) {
        centre.arrive(n);
        if (!Centre::refusal(centre.visitor(n, Admit{site_id(1), entry_point_id(1), {}}))) ++admitted;
    }
    EXPECT_EQ(admitted, 1u);
    EXPECT_EQ(centre.availability(1), Availability::full);
    centre.pass(60s);
    EXPECT_EQ(centre.availability(1), Availability::open);
}

TEST(Leases, OfOneLanguageLeaveTheButtonOfAnotherWhenSeatsSuffice) {
    Settings settings = small_settings();
    settings.agents[0].skills = 1;  // French only
    settings.agents[0].seats = 1;
    settings.agents[1].seats = 1;  // both
    Centre centre(settings);
    centre.sign_in(1);
    centre.sign_in(2);
    centre.arrive(1);
    centre.visitor(1, Admit{site_id(1), entry_point_id(1), {}});
    EXPECT_EQ(centre.availability(2), Availability::open);
    EXPECT_EQ(centre.availability(1), Availability::open);
    centre.arrive(2);
    centre.visitor(2, Admit{site_id(1), entry_point_id(1), {}});
    EXPECT_EQ(centre.availability(2), Availability::full);
}

TEST(Restore, GivesBackTheSameDurableState) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.agent(1, AcceptOffer{centre.of(1)});
    centre.start(2);
    const Recovered before = centre.floor.durable_state();
    Floor again(centre_id());
    again.restore(before, centre.now);
    const Recovered after = again.durable_state();
    EXPECT_EQ(before.conversations, after.conversations);
    EXPECT_EQ(before.seats, after.seats);
    EXPECT_EQ(before.offers, after.offers);
    EXPECT_EQ(before.agents, after.agents);
    EXPECT_EQ(before.episodes, after.episodes);
}

TEST(Visitors, AreNotRememberedByNameForLongerBecauseTheirPageStaysOpen) {
    Centre centre;
    centre.sign_in(1);
    centre.arrive(1);
    Admit admit;
    admit.site = site_id(1);
    admit.entry_point = entry_point_id(1);
    centre.visitor(1, admit);
    PostAsVisitor named;
    named.message = message_id(2);
    named.text = std::make_shared<const std::string>("bonjour");
    named.new_conversation = ConversationId{uuid(10, 1)};
    named.site = site_id(1);
    named.entry_point = entry_point_id(1);
    named.language = "fr";
    named.name = "Zoé";
    centre.visitor(1, named);
    ASSERT_EQ(centre.floor.state().visitors.at(visitor_id(1)).record.name, "Zoé");
    centre.agent(1, AcceptOffer{centre.of(1)});
    centre.agent(1, EndAsAgent{centre.of(1)});
    centre.pass(Rules{}.reopen_within + 1min);
    const Visitor& visitor = centre.floor.state().visitors.at(visitor_id(1));
    EXPECT_TRUE(visitor.conversation.is_nil());
    EXPECT_EQ(visitor.record.name, "");
}

}  // namespace
}  // namespace relais::test
