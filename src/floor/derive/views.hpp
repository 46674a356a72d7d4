// The state of one thing as one kind of reader sees it.
#pragma once

#include <vector>

#include "floor/state.hpp"

namespace relais {

[[nodiscard]] VisitorConversation visitor_view(const State& state, const Conversation& conversation);
[[nodiscard]] AgentConversation agent_view(const State& state, const Conversation& conversation, AgentId reader,
                                           Instant now);
[[nodiscard]] VisitorPresence presence_of(const State& state, const Conversation& conversation);
[[nodiscard]] AgentSelf self_view(const State& state, const Agent& agent);
/// Of the agents touched since the last tally.
[[nodiscard]] TeamFrame team_news(const State& state);
[[nodiscard]] std::vector<WaitingHere> waiting_view(const State& state, Instant now);
[[nodiscard]] bool seat_held(const Agent& agent, ConversationId conversation);

}  // namespace relais
