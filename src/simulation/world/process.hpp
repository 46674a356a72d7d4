// What dies with the daemon's process.
#pragma once

#include <deque>
#include <optional>
#include <unordered_map>

#include "simulation/world/daemon.hpp"

namespace relais::simulation {

struct Daemon::Process {
    Process(CentreId centre, CourierSink& sink, edge::SessionHost& host)
        : floor(centre), courier(centre, sink), sessions(host) {}

    Floor floor;
    Courier courier;
    edge::Sessions sessions;
    std::deque<Command> mailbox;
    std::uint64_t head = 0;
    std::uint64_t durable = 0;
    bool waits_for_storage = false;
    std::optional<Instant> turn_at;  // the daemon's time
    bool paused = false;
    std::deque<Timeline::Work> missed;  // while paused
    // The sessions may not be called while they call: what comes back to them waits.
    bool in_sessions = false;
    std::deque<Timeline::Work> for_sessions;
};

template <class Work>
void Daemon::with_sessions(Work work) {
    Process& process = *process_;
    if (process.in_sessions) {
        process.for_sessions.push_back([this, work] { with_sessions(work); });
        return;
    }
    process.in_sessions = true;
    work(process.sessions);
    process.in_sessions = false;
    while (!process.for_sessions.empty()) {
        const Timeline::Work next = std::move(process.for_sessions.front());
        process.for_sessions.pop_front();
        next();
    }
}

}  // namespace relais::simulation
