// Chance that means the same on every machine: xoshiro256** (Blackman and Vigna) seeded by splitmix64, with distributions
// of our own, because those of the standard library differ from one implementation to the next.
#pragma once

#include <array>
#include <cstdint>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"

namespace relais::simulation {

class Random {
public:
    /// Equal seeds and streams give equal sequences; another stream of the same seed is independent.
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

    std::uint64_t next();
    /// 0 <= result < bound; bound > 0. Unbiased.
    std::uint64_t below(std::uint64_t bound);
    /// low <= result <= high.
    std::int64_t between(std::int64_t low, std::int64_t high);
    Duration between(Duration low, Duration high);
    /// 0 <= result < 1, 53 bits.
    double unit();
    bool chance(double probability);
    /// Of the given mean, at least 0.
    Duration exponential(Duration mean);
    double normal();
    /// `cv2` is the squared coefficient of variation: 1.86 for real handling times.
    Duration lognormal(Duration mean, double cv2);
    /// A version 4 UUID.
    Uuid uuid();

private:
    std::array<std::uint64_t, 4> state_{};
};

}  // namespace relais::simulation
