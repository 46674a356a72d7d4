// What happens to an agent's offers and chats when he goes, whatever the reason (RULES 5, 6, 10).
#pragma once

#include <string>
#include <vector>

#include "floor/state.hpp"

namespace relais {

/// The grace begins: offers are withdrawn, chats stay where they are.
void add_agent_lost(const State& state, const Agent& agent, std::vector<EventBody>& events);

struct Leaving {
    RequeueWhy chats_why;
    StatusWhy why;
    AgentId by;          // nil: the house
    std::string reason;  // of who ordered it; empty: none
};

/// Offline: offers withdrawn, chats back to the queue with their arrival, wrap-up over.
void add_agent_leaves(const State& state, const Agent& agent, const Leaving& leaving, Instant now,
                      std::vector<EventBody>& events);

}  // namespace relais
