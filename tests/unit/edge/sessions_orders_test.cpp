// Frames that become commands: completed, checked, limited, and each numbered one answered.
#include <gtest/gtest.h>

#include "relais/wire/encode.hpp"

#include "fake_host.hpp"

namespace relais::edge_test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::string ack(std::uint64_t number) { return wire::encode(AckFrame{number, Ack{}}, wire::Side::visitor, Instant{}); }

TEST(SessionsOrders, APostIsCompletedWithSiteLanguageAndAFreshConversation) {
    Scene scene;
    const ConnectionId visitor = scene.visitor();
    scene.say(visitor, post(1));
    scene.say(visitor, post(2));
    const auto posts = scene.orders<PostAsVisitor>();
    ASSERT_EQ(posts.size(), 2U);
    EXPECT_EQ(posts[0].site, SiteId(Uuid{2, 2}));
    EXPECT_EQ(posts[0].entry_point, entry_point_fr());
    EXPECT_EQ(posts[0].language, "fr");
    EXPECT_FALSE(posts[0].new_conversation.is_nil());
    EXPECT_NE(posts[0].new_conversation, posts[1].new_conversation);
    const Command& command = scene.host.commands.back();
    EXPECT_EQ(command.number, 2U);
    EXPECT_EQ(command.connection, visitor);
    EXPECT_EQ(command.client.value, client_id(1000 + visitor.number));
    EXPECT_FALSE(command.actor.visitor.is_nil());
    EXPECT_TRUE(command.actor.agent.is_nil());
}

TEST(SessionsOrders, AdmissionsAndLeftMessagesAreCompletedToo) {
    Scene scene;
    const ConnectionId visitor = scene.visitor();
    scene.say(visitor, {{"kind", "admit"}, {"n", 1}});
    EXPECT_EQ(scene.orders<Admit>().at(0).address, "203.0.113.9");
    EXPECT_EQ(scene.orders<Admit>().at(0).entry_point, entry_point_fr());
    scene.say(visitor,
              {{"kind", "leave_message"}, {"n", 2}, {"id", some_id}, {"text", "later"}, {"phone", "+33199001234"}});
    const LeftMessage left = scene.orders<LeaveMessage>().at(0).message;
    EXPECT_EQ(left.visitor, scene.host.commands.back().actor.visitor);
    EXPECT_EQ(left.site, SiteId(Uuid{2, 2}));
    EXPECT_EQ(left.language, "fr");
}

TEST(SessionsOrders, AnAddressLeaves5MessagesAtOnceAnd1AMinute) {
    Scene scene;
    const auto leave = [&](std::uint64_t n) {
        const ConnectionId visitor = scene.visitor();
        scene.say(visitor,
                  {{"kind", "leave_message"}, {"n", n}, {"id", some_id}, {"text", "x"}, {"phone", "+33199001234"}});
        return scene.last(visitor);
    };
    for (int count = 0; count < 5; ++count) (void)leave(1);
    EXPECT_EQ(scene.orders<LeaveMessage>().size(), 5U);
    const auto refused = leave(1);
    EXPECT_EQ(refused.at("code"), "rate_limited");
    EXPECT_EQ(refused.at("transient"), true);
    EXPECT_EQ(scene.orders<LeaveMessage>().size(), 5U);
    scene.now += seconds{61};
    (void)leave(1);
    EXPECT_EQ(scene.orders<LeaveMessage>().size(), 6U);
}

TEST(SessionsOrders, CommandsBeforeTheHelloAreRefusedAndConsumeNothing) {
    Scene scene;
    const ConnectionId fresh = scene.visitor_socket();
    scene.say(fresh, post(1));
    EXPECT_EQ(scene.last(fresh).at("code"), "hello_first");
    EXPECT_EQ(scene.last(fresh).at("n"), 1);
    const ConnectionId page = scene.listener();
    scene.say(page, post(1));
    EXPECT_EQ(scene.last(page).at("code"), "hello_first");
    EXPECT_TRUE(scene.host.commands.empty());
}

TEST(SessionsOrders, ABadFrameWithAReadableNumberConsumesItThroughTheFloor) {
    Scene scene;
    const ConnectionId visitor = scene.visitor();
    const std::size_t before = scene.sent(visitor).size();
    scene.say(visitor, {{"kind", "post"}, {"n", 4}, {"id", some_id}, {"text", ""}});
    EXPECT_EQ(scene.orders<RefuseFrame>().at(0).why, Refusal::text_empty);
    EXPECT_EQ(scene.host.commands.back().number, 4U);
    EXPECT_EQ(scene.sent(visitor).size(), before);  // the floor answers
}

TEST(SessionsOrders, ABadFrameWithoutANumberIsRefusedHereAndTheSocketLives) {
    Scene scene;
    const ConnectionId visitor = scene.visitor();
    for (const char* bad : {"", "nonsense", "{\"kind\":\"typing\",\"conversation\":7}", "[]"}) {
        scene.sessions.frame(visitor, bad, scene.now);
        EXPECT_EQ(scene.last(visitor).at("kind"), "refused");
        EXPECT_EQ(scene.last(visitor).at("n"), 0);
    }
    scene.say(visitor, post(1));
    EXPECT_EQ(scene.orders<PostAsVisitor>().size(), 1U);
    EXPECT_EQ(scene.closed_with(visitor), 0);
}

TEST(SessionsOrders, CommandsOfAnotherRoleAreNotAllowed) {
    Scene scene;
    const Json force{{"kind", "force_status"}, {"n", 1}, {"agent", some_id}, {"status", "away"}, {"reason", "x"}};
    scene.say(scene.visitor(), force);
    scene.say(scene.agent(), force);
    scene.say(scene.agent(), {{"kind", "admit"}, {"n", 1}});
    const auto refused = scene.orders<RefuseFrame>();
    ASSERT_EQ(refused.size(), 3U);
    for (const RefuseFrame& one : refused) EXPECT_EQ(one.why, Refusal::not_allowed);
    scene.say(scene.agent(Role::supervisor), force);
    scene.say(scene.agent(Role::admin), force);
    EXPECT_EQ(scene.orders<ForceStatus>().size(), 2U);
}

TEST(SessionsOrders, ThereAreAtMost16UnansweredCommands) {
    Scene scene;
    const ConnectionId agent = scene.agent();
    const auto accept = [](std::uint64_t n) { return Json{{"kind", "accept"}, {"n", n}, {"conversation", some_id}}; };
    for (std::uint64_t n = 1; n <= 16; ++n) scene.say(agent, accept(n));
    EXPECT_EQ(scene.orders<AcceptOffer>().size(), 16U);
    scene.say(agent, accept(17));
    EXPECT_EQ(scene.last(agent).at("code"), "rate_limited");
    EXPECT_EQ(scene.last(agent).at("n"), 17);
    scene.sessions.leaving(agent, wire::encode_ping());  // is no answer
    scene.say(agent, accept(17));
    EXPECT_EQ(scene.orders<AcceptOffer>().size(), 16U);
    scene.sessions.leaving(agent, ack(1));
    scene.say(agent, accept(17));
    EXPECT_EQ(scene.orders<AcceptOffer>().size(), 17U);
    scene.sessions.leaving(agent, wire::encode_refused(2, Refusal::offer_expired, 0));
    scene.say(agent, accept(18));
    EXPECT_EQ(scene.orders<AcceptOffer>().size(), 18U);
}

TEST(SessionsOrders, AVisitorMayCommand20AtOnceAnd5ASecondWithAllHisSockets) {
    Scene scene;
    const ConnectionId first = scene.visitor();
    const ConnectionId second = scene.visitor_socket();
    scene.hello(second, {{"token", scene.last(first).at("token")}});
    scene.greet(second);
    const auto say_and_answer = [&](ConnectionId socket, std::uint64_t n) {
        scene.say(socket, post(n));
        scene.sessions.leaving(socket, ack(n));
    };
    for (std::uint64_t n = 1; n <= 10; ++n) {
        say_and_answer(first, n);
        say_and_answer(second, n);
    }
    EXPECT_EQ(scene.orders<PostAsVisitor>().size(), 20U);
    scene.say(first, post(11));
    EXPECT_EQ(scene.last(first).at("code"), "rate_limited");
    EXPECT_EQ(scene.last(first).at("transient"), true);
    scene.now += seconds{1};
    for (std::uint64_t n = 11; n <= 16; ++n) say_and_answer(first, n);
    EXPECT_EQ(scene.orders<PostAsVisitor>().size(), 25U);
    say_and_answer(scene.visitor(), 1);  // another visitor is not touched
    EXPECT_EQ(scene.orders<PostAsVisitor>().size(), 26U);
}

TEST(SessionsOrders, AgentsAreNotSlowedByTheVisitorsRate) {
    Scene scene;
    const ConnectionId agent = scene.agent();
    for (std::uint64_t n = 1; n <= 100; ++n) {
        scene.say(agent, {{"kind", "post"}, {"n", n}, {"conversation", some_id}, {"id", some_id}, {"text", "x"}});
        scene.sessions.leaving(agent, ack(n));
    }
    EXPECT_EQ(scene.orders<PostAsAgent>().size(), 100U);
}

TEST(SessionsOrders, AFullFloorAnswersOverloadedAndTheNumberMayComeAgain) {
    Scene scene;
    const ConnectionId visitor = scene.visitor();
    scene.host.room = 0;
    scene.say(visitor, post(1));
    EXPECT_EQ(scene.last(visitor).at("code"), "overloaded");
    EXPECT_EQ(scene.last(visitor).at("n"), 1);
    scene.host.room = 1;
    scene.say(visitor, post(1));
    EXPECT_EQ(scene.orders<PostAsVisitor>().size(), 1U);
}

TEST(SessionsOrders, TypingIsPassedOnOnceInAWhileForEachConversation) {
    Scene scene;
    const ConnectionId agent = scene.agent();
    const Json here{{"kind", "typing"}, {"conversation", some_id}};
    const Json there{{"kind", "typing"}, {"conversation", "0190a000-0000-7000-8000-00000000c002"}};
    for (int i = 0; i < 5; ++i) {
        scene.say(agent, here);
        scene.say(agent, there);
    }
    EXPECT_EQ(scene.orders<TypingAsAgent>().size(), 2U);
    scene.now += milliseconds{1500};
    scene.say(agent, here);
    EXPECT_EQ(scene.orders<TypingAsAgent>().size(), 3U);
    EXPECT_EQ(scene.host.commands.back().number, 0U);
}

TEST(SessionsOrders, TypingAndReadAreDroppedSilentlyWhenTheFloorIsFullOrTheyAreTooMany) {
    Scene scene;
    const ConnectionId visitor = scene.visitor();
    const std::size_t before = scene.sent(visitor).size();
    scene.host.room = 0;
    scene.say(visitor, {{"kind", "typing"}});
    scene.host.room = 1000;
    for (int i = 0; i < 100; ++i) scene.say(visitor, {{"kind", "read"}, {"conversation", some_id}, {"seq", i}});
    EXPECT_EQ(scene.orders<ReadAsVisitor>().size(), 49U);
    EXPECT_EQ(scene.sent(visitor).size(), before);
}

TEST(SessionsOrders, AFloodOfFramesIsRefusedWithoutBeingRead) {
    Scene scene;
    const ConnectionId flooding = scene.visitor();
    for (int i = 0; i < 300; ++i) scene.say(flooding, {{"kind", "pong"}});
    EXPECT_EQ(scene.last(flooding).at("code"), "rate_limited");
    scene.say(flooding, post(1));
    EXPECT_TRUE(scene.orders<PostAsVisitor>().empty());
    scene.now += seconds{1};
    scene.say(flooding, post(1));
    EXPECT_EQ(scene.orders<PostAsVisitor>().size(), 1U);
}

/// Frames that were answered with a refusal for their rate.
std::size_t refused_frames(Scene& scene, ConnectionId connection) {
    const auto for_the_rate = [](const Json& frame) {
        return frame.at("kind") == "refused" && frame.at("code") == "rate_limited" && frame.at("n") == 0;
    };
    const std::vector<Json>& sent = scene.sent(connection);
    return static_cast<std::size_t>(std::count_if(sent.begin(), sent.end(), for_the_rate));
}

TEST(SessionsOrders, FiveHundredFramesBeyondTheRateAreAnsweredAndOneMoreClosesTheSocket) {
    Scene scene;
    const ConnectionId flooding = scene.visitor();
    const ConnectionId other = scene.visitor();
    for (int i = 0; i < 199 + 500; ++i) scene.say(flooding, {{"kind", "pong"}});  // the hello was the first of 200
    EXPECT_EQ(scene.closed_with(flooding), 0);
    EXPECT_EQ(refused_frames(scene, flooding), 500U);
    scene.say(flooding, {{"kind", "pong"}});
    EXPECT_EQ(scene.closed_with(flooding), 1008);
    for (int i = 0; i < 1000; ++i) scene.say(flooding, {{"kind", "pong"}});
    EXPECT_EQ(refused_frames(scene, flooding), 500U) << "nothing is answered any more";
    EXPECT_EQ(scene.closed_with(other), 0);
}

TEST(SessionsOrders, AFloodThatGoesOnIsClosedHoweverItIsSpread) {
    Scene scene;
    const ConnectionId flooding = scene.visitor();
    for (int tenth = 0; tenth < 600 && scene.closed_with(flooding) == 0; ++tenth) {
        for (int i = 0; i < 8; ++i) scene.say(flooding, {{"kind", "pong"}});  // 80 a second
        scene.pass(Duration{100});
    }
    EXPECT_EQ(scene.closed_with(flooding), 1008);
    EXPECT_LE(refused_frames(scene, flooding), 1100U);
}

TEST(SessionsOrders, WhoeverObeysForAMinuteMayBeTooFastAgain) {
    Scene scene;
    const ConnectionId visitor = scene.visitor();
    for (int minute = 0; minute < 3; ++minute) {
        for (int i = 0; i < 600; ++i) scene.say(visitor, {{"kind", "pong"}});
        EXPECT_EQ(scene.closed_with(visitor), 0);
        scene.pass(std::chrono::minutes{1}, {visitor.number});
    }
}

TEST(SessionsOrders, AWholeQueueOfTheLongestTextsIsTakenAtOnceAndBytesBeyondAreRefused) {
    Scene scene;
    const ConnectionId again = scene.visitor();
    std::string text;
    for (int i = 0; i < 4000; ++i) text += '\x01';  // six bytes each in JSON, the longest that our clients write
    for (std::uint64_t n = 1; n <= 20; ++n) {
        Json longest = post(n);
        longest["text"] = text;
        scene.say(again, longest);
        scene.sessions.leaving(again, ack(n));
    }
    EXPECT_EQ(scene.orders<PostAsVisitor>().size(), 20U);
    EXPECT_EQ(refused_frames(scene, again), 0U);
    const std::string large(64 * 1024, ' ');
    scene.sessions.frame(again, large, scene.now);
    EXPECT_EQ(refused_frames(scene, again), 1U);
    scene.say(again, {{"kind", "read"}, {"conversation", some_id}, {"seq", 1}});
    EXPECT_EQ(scene.orders<ReadAsVisitor>().size(), 1U) << "what is small has room";
    EXPECT_EQ(scene.closed_with(again), 0);
}

TEST(SessionsOrders, LargeFramesWithoutEndCloseTheSocket) {
    Scene scene;
    const ConnectionId visitor = scene.visitor();
    const ConnectionId agent = scene.agent();
    const std::string large(64 * 1024, ' ');
    for (int i = 0; i < 7; ++i) scene.sessions.frame(visitor, large, scene.now);
    EXPECT_EQ(refused_frames(scene, visitor), 0U);
    for (int tenth = 0; tenth < 300 && scene.closed_with(visitor) == 0; ++tenth) {
        for (int i = 0; i < 5; ++i)
            scene.sessions.frame(visitor, large, scene.now);  // 50 a second, as their number may be
        scene.pass(Duration{100}, {agent.number});
    }
    EXPECT_EQ(scene.closed_with(visitor), 1008);
    for (int i = 0; i < 100; ++i) scene.sessions.frame(agent, large, scene.now);
    EXPECT_EQ(scene.closed_with(agent), 0);
    EXPECT_EQ(refused_frames(scene, agent), 0U);
}

TEST(SessionsOrders, AnAdmissionThatSucceedsIsCounted) {
    Scene scene;
    const ConnectionId visitor = scene.visitor();
    scene.say(visitor, {{"kind", "admit"}, {"n", 1}});
    scene.sessions.leaving(visitor, wire::encode_refused(1, Refusal::no_seat, 0));
    EXPECT_TRUE(scene.host.exposures.empty());
    scene.say(visitor, {{"kind", "admit"}, {"n", 2}});
    scene.sessions.leaving(visitor, ack(2));
    ASSERT_EQ(scene.host.exposures.size(), 1U);
    EXPECT_TRUE(scene.host.exposures[0].opened);
    scene.sessions.leaving(visitor, ack(2));
    EXPECT_EQ(scene.host.exposures.size(), 1U);
}

TEST(SessionsOrders, WhatIsUnderWayIsCountedUntilItIsAnsweredOrItsSocketEnds) {
    edge::SessionLimits limits;
    limits.under_way_max = 3;
    Scene scene(limits);
    const ConnectionId visitor = scene.visitor();
    const ConnectionId other = scene.visitor();
    scene.say(visitor, post(1));
    scene.say(visitor, post(2));
    EXPECT_FALSE(scene.sessions.are_behind());
    scene.say(other, post(1));
    EXPECT_EQ(scene.sessions.under_way(), 3U);
    EXPECT_TRUE(scene.sessions.are_behind());
    scene.sessions.leaving(visitor, ack(1));
    EXPECT_FALSE(scene.sessions.are_behind());
    scene.sessions.leaving(other, wire::encode_refused(1, Refusal::unavailable, 0));
    scene.sessions.leaving(other, ack(1));  // nothing of it is under way
    EXPECT_EQ(scene.sessions.under_way(), 1U);
    scene.sessions.closed(visitor, scene.now);
    EXPECT_EQ(scene.sessions.under_way(), 0U);
}

TEST(SessionsOrders, WhatOnlyWaitsForItsReaderIsNotUnderWay) {
    Scene scene;
    const ConnectionId visitor = scene.visitor();
    const ConnectionId other = scene.visitor();
    for (std::uint64_t n = 1; n <= 3; ++n) scene.say(visitor, post(n));
    scene.say(other, post(1));
    scene.sessions.answer_waits(visitor);
    scene.sessions.answer_waits(visitor);
    EXPECT_EQ(scene.sessions.under_way(), 2U);
    scene.sessions.leaving(visitor, ack(1));
    EXPECT_EQ(scene.sessions.under_way(), 2U) << "it was counted when it began to wait";
    scene.sessions.closed(visitor, scene.now);
    EXPECT_EQ(scene.sessions.under_way(), 1U);
    scene.sessions.answer_waits(other);
    scene.sessions.answer_waits(other);  // it has one only
    scene.sessions.answer_waits(visitor);
    EXPECT_EQ(scene.sessions.under_way(), 0U);
}

TEST(SessionsOrders, WhatNeedsNoAnswerOrWasRefusedAtOnceIsNotUnderWay) {
    Scene scene;
    const ConnectionId visitor = scene.visitor();
    scene.say(visitor, {{"kind", "typing"}, {"conversation", some_id}});
    scene.host.room = 0;
    scene.say(visitor, post(1));
    EXPECT_EQ(scene.last(visitor)["code"], "overloaded");
    EXPECT_EQ(scene.sessions.under_way(), 0U);
}

}  // namespace
}  // namespace relais::edge_test
