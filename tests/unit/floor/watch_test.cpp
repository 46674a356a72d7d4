// What supervisors see and agents do not: who waits, who talks, and what was done by hand.
#include "relais/floor/watch.hpp"

#include <gtest/gtest.h>

#include "last_frame.hpp"

namespace relais::test {
namespace {

constexpr std::uint64_t sonia = 9;

template <class Kind>
std::optional<Kind> last(const Centre& centre) {
    return last_frame<Kind, ToSupervisors>(centre);
}

std::optional<WaitingHere> waiting_here(const Centre& centre, std::uint64_t entry_point) {
    std::optional<WaitingHere> found;
    for (const Output& output : centre.outputs) {
        const auto* frame = std::get_if<WaitingFrame>(&output.frame);
        if (!frame) continue;
        for (const WaitingHere& here : frame->entry_points) {
            if (here.id == entry_point_id(entry_point)) found = here;
        }
    }
    return found;
}

AgentSnapshot snapshot_of(Centre& centre, std::uint64_t n) {
    const auto frames = Centre::frames<AgentSnapshot>(centre.run({centre.of_agent(n, ConnectAgent{}, false)}));
    EXPECT_EQ(frames.size(), 1u);
    return frames.empty() ? AgentSnapshot{} : frames.front();
}

TEST(Watch, TellsSupervisorsWhoWaitsInTheOrderOfWaiting) {
    Centre centre;
    centre.run({centre.of_agent(sonia, ConnectAgent{}, false)});
    centre.start(1);
    const Instant first = centre.now;
    centre.now += 2s;
    centre.start(2);
    centre.now += 2s;
    centre.start(3, 2);
    centre.leave(1);
    centre.pass(6s);
    const auto lists = last<WaitingListFrame>(centre);
    ASSERT_TRUE(lists.has_value());
    ASSERT_EQ(lists->waiting.size(), 2u);
    const WaitingList& french = lists->waiting[0];
    EXPECT_EQ(french.entry_point, entry_point_id(1));
    EXPECT_EQ(french.total, 2u);
    ASSERT_EQ(french.first.size(), 2u);
    EXPECT_EQ(french.first[0].id, centre.of(1));
    EXPECT_EQ(french.first[0].arrival, first);
    EXPECT_EQ(french.first[0].since, first);
    EXPECT_EQ(french.first[0].position, 1u);
    EXPECT_EQ(french.first[0].presence, VisitorPresence::away);
    EXPECT_EQ(french.first[0].language, "fr");
    EXPECT_EQ(french.first[1].id, centre.of(2));
    EXPECT_EQ(french.first[1].position, 2u);
    EXPECT_EQ(french.first[1].presence, VisitorPresence::here);
    EXPECT_EQ(lists->waiting[1].entry_point, entry_point_id(2));
    EXPECT_EQ(lists->waiting[1].first.at(0).position, 1u);
}

TEST(Watch, CountsTheWaitOfARequeuedVisitorFromTheRequeueAndKeepsHisArrival) {
    Centre centre;
    centre.run({centre.of_agent(sonia, ConnectAgent{}, false)});
    centre.sign_in(1);
    centre.start(1);
    const Instant arrival = centre.now;
    centre.agent(1, AcceptOffer{centre.of(1)});
    centre.now += 60s;
    centre.agent(1, RequeueAsAgent{centre.of(1)});
    const Instant requeued = centre.now;
    centre.pass(1s);
    const WaitingConversation waits = last<WaitingListFrame>(centre).value().waiting.at(0).first.at(0);
    EXPECT_EQ(waits.arrival, arrival);
    EXPECT_EQ(waits.since, requeued);
    EXPECT_EQ(waits.episode, 2u);
}

TEST(Watch, IsNotMadeWhileNoSupervisorIsConnected) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    centre.agent(1, SetStatus{AgentStatus::away, {}});
    centre.pass(5s);
    EXPECT_FALSE(last<WaitingListFrame>(centre).has_value());
    EXPECT_FALSE(last<ChatsFrame>(centre).has_value());
    centre.run({centre.of_agent(sonia, ConnectAgent{}, false)});
    centre.start(2);
    centre.pass(1s);
    EXPECT_TRUE(last<WaitingListFrame>(centre).has_value());
    EXPECT_TRUE(last<ChatsFrame>(centre).has_value());
}

TEST(Watch, IsInTheSnapshotOfASupervisorAndOfNobodyElse) {
    Centre centre;
    centre.start(1);
    EXPECT_FALSE(snapshot_of(centre, 1).watch.has_value());
    const AgentSnapshot snapshot = snapshot_of(centre, sonia);
    ASSERT_TRUE(snapshot.watch.has_value());
    EXPECT_EQ(snapshot.watch->waiting.at(0).first.at(0).id, centre.of(1));
}

TEST(Watch, IsToldAtMostOnceASecondAndOnlyWhenStored) {
    Centre centre;
    centre.run({centre.of_agent(sonia, ConnectAgent{}, false)});
    centre.pass(2s);
    centre.outputs.clear();
    for (std::uint64_t n = 1; n <= 9; ++n) {
        centre.start(n);
        centre.pass(100ms);
    }
    centre.pass(1s);
    std::size_t told = 0;
    for (const Output& output : centre.outputs) {
        if (!std::holds_alternative<WaitingListFrame>(output.frame)) continue;
        ++told;
        EXPECT_GT(output.depends_on, 0u);
    }
    EXPECT_GE(told, 1u);
    EXPECT_LE(told, 2u);
    EXPECT_EQ(last<WaitingListFrame>(centre).value().waiting.at(0).total, 9u);
}

TEST(Watch, ListsTheFirstTwentyOfAnEntryPointAndCountsTheRest) {
    Centre centre;
    constexpr auto bound = limits::waiting_listed_an_entry_point_max;
    for (std::uint64_t n = 1; n <= bound; ++n) centre.start(n);
    EXPECT_EQ(snapshot_of(centre, sonia).watch->waiting.at(0).first.size(), bound);
    centre.start(bound + 1);
    const WaitingList list = snapshot_of(centre, sonia).watch->waiting.at(0);
    EXPECT_EQ(list.first.size(), bound);
    EXPECT_EQ(list.total, bound + 1);
    EXPECT_EQ(list.first.back().position, bound);
}

TEST(Watch, SharesOneBoundAmongManyEntryPointsAndShowsEachHead) {
    Settings settings = small_settings();
    for (std::uint64_t n = 3; n <= limits::entry_points_a_centre_max; ++n)
        settings.entry_points.push_back({entry_point_id(n), queue_id(1), "more", 1});
    Centre centre(settings);
    std::uint64_t visitor = 0;
    for (std::uint64_t n = 1; n <= limits::entry_points_a_centre_max; ++n) {
        centre.start(++visitor, n);
        centre.start(++visitor, n);
    }
    const Watch watch = snapshot_of(centre, sonia).watch.value();
    EXPECT_EQ(watch.waiting.size(), limits::entry_points_a_centre_max);
    std::size_t listed = 0;
    for (const WaitingList& list : watch.waiting) {
        EXPECT_EQ(list.total, 2u);
        EXPECT_GE(list.first.size(), 1u);
        listed += list.first.size();
    }
    EXPECT_LE(listed, limits::waiting_listed_max);
}

TEST(Watch, TellsWhoTalksWithWhomOffersFirstThenTheLongest) {
    Centre centre;
    centre.run({centre.of_agent(sonia, ConnectAgent{}, false)});
    centre.sign_in(1);
    centre.start(1);
    centre.now += 1s;
    centre.agent(1, AcceptOffer{centre.of(1)});
    const Instant accepted = centre.now;
    centre.now += 4s;
    centre.start(2);
    centre.pass(1s);
    const RunningChats chats = last<ChatsFrame>(centre).value().chats;
    EXPECT_EQ(chats.total, 2u);
    ASSERT_EQ(chats.first.size(), 2u);
    EXPECT_EQ(chats.first[0].conversation, centre.of(2));
    EXPECT_EQ(chats.first[0].held_as, SeatUse::offer);
    EXPECT_EQ(chats.first[1].conversation, centre.of(1));
    EXPECT_EQ(chats.first[1].agent, agent_id(1));
    EXPECT_EQ(chats.first[1].held_as, SeatUse::active);
    EXPECT_EQ(chats.first[1].since, accepted);
    EXPECT_EQ(chats.first[1].entry_point, entry_point_id(1));
}

TEST(Watch, ListsABoundedNumberOfChatsAndCountsThemAll) {
    constexpr std::uint64_t agents = limits::chats_listed_max / 3 + 1;
    Settings settings = small_settings();
    for (std::uint64_t n = 0; n < agents; ++n)
        settings.agents.push_back({agent_id(100 + n), "more", Role::agent, 3, 3, false});
    Centre centre(settings);
    for (std::uint64_t n = 0; n < agents; ++n) centre.sign_in(100 + n);
    for (std::uint64_t n = 1; n <= limits::chats_listed_max; ++n) centre.start(n);
    EXPECT_EQ(snapshot_of(centre, sonia).watch->chats.first.size(), limits::chats_listed_max);
    centre.start(limits::chats_listed_max + 1);
    const RunningChats chats = snapshot_of(centre, sonia).watch->chats;
    EXPECT_EQ(chats.first.size(), limits::chats_listed_max);
    EXPECT_EQ(chats.total, limits::chats_listed_max + 1);
}

TEST(EntryPoints, SayWhyTheyAreAsTheyAreAndSinceWhen) {
    Centre centre;
    centre.sign_in(1);
    const Instant opened = centre.now;
    centre.pass(3s);
    EXPECT_EQ(waiting_here(centre, 1)->cause, AvailabilityCause::seats);
    EXPECT_EQ(waiting_here(centre, 1)->since, opened);
    for (std::uint64_t n = 1; n <= 3; ++n) centre.start(n);
    const Instant full = centre.now;
    centre.pass(2s);
    EXPECT_EQ(waiting_here(centre, 1)->cause, AvailabilityCause::no_seat);
    // Full as before, but for another reason: no event tells that, the page does.
    centre.start(4);
    centre.pass(2s);
    EXPECT_EQ(waiting_here(centre, 1)->state, Availability::full);
    EXPECT_EQ(waiting_here(centre, 1)->cause, AvailabilityCause::someone_waits);
    EXPECT_EQ(waiting_here(centre, 1)->since, full);
}

TEST(EntryPoints, SayWhoSetThemByHandWhenAndWhyUntilTheyAreAutomaticAgain) {
    Centre centre;
    centre.sign_in(1);
    centre.now += 5s;
    centre.agent(sonia, SetEntryPointByHand{entry_point_id(1), ByHand::closed, "fire drill"});
    const Instant closed = centre.now;
    centre.pass(2s);
    const auto here = waiting_here(centre, 1);
    EXPECT_EQ(here->cause, AvailabilityCause::by_hand);
    EXPECT_EQ(here->since, closed);
    EXPECT_EQ(here->set_by, agent_id(sonia));
    EXPECT_EQ(here->set_by_name, "Sonia");
    EXPECT_EQ(here->set_at, closed);
    EXPECT_EQ(here->set_reason, "fire drill");
    centre.agent(sonia, SetEntryPointByHand{entry_point_id(1), ByHand::automatic, "over"});
    centre.pass(2s);
    EXPECT_EQ(waiting_here(centre, 1)->set_at, Instant{});
    EXPECT_EQ(waiting_here(centre, 1)->set_reason, "");
}

TEST(EntryPoints, SayTheSameAfterARestart) {
    Centre before;
    before.sign_in(1);
    before.now += 5s;
    before.agent(sonia, SetEntryPointByHand{entry_point_id(1), ByHand::closed, "fire drill"});
    const Instant closed = before.now;
    before.pass(60s);
    Centre after;
    after.floor = Floor(centre_id());
    after.now = before.now + 5s;
    after.floor.restore(before.floor.durable_state(), after.now);
    after.outputs.clear();
    after.apply(small_settings());
    after.pass(2s);
    const auto here = waiting_here(after, 1);
    ASSERT_TRUE(here.has_value());
    EXPECT_EQ(here->cause, AvailabilityCause::by_hand);
    EXPECT_EQ(here->since, closed);
    EXPECT_EQ(here->set_by_name, "Sonia");
    EXPECT_EQ(here->set_at, closed);
    EXPECT_EQ(here->set_reason, "fire drill");
}

TEST(Acts, AreToldToSupervisorsWithTheirReasonWhenTheyAreStored) {
    Centre centre;
    centre.sign_in(1);
    centre.agent(sonia, SetEntryPointByHand{entry_point_id(2), ByHand::open, "exhibition"});
    const Act opened = last<ActFrame>(centre).value().act;
    EXPECT_EQ(opened.by_name, "Sonia");
    EXPECT_EQ(opened.entry_point, entry_point_id(2));
    EXPECT_EQ(opened.of_name, "English");
    EXPECT_EQ(opened.by_hand, ByHand::open);
    EXPECT_EQ(opened.reason, "exhibition");
    EXPECT_EQ(opened.at, centre.now);
    const Turn turn = centre.agent(sonia, ForceStatus{agent_id(1), AgentStatus::away, "meeting"});
    const Act forced = last<ActFrame>(centre).value().act;
    EXPECT_EQ(forced.agent, agent_id(1));
    EXPECT_EQ(forced.of_name, "Anna");
    EXPECT_EQ(forced.status, AgentStatus::away);
    EXPECT_EQ(forced.reason, "meeting");
    EXPECT_GT(forced.number, opened.number);
    for (const Output& output : turn.outputs) {
        if (std::holds_alternative<ActFrame>(output.frame)) {
            EXPECT_EQ(output.depends_on, forced.number);
        }
    }
}

TEST(Acts, AreNotWhatAgentsChooseThemselves) {
    Centre centre;
    centre.sign_in(1);
    centre.agent(1, SetStatus{AgentStatus::away, "lunch"});
    centre.agent(1, SignOut{});
    EXPECT_FALSE(last<ActFrame>(centre).has_value());
}

TEST(Acts, KeepTheReasonOfAnAgentSentHome) {
    Centre centre;
    centre.sign_in(1);
    centre.agent(sonia, ForceStatus{agent_id(1), AgentStatus::offline, "ill"});
    EXPECT_EQ(centre.who(1).record.status, AgentStatus::offline);
    EXPECT_EQ(centre.who(1).record.reason, "ill");
    EXPECT_EQ(last<ActFrame>(centre).value().act.reason, "ill");
}

TEST(Acts, OfTheSameSettingForAnotherReasonAreStoredTooAndCopiesAreNot) {
    Centre centre;
    centre.agent(sonia, SetEntryPointByHand{entry_point_id(1), ByHand::closed, "fire drill"});
    centre.agent(sonia, SetEntryPointByHand{entry_point_id(1), ByHand::closed, "fire drill"});
    EXPECT_EQ(centre.count<EntryPointSetByHand>(), 1u);
    centre.agent(sonia, SetEntryPointByHand{entry_point_id(1), ByHand::closed, "the building is empty"});
    EXPECT_EQ(centre.count<EntryPointSetByHand>(), 2u);
    centre.pass(2s);
    EXPECT_EQ(waiting_here(centre, 1)->set_reason, "the building is empty");
}

}  // namespace
}  // namespace relais::test
