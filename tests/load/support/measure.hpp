// Instants and samples of latencies. Steady nanoseconds everywhere; they mean the same in every process of the machine.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace relais::load {

using Nanoseconds = std::int64_t;
inline constexpr Nanoseconds a_second = 1'000'000'000;
inline constexpr Nanoseconds a_millisecond = 1'000'000;

[[nodiscard]] inline Nanoseconds now_ns() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}
[[nodiscard]] inline double seconds_of(Nanoseconds time) { return static_cast<double>(time) / 1e9; }
[[nodiscard]] inline double ms_of(Nanoseconds time) { return static_cast<double>(time) / 1e6; }

class Samples {
public:
    void add(Nanoseconds value) { values_.push_back(value); }
    void clear() { values_.clear(); }
    [[nodiscard]] std::size_t size() const { return values_.size(); }
    /// The value that a share `quantile` (0 to 1) of all does not exceed; 0 without samples.
    [[nodiscard]] Nanoseconds at(double quantile) {
        if (values_.empty()) return 0;
        const auto last = static_cast<double>(values_.size() - 1);
        const auto place = values_.begin() + static_cast<std::ptrdiff_t>(quantile * last + 0.5);
        std::nth_element(values_.begin(), place, values_.end());
        return *place;
    }

private:
    std::vector<Nanoseconds> values_;
};

[[nodiscard]] inline double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

}  // namespace relais::load
