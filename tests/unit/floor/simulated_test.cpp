// What the simulator found: one test for each defect, so that it stays away without a seed.
#include <gtest/gtest.h>

#include "centre.hpp"

namespace relais::test {
namespace {

std::vector<Output> lines_of(const Turn& turn, SystemWhat what) {
    std::vector<Output> found;
    for (const Output& output : turn.outputs) {
        const auto* line = std::get_if<LineFrame>(&output.frame);
        if (line && line->line.what == what) found.push_back(output);
    }
    return found;
}

TEST(Simulated, TheLineThatAnAcceptMakesReachesTheConsoleThatAccepted) {
    Centre centre;
    centre.sign_in(1);
    centre.start(1);
    const auto joined = lines_of(centre.agent(1, AcceptOffer{centre.of(1)}), SystemWhat::agent_joined);
    ASSERT_EQ(joined.size(), 2u);  // to the visitor and to the agent
    for (const Output& output : joined) EXPECT_TRUE(output.except.is_nil());
}

TEST(Simulated, TheNoteOfATransferReachesTheConsoleThatWroteIt) {
    Centre centre;
    centre.sign_in(1);
    centre.sign_in(2);
    centre.start(1);
    centre.agent(1, AcceptOffer{centre.of(1)});
    Transfer transfer;
    transfer.conversation = centre.of(1);
    transfer.to_agent = agent_id(2);
    transfer.note = message_id(77);
    transfer.note_text = std::make_shared<const std::string>("speaks of a refund");
    const Turn turn = centre.agent(1, transfer);
    std::size_t notes = 0;
    for (const Output& output : turn.outputs) {
        const auto* line = std::get_if<LineFrame>(&output.frame);
        if (!line || line->line.kind != LineKind::note) continue;
        ++notes;
        EXPECT_TRUE(output.except.is_nil());
    }
    EXPECT_GE(notes, 1u);
}

}  // namespace
}  // namespace relais::test
