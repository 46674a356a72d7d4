// Heartbeats, silence, ends.
#include <gtest/gtest.h>

#include "fake_host.hpp"

namespace relais::edge_test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(SessionsTime, EachKindIsPingedAtItsPace) {
    Scene scene;
    const ConnectionId agent = scene.agent();
    const ConnectionId visitor = scene.visitor();
    const ConnectionId page = scene.listener();
    scene.pass(seconds{121}, {agent.number, visitor.number, page.number});
    EXPECT_NEAR(static_cast<double>(scene.pings(agent)), 24, 1);
    EXPECT_NEAR(static_cast<double>(scene.pings(visitor)), 12, 1);
    EXPECT_NEAR(static_cast<double>(scene.pings(page)), 4, 1);
    EXPECT_TRUE(scene.host.closes.empty());
}

TEST(SessionsTime, TheSilentAreClosedAtTheirBoundAndNotBefore) {
    Scene scene;
    const ConnectionId agent = scene.agent();
    const ConnectionId visitor = scene.visitor();
    const ConnectionId page = scene.listener();
    scene.pass(milliseconds{9750});
    EXPECT_EQ(scene.closed_with(agent), 0);
    scene.pass(milliseconds{500});
    EXPECT_EQ(scene.closed_with(agent), 4408);
    scene.pass(milliseconds{14'500});
    EXPECT_EQ(scene.closed_with(visitor), 0);
    scene.pass(milliseconds{500});
    EXPECT_EQ(scene.closed_with(visitor), 4408);
    scene.pass(milliseconds{34'500});
    EXPECT_EQ(scene.closed_with(page), 0);
    scene.pass(milliseconds{500});
    EXPECT_EQ(scene.closed_with(page), 4408);
}

TEST(SessionsTime, AnyFrameIsASignOfLife) {
    Scene scene;
    const ConnectionId agent = scene.agent();
    for (int i = 0; i < 10; ++i) {
        scene.pass(seconds{9});
        scene.sessions.frame(agent, "nonsense", scene.now);
    }
    EXPECT_EQ(scene.closed_with(agent), 0);
}

TEST(SessionsTime, APageThatGoesOnAsAVisitorIsPingedAtTheNewPace) {
    Scene scene;
    const ConnectionId page = scene.listener();
    scene.pass(seconds{1});
    scene.hello(page);
    scene.greet(page);
    scene.pass(seconds{11}, {page.number});
    EXPECT_GE(scene.pings(page), 1U);
}

TEST(SessionsTime, APausedProcessForgivesTheSilenceOfEveryone) {
    Scene scene;
    const ConnectionId agent = scene.agent();
    const ConnectionId fresh = scene.visitor_socket();
    scene.now += seconds{300};
    scene.sessions.forgive_silence(scene.now);
    scene.sessions.tick(scene.now);
    EXPECT_TRUE(scene.host.closes.empty());
    scene.pass(milliseconds{4750});
    EXPECT_EQ(scene.closed_with(fresh), 0);
    scene.pass(milliseconds{500});
    EXPECT_EQ(scene.closed_with(fresh), 4400);
    scene.pass(milliseconds{5250});
    EXPECT_EQ(scene.closed_with(agent), 4408);
}

TEST(SessionsTime, SocketsThatCameTogetherAreNotPingedTogether) {
    Scene scene;
    std::set<std::uint64_t> all;
    for (int i = 0; i < 2000; ++i) all.insert(scene.listener().number);
    std::size_t most = 0;
    for (int i = 0; i < 240; ++i) {
        const auto before = [&] {
            std::size_t count = 0;
            for (const auto& [number, frames] : scene.host.sent) count += frames.size();
            return count;
        };
        const std::size_t sent = before();
        scene.pass(milliseconds{250}, all);
        most = std::max(most, before() - sent);
    }
    EXPECT_LT(most, 100U);  // evenly: 2,000 / 60 a tick in the first half interval
}

TEST(SessionsTime, ADisconnectTheFloorHasNoRoomForIsNeverLostNorOutOfOrder) {
    Scene scene;
    const ConnectionId first = scene.visitor();
    const ConnectionId second = scene.agent();
    scene.host.room = 0;
    scene.sessions.closed(first, scene.now);
    scene.host.room = 1;  // the older one first
    scene.sessions.closed(second, scene.now);
    EXPECT_EQ(scene.sessions.disconnects_owed(), 2U);
    scene.sessions.tick(scene.now);
    EXPECT_EQ(scene.orders<DisconnectVisitor>().size(), 1U);
    EXPECT_EQ(scene.sessions.disconnects_owed(), 1U);
    scene.host.room = 5;
    scene.pass(milliseconds{250});
    EXPECT_EQ(scene.orders<DisconnectAgent>().size(), 1U);
    EXPECT_EQ(scene.sessions.disconnects_owed(), 0U);
    EXPECT_EQ(scene.host.commands.back().connection, second);
    EXPECT_EQ(scene.host.forgotten, (std::vector{first, second}));
}

TEST(SessionsTime, AListenerLeavesWithoutAWordToTheFloor) {
    Scene scene;
    const ConnectionId page = scene.listener();
    scene.sessions.closed(page, scene.now);
    EXPECT_TRUE(scene.host.commands.empty());
    EXPECT_EQ(scene.host.forgotten, std::vector{page});
    EXPECT_EQ(scene.sessions.listening(), 0U);
}

TEST(SessionsTime, AnEndedSignInClosesItsSocketsWith4401) {
    Scene scene;
    const ConnectionId agent = scene.agent();
    const ConnectionId visitor = scene.visitor();
    scene.sessions.end_session(Uuid{8, 8});
    scene.sessions.end_agent(AgentId{Uuid{8, 8}});
    EXPECT_TRUE(scene.host.closes.empty());
    scene.sessions.end_session(Uuid{9, 9});
    EXPECT_EQ(scene.closed_with(agent), 4401);
    EXPECT_EQ(scene.closed_with(visitor), 0);
    const ConnectionId again = scene.agent();
    scene.sessions.end_agent(AgentId{Uuid{3, 3}});
    EXPECT_EQ(scene.closed_with(again), 4401);
    scene.sessions.closed(again, scene.now);  // the floor knew it
    EXPECT_EQ(scene.orders<DisconnectAgent>().size(), 1U);
}

TEST(SessionsTime, EverybodyIsToldOfARestart) {
    Scene scene;
    const ConnectionId agent = scene.agent();
    const ConnectionId page = scene.listener();
    scene.sessions.say_bye(seconds{5});
    for (const ConnectionId connection : {agent, page}) {
        EXPECT_EQ(scene.last(connection),
                  Json({{"kind", "bye"}, {"code", 1012}, {"reconnect", true}, {"after_ms", 5000}}));
    }
}

}  // namespace
}  // namespace relais::edge_test
