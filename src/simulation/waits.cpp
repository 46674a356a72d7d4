#include "simulation/waits.hpp"

#include <algorithm>

namespace relais::simulation {

WaitSummary summarise(std::vector<Duration> waits) {
    WaitSummary summary;
    if (waits.empty()) return summary;
    std::sort(waits.begin(), waits.end());
    const auto nearest_rank = [&](std::size_t percent) { return waits[(waits.size() * percent + 99) / 100 - 1]; };
    summary.p50 = nearest_rank(50);
    summary.p99 = nearest_rank(99);
    summary.longest = waits.back();
    Duration sum{0};
    for (const Duration wait : waits) sum += wait;
    summary.mean_s = static_cast<double>(sum.count()) / 1000.0 / static_cast<double>(waits.size());
    return summary;
}

}  // namespace relais::simulation
