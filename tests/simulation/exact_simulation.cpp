#include "simulation/exact_simulation.hpp"

#include <algorithm>
#include <queue>

namespace relais::simulation::exact {
namespace {

/// Without new arrivals overtaking anybody, whoever came earlier takes the server that is free first; so the wait of each
/// is known as soon as all before him are placed. A visitor who leaves takes no server.
template <class Free>
Wait wait_of(const Arrival& arrival, Free free_at) {
    const Duration start = std::max(arrival.at, free_at);
    const Duration wait = start - arrival.at;
    if (arrival.patience && wait > *arrival.patience) return {*arrival.patience, false};
    return {wait, true};
}

}  // namespace

std::vector<Wait> waits(const std::vector<Arrival>& arrivals, std::size_t servers) {
    std::priority_queue<Duration, std::vector<Duration>, std::greater<>> free_at;
    for (std::size_t n = 0; n < servers; ++n) free_at.push(Duration{0});
    std::vector<Wait> result;
    for (const Arrival& arrival : arrivals) {
        const Wait wait = wait_of(arrival, free_at.top());
        result.push_back(wait);
        if (!wait.served) continue;
        free_at.pop();
        free_at.push(arrival.at + wait.wait + arrival.handle);
    }
    return result;
}

std::vector<Wait> waits_with_choice(const std::vector<Arrival>& arrivals, std::size_t agents, std::size_t seats,
                                    const Choose& choose) {
    std::vector<std::vector<Duration>> free_at(agents, std::vector<Duration>(seats, Duration{0}));
    const auto first_free = [&](std::size_t agent) {
        return *std::min_element(free_at[agent].begin(), free_at[agent].end());
    };
    std::vector<Wait> result;
    for (const Arrival& arrival : arrivals) {
        Duration soonest = first_free(0);
        for (std::size_t agent = 1; agent < agents; ++agent) soonest = std::min(soonest, first_free(agent));
        const Wait wait = wait_of(arrival, soonest);
        result.push_back(wait);
        if (!wait.served) continue;
        const Duration start = arrival.at + wait.wait;
        std::vector<std::size_t> able;
        for (std::size_t agent = 0; agent < agents; ++agent) {
            if (first_free(agent) <= start) able.push_back(agent);
        }
        auto& seats_of = free_at[choose(able)];
        *std::min_element(seats_of.begin(), seats_of.end()) = start + arrival.handle;
    }
    return result;
}

}  // namespace relais::simulation::exact
