// What happens to an agent's offers and chats when he goes, whatever the reason (RULES 5, 6, 10).
#pragma once

#include <vector>

#include "floor/state.hpp"

namespace relais {

/// The grace begins: offers are withdrawn, chats stay where they are.
void add_agent_lost(const State& state, const Agent& agent, std::vector<EventBody>& events);

/// Offline: offers withdrawn, chats back to the queue with their arrival, wrap-up over.
void add_agent_leaves(const State& state, const Agent& agent, RequeueWhy why, StatusWhy status_why, AgentId by,
                      Instant now, std::vector<EventBody>& events);

}  // namespace relais
