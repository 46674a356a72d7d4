// "Who is next, who is free?": the only question by which an agent is given a visitor (RULES 4).
#pragma once

#include <optional>
#include <vector>

#include "floor/state.hpp"

namespace relais {

struct Match {
    ConversationId conversation;
    AgentId agent;
};

/// The first eligible waiting conversation and the agent for it; nothing when nobody can be matched now.
[[nodiscard]] std::optional<Match> next_match(const State& state, Instant now);

/// The events of that match: an offer, or where the queue accepts by itself an accepted one.
[[nodiscard]] std::vector<EventBody> route(const State& state, const Match& match);

/// True when the queue of this conversation gives chats without asking.
[[nodiscard]] bool auto_accepts(const State& state, const Conversation& conversation);

}  // namespace relais
