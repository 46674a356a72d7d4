// From events and final states to frames and their addressees. Reads the state, changes only who has what on screen.
#pragma once

#include <vector>

#include "floor/state.hpp"

namespace relais {

/// What one event tells at once: lines, typing, availability, left messages. `except` is the socket that gets an ack instead.
void derive_event(const State& state, const Event& event, ConnectionId except, std::vector<Output>& outputs);

/// The state frames of everything the turn touched, and who no longer sees what.
void derive_screens(State& state, Instant now, std::vector<Output>& outputs);

/// Tallies, when they are due: notices.
void derive_tallies(State& state, Instant now, std::vector<Output>& outputs);

[[nodiscard]] VisitorSnapshot visitor_snapshot(const State& state, VisitorId visitor, ConversationId last_conversation,
                                               std::uint32_t last_seq);
[[nodiscard]] AgentSnapshot agent_snapshot(const State& state, AgentId agent, Role role, const std::vector<Have>& have,
                                           Instant now);

}  // namespace relais
