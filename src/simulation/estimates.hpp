// How honest the estimates were (RULES 13): actual / predicted wait of every accepted episode that had a prediction.
#pragma once

#include <vector>

#include "simulation/store/store.hpp"

namespace relais::simulation {

/// Ascending. Of those that began when twenty handlings of the entry point were known: before, the estimate is a setting, and a
/// morning's first rush finds every chat just begun. Episodes during which the daemon started again are left out: the machine's clock may have been another.
[[nodiscard]] std::vector<double> estimate_ratios(const Store& store, const std::vector<Instant>& restarts);

}  // namespace relais::simulation
