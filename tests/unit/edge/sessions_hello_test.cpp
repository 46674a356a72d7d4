// The beginning of a socket: who it is, what it is told, what the floor and the courier hear of it.
#include <gtest/gtest.h>

#include "relais/wire/encode.hpp"

#include "fake_host.hpp"

namespace relais::edge_test {
namespace {

using std::chrono::seconds;

TEST(SessionsHello, AListeningPageIsAnsweredAtOnceAndTheFloorHearsNothing) {
    Scene scene;
    const ConnectionId page = scene.listener();
    const Json ok = scene.last(page);
    EXPECT_EQ(ok.at("kind"), "hello_ok");
    EXPECT_EQ(ok.at("heartbeat_ms"), 30000);
    EXPECT_EQ(ok.at("silence_ms"), 60000);
    EXPECT_EQ(ok.at("availability"), Json({{"state", "open"}, {"version", 41}}));
    EXPECT_FALSE(ok.contains("visitor"));
    EXPECT_FALSE(ok.contains("token"));
    EXPECT_TRUE(scene.host.commands.empty());
    EXPECT_EQ(scene.host.listeners, std::vector{page});
    EXPECT_EQ(scene.sessions.listening(), 1U);
}

TEST(SessionsHello, AVisitorGetsAnIdentityOnceTheFloorHasGreeted) {
    Scene scene;
    const ConnectionId socket = scene.visitor_socket();
    scene.hello(socket, {{"page", {{"title", "Shoes"}, {"url", "https://shop.example/"}}},
                         {"last", {{"conversation", some_id}, {"seq", 12}}}});
    EXPECT_TRUE(scene.sent(socket).empty());
    const auto connects = scene.orders<ConnectVisitor>();
    ASSERT_EQ(connects.size(), 1U);
    EXPECT_EQ(connects[0].entry_point, entry_point_fr());
    EXPECT_EQ(connects[0].language, "fr");
    EXPECT_EQ(connects[0].address, "203.0.113.9");
    EXPECT_EQ(connects[0].page_title, "Shoes");
    EXPECT_EQ(connects[0].last_seq, 12U);
    const Command& command = scene.host.commands[0];
    EXPECT_EQ(command.number, 0U);
    EXPECT_EQ(command.connection, socket);
    EXPECT_EQ(command.client.value, client_id(1000 + socket.number));

    scene.sessions.greeted(socket, GreetedFrame{5, true, Availability::full, 7}, scene.now);
    const Json ok = scene.last(socket);
    EXPECT_EQ(ok.at("next"), 5);
    EXPECT_EQ(ok.at("service").at("storing"), "late");
    EXPECT_EQ(ok.at("visitor"), to_string(command.actor.visitor));
    EXPECT_EQ(ok.at("availability").at("state"), "full");
    EXPECT_EQ(ok.at("heartbeat_ms"), 10000);
    EXPECT_EQ(scene.host.listeners, std::vector{socket});
}

TEST(SessionsHello, ATokenBringsTheSameVisitorBackAndAForgedOneANewVisitor) {
    Scene scene;
    const ConnectionId first = scene.visitor();
    const Json ok = scene.last(first);
    const ConnectionId again = scene.visitor_socket();
    scene.hello(again, {{"token", ok.at("token")}});
    scene.greet(again);
    EXPECT_EQ(scene.last(again).at("visitor"), ok.at("visitor"));
    const ConnectionId forged = scene.visitor_socket();
    scene.hello(forged, {{"token", "another-site/" + ok.at("visitor").get<std::string>()}});
    scene.greet(forged);
    EXPECT_NE(scene.last(forged).at("visitor"), ok.at("visitor"));
}

TEST(SessionsHello, AListeningPageMayGoOnAsAVisitorWithoutListeningTwice) {
    Scene scene;
    const ConnectionId page = scene.listener();
    scene.hello(page);
    scene.greet(page);
    EXPECT_EQ(scene.last(page).at("kind"), "hello_ok");
    EXPECT_TRUE(scene.last(page).contains("token"));
    EXPECT_EQ(scene.sessions.listening(), 0U);
    EXPECT_EQ(scene.host.listeners.size(), 1U);
}

TEST(SessionsHello, AnotherLanguageListensToAnotherEntryPoint) {
    Scene scene;
    const ConnectionId page = scene.listener();
    scene.hello(page, {{"language", "en-GB"}});
    scene.greet(page);
    EXPECT_EQ(scene.orders<ConnectVisitor>().at(0).entry_point, entry_point_en());
    EXPECT_EQ(scene.host.listeners.size(), 2U);
}

TEST(SessionsHello, ASecondHelloOfTheSameKindIsRefused) {
    Scene scene;
    const ConnectionId page = scene.listener();
    scene.hello(page, {{"listen", true}});
    EXPECT_EQ(scene.last(page).at("code"), "hello_again");
    const ConnectionId visitor = scene.visitor();
    scene.hello(visitor);
    EXPECT_EQ(scene.last(visitor).at("code"), "hello_again");
    const ConnectionId agent = scene.agent_socket();
    scene.hello(agent);
    scene.hello(agent);
    EXPECT_EQ(scene.last(agent).at("code"), "hello_again");
    EXPECT_EQ(scene.orders<ConnectAgent>().size(), 1U);
}

TEST(SessionsHello, AnAgentLearnsWhoHeIsAndTheFloorWhatHeHas) {
    Scene scene;
    const ConnectionId agent = scene.agent_socket(Role::supervisor);
    scene.hello(agent, {{"have", {{{"conversation", some_id}, {"position", 17}}}}});
    const auto connects = scene.orders<ConnectAgent>();
    ASSERT_EQ(connects.size(), 1U);
    EXPECT_EQ(connects[0].have.at(0).position, 17U);
    EXPECT_EQ(scene.host.commands[0].actor.role, Role::supervisor);
    scene.greet(agent);
    const Json ok = scene.last(agent);
    EXPECT_EQ(ok.at("name"), "Claire");
    EXPECT_EQ(ok.at("role"), "supervisor");
    EXPECT_EQ(ok.at("heartbeat_ms"), 5000);
    EXPECT_EQ(ok.at("silence_ms"), 10000);
    EXPECT_TRUE(scene.host.listeners.empty());
}

TEST(SessionsHello, APageOfAnOlderBuildIsAskedToReload) {
    Scene scene;
    const auto reload = [&](const Json& more) {
        const ConnectionId page = scene.visitor_socket();
        Json hello = more;
        hello["listen"] = true;
        scene.hello(page, hello);
        return scene.last(page).at("reload").get<bool>();
    };
    EXPECT_TRUE(reload({{"build", "build-1"}}));
    EXPECT_FALSE(reload({{"build", "build-2"}}));
    EXPECT_FALSE(reload(Json::object()));
}

TEST(SessionsHello, AnotherProtocolIsClosedWith4410) {
    Scene scene;
    const ConnectionId page = scene.visitor_socket();
    scene.hello(page, {{"protocol", 2}});
    EXPECT_EQ(scene.last(page).at("kind"), "bye");
    EXPECT_EQ(scene.closed_with(page), 4410);
    EXPECT_TRUE(scene.host.commands.empty());
}

TEST(SessionsHello, NoHelloWithin5SecondsIsClosedWith4400HoweverTalkative) {
    Scene scene;
    const ConnectionId silent = scene.visitor_socket();
    const ConnectionId talkative = scene.agent_socket();
    for (int i = 0; i < 4; ++i) {
        scene.pass(seconds{1});
        scene.say(talkative, {{"kind", "pong"}});
    }
    EXPECT_EQ(scene.closed_with(silent), 0);
    scene.pass(Duration{1250});
    EXPECT_EQ(scene.closed_with(silent), 4400);
    EXPECT_EQ(scene.closed_with(talkative), 4400);
}

TEST(SessionsHello, AHelloTheFloorHasNoRoomForIsTriedAgainByTheClient) {
    Scene scene;
    const ConnectionId socket = scene.visitor_socket();
    scene.host.room = 0;
    scene.hello(socket);
    EXPECT_EQ(scene.last(socket).at("code"), "overloaded");
    EXPECT_EQ(scene.last(socket).at("transient"), true);
    scene.host.room = 10;
    scene.hello(socket);
    scene.greet(socket);
    EXPECT_EQ(scene.last(socket).at("kind"), "hello_ok");
}

TEST(SessionsHello, TheNewestSocketOfAClientReplacesTheOlder) {
    Scene scene;
    const ConnectionId older = scene.visitor(7);
    const ConnectionId newer = scene.visitor(7);
    EXPECT_EQ(scene.closed_with(older), 4409);
    EXPECT_EQ(scene.closed_with(newer), 0);
    const std::size_t before = scene.host.commands.size();
    scene.say(older, post(1));  // nothing is heard of it any more
    EXPECT_EQ(scene.host.commands.size(), before);
    scene.sessions.closed(older, scene.now);
    EXPECT_EQ(scene.orders<DisconnectVisitor>().size(), 1U);
    EXPECT_EQ(scene.host.commands.back().connection, older);
    const ConnectionId newest = scene.listener(7);  // the end of the older one did not free the client
    EXPECT_EQ(scene.closed_with(newer), 4409);
    EXPECT_EQ(scene.closed_with(newest), 0);
}

TEST(SessionsHello, ListenersBeyondTheirBoundAreToldToPoll) {
    Scene scene(edge::SessionLimits{1});
    const ConnectionId one = scene.listener();
    const ConnectionId two = scene.listener();
    EXPECT_EQ(scene.last(two).at("poll"), true);
    EXPECT_EQ(scene.closed_with(two), 1013);
    scene.sessions.closed(two, scene.now);
    const ConnectionId chatting = scene.visitor();
    EXPECT_EQ(scene.closed_with(chatting), 0);
    scene.sessions.closed(one, scene.now);
    EXPECT_EQ(scene.closed_with(scene.listener()), 0);
}

TEST(SessionsHello, ASiteWithoutAnEntryPointIsClosed) {
    Scene scene;
    scene.host.has_entry_point = false;
    const ConnectionId page = scene.listener();
    EXPECT_EQ(scene.last(page).at("availability").at("state"), "closed");
    EXPECT_TRUE(scene.host.listeners.empty());
    const ConnectionId visitor = scene.visitor();
    scene.say(visitor, {{"kind", "admit"}, {"n", 1}});
    EXPECT_EQ(scene.orders<RefuseFrame>().at(0).why, Refusal::no_seat);
}

TEST(SessionsHello, APageIsCountedOnceHoweverOftenItComesBack) {
    Scene scene;
    const ConnectionId page = scene.listener(7);
    ASSERT_EQ(scene.host.exposures.size(), 1U);
    EXPECT_EQ(scene.host.exposures[0].entry_point, entry_point_fr());
    EXPECT_EQ(scene.host.exposures[0].seen, Availability::open);
    EXPECT_FALSE(scene.host.exposures[0].opened);
    scene.sessions.closed(page, scene.now);
    scene.now += std::chrono::minutes{29};
    scene.listener(7);
    EXPECT_EQ(scene.host.exposures.size(), 1U);
    scene.listener(8);
    EXPECT_EQ(scene.host.exposures.size(), 2U);
}

TEST(SessionsHello, OneThatTheFloorRefusesMayBeSaidAgain) {
    Scene scene;
    const ConnectionId agent = scene.agent_socket();
    scene.hello(agent);
    scene.sessions.leaving(agent, wire::encode_refused(0, Refusal::unavailable, 0));
    scene.hello(agent);
    EXPECT_EQ(scene.orders<ConnectAgent>().size(), 2U);
    EXPECT_TRUE(scene.sent(agent).empty());
    scene.greet(agent);
    EXPECT_EQ(scene.last(agent).at("kind"), "hello_ok");

    const ConnectionId idle = scene.agent_socket();
    scene.hello(idle);
    scene.sessions.leaving(idle, wire::encode_refused(0, Refusal::not_allowed, 0));
    scene.pass(std::chrono::seconds{6}, {agent.number});
    EXPECT_EQ(scene.closed_with(idle), 4400);
    EXPECT_EQ(scene.closed_with(agent), 0);
    scene.sessions.closed(idle, scene.now);
    EXPECT_TRUE(scene.orders<DisconnectAgent>().empty());  // the floor never knew it
}

TEST(SessionsHello, AGreetingForASocketThatIsGoneIsHarmless) {
    Scene scene;
    const ConnectionId socket = scene.visitor_socket();
    scene.hello(socket);
    scene.sessions.closed(socket, scene.now);
    scene.greet(socket);
    EXPECT_TRUE(scene.sent(socket).empty());
    EXPECT_EQ(scene.orders<DisconnectVisitor>().size(), 1U);
    EXPECT_EQ(scene.sessions.count(), 0U);
}

}  // namespace
}  // namespace relais::edge_test
