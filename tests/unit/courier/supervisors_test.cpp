// What is for supervisors reaches their sockets and no other.
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "greeted_house.hpp"

namespace relais {
namespace {

constexpr Instant now{};
constexpr ConnectionId of_agent{1, 1};
constexpr ConnectionId of_supervisor{1, 2};
constexpr ConnectionId second_of_supervisor{1, 3};

struct House final : GreetedHouse {
    void send(ConnectionId connection, FrameText text) override { sent[connection] += *text + "\n"; }

    std::map<ConnectionId, std::string> sent;
};

Output snapshot(ConnectionId connection, std::uint64_t agent, bool supervises) {
    AgentSnapshot made;
    made.agent.id = AgentId{{0, agent}};
    if (supervises) made.watch.emplace();
    return Output{1, ToConnection{connection, true}, {}, made};
}

Output act() {
    Act made;
    made.number = 2;
    made.entry_point = EntryPointId{{0, 9}};
    made.reason = "fire drill";
    return Output{2, ToSupervisors{}, {}, ActFrame{made}};
}

TEST(ToSupervisors, reaches_every_console_of_every_supervisor_and_no_agent) {
    House house;
    Courier courier(CentreId{}, house);
    hold(courier,
         {snapshot(of_agent, 1, false), snapshot(of_supervisor, 2, true), snapshot(second_of_supervisor, 2, true)},
         now);
    courier.durable(1, now);
    EXPECT_EQ(house.sent[of_agent].find("waiting_list"), std::string::npos);
    EXPECT_NE(house.sent[of_supervisor].find("waiting_list"), std::string::npos);
    house.sent.clear();
    hold(courier, {act(), Output{2, ToSupervisors{}, {}, WaitingListFrame{}}}, now);
    EXPECT_TRUE(house.sent.empty()) << "nothing is told before it is stored";
    courier.durable(2, now);
    EXPECT_EQ(house.sent.count(of_agent), 0u);
    for (const ConnectionId connection : {of_supervisor, second_of_supervisor}) {
        EXPECT_NE(house.sent[connection].find("fire drill"), std::string::npos);
        EXPECT_NE(house.sent[connection].find(R"("kind":"waiting_list")"), std::string::npos);
    }
}

TEST(ToSupervisors, ends_with_the_socket_and_with_the_role) {
    House house;
    Courier courier(CentreId{}, house);
    hold(courier, {snapshot(of_supervisor, 2, true), snapshot(second_of_supervisor, 2, true)}, now);
    courier.durable(1, now);
    courier.forget(of_supervisor);
    hold(courier, {snapshot(second_of_supervisor, 2, false)}, now);
    house.sent.clear();
    hold(courier, {act()}, now);
    courier.durable(2, now);
    EXPECT_TRUE(house.sent.empty());
}

}  // namespace
}  // namespace relais
