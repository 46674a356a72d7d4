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

TEST(Simulated, AWrapUpFoundLongAfterTheEndGivesItsSeatBack) {
    Recovered recovered;
    recovered.head = 40;
    recovered.visitors.push_back({visitor_id(1), site_id(1), start_of_day, ""});
    ConversationRecord conversation;
    conversation.id = ConversationId{uuid(10, 1)};
    conversation.visitor = visitor_id(1);
    conversation.site = site_id(1);
    conversation.entry_point = entry_point_id(1);
    conversation.language = "fr";
    conversation.state = ConversationState::ended;
    conversation.state_since = start_of_day;
    conversation.agent = agent_id(1);
    recovered.conversations.push_back(conversation);
    EpisodeRecord episode;
    episode.conversation = conversation.id;
    recovered.episodes.push_back(episode);
    recovered.agents.push_back({agent_id(1), AgentStatus::available, "", start_of_day, start_of_day, 0});
    recovered.seats.push_back({agent_id(1), 1, SeatUse::wrap_up, conversation.id, 3, start_of_day});

    Centre centre;
    centre.floor = Floor(centre_id());
    centre.now = start_of_day + 40min;
    centre.durable = recovered.head;
    centre.floor.restore(recovered, centre.now);
    centre.apply(small_settings());
    centre.pass(5s);
    EXPECT_EQ(centre.seats(1), 0u);
    centre.pass(2min);
    EXPECT_FALSE(centre.floor.state().conversations.contains(conversation.id));
}

TEST(Simulated, AfterARestartALineReachesTheAgentWhoHoldsTheConversation) {
    Centre before;
    before.sign_in(1);
    before.start(1);
    before.agent(1, AcceptOffer{before.of(1)});
    Recovered recovered = before.floor.durable_state();

    Centre centre;
    centre.floor = Floor(centre_id());
    centre.now = before.now + 1s;
    centre.durable = recovered.head;
    centre.floor.restore(recovered, centre.now);
    centre.apply(small_settings());
    centre.numbers = before.numbers;
    PostNote note;
    note.conversation = before.of(1);
    note.message = message_id(9);
    note.text = std::make_shared<const std::string>("restarted");
    centre.back(1);
    centre.outputs.clear();
    centre.agent(1, note);
    const bool told = std::any_of(centre.outputs.begin(), centre.outputs.end(), [](const Output& output) {
        return std::holds_alternative<LineFrame>(output.frame) && std::holds_alternative<ToAgent>(output.to);
    });
    EXPECT_TRUE(told);
}

}  // namespace
}  // namespace relais::test
