// What the floor refuses by itself, whatever the doors let in.
#include <gtest/gtest.h>

#include "centre.hpp"

namespace relais::test {
namespace {

bool is_not_allowed(const Turn& turn) {
    for (const Output& output : turn.outputs) {
        const auto* refused = std::get_if<RefusedFrame>(&output.frame);
        if (refused != nullptr && refused->refusal == Refusal::not_allowed) return true;
    }
    return false;
}

class Roles : public ::testing::Test {
protected:
    Roles() {
        centre.sign_in(1);
        centre.sign_in(9);
        centre.arrive(1);
    }
    Centre centre;
    const SetEntryPointByHand close{entry_point_id(1), ByHand::closed, "x"};
    const ForceStatus force{agent_id(1), AgentStatus::away, "x"};
};

TEST_F(Roles, AnAgentDoesNothingThatIsForSupervisors) {
    EXPECT_TRUE(is_not_allowed(centre.agent(1, close)));
    EXPECT_TRUE(is_not_allowed(centre.agent(1, force)));
    EXPECT_FALSE(is_not_allowed(centre.agent(9, close)));
    EXPECT_FALSE(is_not_allowed(centre.agent(9, force)));
}

TEST_F(Roles, AVisitorDoesNothingThatIsForTheStaff) {
    EXPECT_TRUE(is_not_allowed(centre.visitor(1, SetStatus{AgentStatus::available, {}})));
    Command claimed = centre.of_visitor(1, close);
    claimed.actor.role = Role::admin;
    EXPECT_TRUE(is_not_allowed(centre.run({claimed})));
}

TEST_F(Roles, TheStaffDoNothingThatIsForVisitors) {
    Admit admit;
    admit.entry_point = entry_point_id(1);
    EXPECT_TRUE(is_not_allowed(centre.agent(1, admit)));
    EXPECT_TRUE(is_not_allowed(centre.agent(9, KeepWaiting{})));
}

TEST_F(Roles, NobodyDoesWhatIsForTheHouse) {
    const EndForErasure erase{};
    EXPECT_TRUE(is_not_allowed(centre.agent(9, erase)));
    EXPECT_TRUE(is_not_allowed(centre.visitor(1, erase)));
    EXPECT_TRUE(is_not_allowed(centre.agent(9, ApplySettings{std::make_shared<const Settings>()})));
}

}  // namespace
}  // namespace relais::test
