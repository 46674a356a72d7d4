// A person who answers: status, seats, sockets and the place in the pool.
#pragma once

#include <vector>

#include "relais/floor/record.hpp"
#include "relais/floor/settings.hpp"

#include "floor/routing/agent_pool.hpp"

namespace relais {

struct Agent {
    AgentRecord record;
    AgentSettings settings;
    std::vector<SeatRecord> seats;  // ascending n
    std::vector<ConnectionId> connections;
    bool in_grace = false;
    bool known = false;  // has settings
    PoolPlace place;
};

}  // namespace relais
