// What the floor says of the team: the rows that may have changed since it last spoke, and who is in it no more.
#include <algorithm>

#include <gtest/gtest.h>

#include "last_frame.hpp"

namespace relais::test {
namespace {

TeamFrame last_team(const Centre& centre) {
    const auto found = last_frame<TeamFrame, ToAllAgents>(centre);
    EXPECT_TRUE(found.has_value());
    return found.value_or(TeamFrame{});
}

TEST(Team, SaysSinceWhenEachHasHisStatus) {
    Centre centre;
    centre.sign_in(1);
    centre.pass(10s);
    centre.agent(1, SetStatus{AgentStatus::away, "lunch"});
    const Instant away = centre.now;
    centre.pass(30s);
    const TeamFrame told = last_team(centre);
    ASSERT_EQ(told.team.size(), 1u);
    EXPECT_EQ(told.team[0].since, away);
}

TEST(Team, IsToldAsWhatWasTouchedSinceTheLastTime) {
    Centre centre;
    centre.sign_in(1);
    centre.sign_in(2);
    centre.pass(2s);
    TeamFrame told = last_team(centre);
    ASSERT_EQ(told.team.size(), 2u);
    EXPECT_EQ(told.team[0].id, agent_id(1));
    EXPECT_EQ(told.team[1].id, agent_id(2));
    centre.outputs.clear();
    centre.agent(2, SetStatus{AgentStatus::away, {}});
    centre.pass(2s);
    told = last_team(centre);
    ASSERT_EQ(told.team.size(), 1u);
    EXPECT_EQ(told.team[0].id, agent_id(2));
    EXPECT_TRUE(told.gone.empty());
    centre.agent(1, SignOut{});
    centre.lose(2);
    centre.pass(2s);
    told = last_team(centre);
    EXPECT_EQ(told.gone, std::vector{agent_id(1)});
    ASSERT_EQ(told.team.size(), 1u);
    EXPECT_FALSE(told.team[0].reachable);
    centre.outputs.clear();
    centre.pass(1s);
    EXPECT_TRUE(std::ranges::none_of(
        centre.outputs, [](const Output& output) { return std::holds_alternative<TeamFrame>(output.frame); }));
}

TEST(Team, NamesWhoWasDisabledAsGoneAndWhoWasRenamedAnew) {
    Centre centre;
    centre.sign_in(1);
    centre.sign_in(2);
    centre.pass(2s);
    Settings settings = small_settings();
    settings.version = 2;
    settings.agents[0].disabled = true;
    settings.agents[1].name = "Brunhilde";
    centre.apply(settings);
    centre.pass(2s);
    const TeamFrame told = last_team(centre);
    EXPECT_NE(std::find(told.gone.begin(), told.gone.end(), agent_id(1)), told.gone.end());
    ASSERT_EQ(told.team.size(), 1u);
    EXPECT_EQ(told.team[0].name, "Brunhilde");
}

TEST(Team, IsToldInTheFirstTurnAfterARestartOfEverybodyWhoIsIn) {
    Centre before;
    before.sign_in(1);
    before.sign_in(2);
    before.agent(2, SetStatus{AgentStatus::away, {}});
    Floor after(centre_id());
    after.restore(before.floor.durable_state(), before.now);
    Command apply;
    apply.body = ApplySettings{std::make_shared<const Settings>(small_settings())};
    const Turn first = after.turn({&apply, 1}, before.now, Durable{before.durable, 0});
    const auto frames = Centre::frames<TeamFrame>(first);  // before any console could be sent an empty one
    ASSERT_EQ(frames.size(), 1u);
    const TeamFrame& told = frames.front();
    ASSERT_EQ(told.team.size(), 2u);
    EXPECT_FALSE(told.team[0].reachable);
    EXPECT_EQ(told.team[1].status, AgentStatus::away);
}

}  // namespace
}  // namespace relais::test
