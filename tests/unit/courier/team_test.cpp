// What consoles are told of the team: the whole once, then what changed, and nothing lost by whoever comes late.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "greeted_house.hpp"

namespace relais {
namespace {

using Json = nlohmann::json;

constexpr Instant now{};
constexpr ConnectionId first{1, 1};
constexpr ConnectionId second{1, 2};

/// Follows the team as docs/protocol.md says that a client does.
struct House final : GreetedHouse {
    struct Screen {
        std::optional<std::uint64_t> version;
        std::map<std::string, Json> team;
        std::vector<std::string> kinds;
        std::size_t bytes = 0;
    };

    void send(ConnectionId connection, FrameText text) override {
        Screen& screen = screens[connection];
        const Json frame = Json::parse(*text);
        const auto kind = frame.at("kind").get<std::string>();
        screen.kinds.push_back(kind);
        if (kind == "snapshot") screen.version.reset();
        if (kind != "team") return;
        screen.bytes += text->size();
        last = text;
        if (frame.contains("after")) {
            ASSERT_TRUE(screen.version.has_value()) << "the whole comes first: " << *text;
            ASSERT_EQ(frame.at("after").get<std::uint64_t>(), *screen.version) << *text;
        } else {
            screen.team.clear();
        }
        screen.version = frame.at("version").get<std::uint64_t>();
        for (const Json& row : frame.at("agents")) screen.team[row.at("id").get<std::string>()] = row;
        for (const Json& id : frame.value("gone", Json::array())) screen.team.erase(id.get<std::string>());
    }

    std::map<ConnectionId, Screen> screens;
    FrameText last;
};

AgentId agent(std::uint64_t n) { return AgentId{{0, n}}; }

TeamMember member(std::uint64_t n, std::uint32_t in_use = 0) {
    return {agent(n), "Anna", AgentStatus::available, "", in_use, 3, true, Instant{}};
}

Output snapshot(ConnectionId connection, std::uint64_t depends_on = 0) {
    AgentSnapshot made;
    made.agent.id = agent(connection.number);
    return Output{depends_on, ToConnection{connection, true}, {}, made};
}

Output news(std::vector<TeamMember> members, std::vector<AgentId> gone = {}) {
    return Output{0, ToAllAgents{}, {}, TeamFrame{std::move(members), std::move(gone), 0, {}}};
}

TEST(TeamTold, IsWholeBehindTheSnapshotAndThenOnlyWhatChanged) {
    House house;
    Courier courier(CentreId{}, house);
    hold(courier, {news({member(1), member(2), member(3)})}, now);
    hold(courier, {snapshot(first)}, now);
    House::Screen& screen = house.screens[first];
    EXPECT_EQ(screen.kinds, (std::vector<std::string>{"snapshot", "team"}));
    EXPECT_EQ(screen.team.size(), 3u);
    hold(courier, {news({member(2, 1)}, {agent(3)})}, now);
    const Json told = Json::parse(*house.last);
    EXPECT_EQ(told.at("agents").size(), 1u);
    EXPECT_EQ(told.at("gone"), Json::array({to_string(agent(3))}));
    EXPECT_EQ(screen.team.size(), 2u);
    EXPECT_EQ(screen.team.at(to_string(agent(2))).at("in_use"), 1);
}

TEST(TeamTold, OfACentreWithoutAnybodyIsWholeToo) {
    House house;
    Courier courier(CentreId{}, house);
    hold(courier, {snapshot(first)}, now);
    EXPECT_EQ(*house.last, R"({"kind":"team","version":0,"agents":[]})");
    hold(courier, {news({member(1)})}, now);
    EXPECT_EQ(house.screens[first].team.size(), 1u);
}

TEST(TeamTold, IsNothingWhenAllOfItWasToldBefore) {
    House house;
    Courier courier(CentreId{}, house);
    hold(courier, {snapshot(first), news({member(1), member(2)})}, now);
    const std::size_t frames = house.screens[first].kinds.size();
    hold(courier, {news({member(2)}, {agent(7)}), news({})}, now);
    EXPECT_EQ(house.screens[first].kinds.size(), frames);
    hold(courier, {news({member(1), member(2, 2)}, {agent(7)})}, now);
    const Json told = Json::parse(*house.last);
    EXPECT_EQ(told.at("agents").size(), 1u) << "the row that did not change is left out";
    EXPECT_FALSE(told.contains("gone"));
}

TEST(TeamTold, WhileASnapshotWaitsForStorageIsInTheWholeThatFollowsIt) {
    House house;
    Courier courier(CentreId{}, house);
    hold(courier, {snapshot(first), news({member(1), member(2)})}, now);
    hold(courier, {snapshot(second, 5)}, now);
    hold(courier, {news({member(1, 3)}, {agent(2)}), news({member(4)})}, now);
    EXPECT_EQ(house.screens.count(second), 0u);
    courier.durable(5, now);
    EXPECT_EQ(house.screens[second].team, house.screens[first].team);
    EXPECT_EQ(house.screens[second].version, house.screens[first].version);
    hold(courier, {news({member(4, 1)})}, now);
    EXPECT_EQ(house.screens[second].team, house.screens[first].team);
}

TEST(TeamTold, ToManyWhoComeBackAtTheSameTimeIsOneText) {
    House house;
    Courier courier(CentreId{}, house);
    hold(courier, {news({member(1), member(2)})}, now);
    hold(courier, {snapshot(first)}, now);
    const FrameText whole = house.last;
    hold(courier, {snapshot(second)}, now);
    EXPECT_EQ(house.last, whole) << "made once, however many read it";
    hold(courier, {news({member(2, 1)}), snapshot(first)}, now);
    EXPECT_NE(house.last, whole);
    EXPECT_EQ(house.screens[first].team, house.screens[second].team);
}

/// Agents come, go and change, consoles come back and storage is late, as this seed says.
void every_screen_shows_the_truth(std::uint64_t seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    constexpr std::uint64_t agents = 12;
    std::uint64_t drawn = seed;
    const auto below = [&](std::uint64_t bound) {
        drawn = drawn * 6364136223846793005U + 1442695040888963407U;
        return (drawn >> 33U) % bound;
    };
    House house;
    Courier courier(CentreId{}, house);
    std::map<std::string, std::uint32_t> truth;
    std::uint64_t head = 0;
    for (int round = 0; round < 500; ++round) {
        std::vector<TeamMember> members;
        std::vector<AgentId> gone;
        for (std::uint64_t n = 1; n <= agents; ++n) {
            if (below(4) != 0) continue;
            if (below(3) == 0) {
                gone.push_back(agent(n));
                truth.erase(to_string(agent(n)));
            } else {
                members.push_back(member(n, static_cast<std::uint32_t>(below(3))));
                truth[to_string(agent(n))] = members.back().in_use;
            }
        }
        if (below(5) == 0) hold(courier, {snapshot(ConnectionId{1, 1 + below(6)}, ++head)}, now);
        hold(courier, {news(members, gone)}, now);
        if (below(3) == 0) courier.durable(head, now);
    }
    courier.durable(head, now);
    ASSERT_EQ(house.screens.size(), 6u);
    for (const auto& [connection, screen] : house.screens) {
        ASSERT_EQ(screen.team.size(), truth.size());
        for (const auto& [id, in_use] : truth) EXPECT_EQ(screen.team.at(id).at("in_use"), in_use);
    }
}

TEST(TeamTold, IsTheSameOnEveryScreenWheneverItCame) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) every_screen_shows_the_truth(seed);
}

TEST(TeamTold, OfAThousandCostsAConsoleAFewHundredBytesForEachChange) {
    constexpr std::uint64_t agents = 1'000;
    constexpr std::uint64_t seconds = 60;
    House house;
    Courier courier(CentreId{}, house);
    std::vector<TeamMember> all;
    for (std::uint64_t n = 1; n <= agents; ++n) all.push_back(member(n));
    hold(courier, {news(all)}, now);
    hold(courier, {snapshot(first)}, now);
    const std::size_t whole = house.screens[first].bytes;
    for (std::uint64_t second_of = 1; second_of <= seconds; ++second_of)
        hold(courier, {news({member(second_of, 1)})}, now);
    const std::size_t each = (house.screens[first].bytes - whole) / seconds;
    RecordProperty("whole_bytes", static_cast<int>(whole));
    RecordProperty("change_bytes", static_cast<int>(each));
    EXPECT_GT(whole, 100'000u);
    EXPECT_LT(each, 300u);
}

}  // namespace
}  // namespace relais
