// What an accepted offer becomes, whether an agent clicked or the queue accepts by itself.
#pragma once

#include <vector>

#include "floor/state.hpp"

namespace relais {

void add_accept(const State& state, const Conversation& conversation, AgentId agent, Instant now,
                std::vector<EventBody>& events);

/// An offer that ran out: missed, and with the second in a row the agent is set to `missed` (RULES 6).
void add_miss(const State& state, const Conversation& conversation, std::vector<EventBody>& events);

}  // namespace relais
