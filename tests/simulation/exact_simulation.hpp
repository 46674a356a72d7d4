// What every wait must be, worked out another way than the floor does: visitors one by one in order of arrival, servers
// as a heap of the instants when they become free. No queue, no events, no clock, nothing of src/floor.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "simulation/replay/arrivals.hpp"

namespace relais::simulation::exact {

struct Wait {
    Duration wait{0};
    bool served = false;

    friend bool operator==(const Wait&, const Wait&) = default;
};

/// First come, first served by `servers` equal servers; who would wait longer than his patience leaves at its end.
[[nodiscard]] std::vector<Wait> waits(const std::vector<Arrival>& arrivals, std::size_t servers);

/// The same, but each server belongs to an agent and `choose` picks among the agents who could serve at that instant (indices
/// ascending): under flat pace no choice may change a wait.
using Choose = std::function<std::size_t(const std::vector<std::size_t>&)>;
[[nodiscard]] std::vector<Wait> waits_with_choice(const std::vector<Arrival>& arrivals, std::size_t agents,
                                                  std::size_t seats, const Choose& choose);

}  // namespace relais::simulation::exact
