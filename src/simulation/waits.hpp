// What a list of waits says: quantiles by nearest rank, mean, share. Used by replay and simulate alike.
#pragma once

#include <vector>

#include "relais/base/instant.hpp"

namespace relais::simulation {

/// The promise: within 15 s (GOALS, "wait").
inline constexpr Duration target_wait{std::chrono::seconds{15}};

struct WaitSummary {
    Duration p50{0};
    Duration p99{0};
    Duration longest{0};
    double mean_s = 0;
};

/// All zero for no waits.
[[nodiscard]] WaitSummary summarise(std::vector<Duration> waits);

}  // namespace relais::simulation
