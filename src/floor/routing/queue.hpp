// Queues with their hours and pace, and the ways in with those who wait there.
#pragma once

#include <cstdint>
#include <deque>
#include <set>

#include "relais/floor/record.hpp"
#include "relais/floor/settings.hpp"

#include "floor/conversation/conversation.hpp"

namespace relais {

/// How often those who wait give up: the last waits, served or not. In memory only: after a restart nobody leaves until
/// somebody does.
struct Patience {
    struct Wait {
        std::int64_t ms = 0;
        bool left = false;
    };
    std::deque<Wait> waits;
    std::int64_t waited_ms = 0;
    std::int64_t left = 0;
};

struct Queue {
    QueueSettings settings;
    std::deque<std::int64_t> handlings_ms;
    std::int64_t handlings_sum_ms = 0;
    Patience patience;
    std::size_t next_change = 0;  // into settings.hours
    bool open_by_hours = true;
};

struct EntryPoint {
    EntryPointSettings settings;
    EntryPointRecord record;
    std::set<WaitingKey> waiting;  // with a socket: what `route` looks at
    std::set<WaitingKey> without_socket;
    std::uint32_t leases = 0;
    bool held_closed = false;  // places > 0: over the target, not yet back under the lower mark for long enough
};

}  // namespace relais
