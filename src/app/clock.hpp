// The daemon's clock (RULES 19): UTC once, at the start, never behind what is stored; then only the steady clock.
#pragma once

#include <algorithm>
#include <chrono>

#include "relais/base/instant.hpp"

namespace relais {

class Clock {
public:
    /// `last_stored`: the instant of the last stored event.
    explicit Clock(Instant last_stored = {})
        : start_(std::max(std::chrono::floor<Duration>(std::chrono::system_clock::now()), last_stored)),
          steady_start_(std::chrono::steady_clock::now()) {}

    /// From any thread; never goes backwards.
    [[nodiscard]] Instant now() const {
        return start_ + std::chrono::floor<Duration>(std::chrono::steady_clock::now() - steady_start_);
    }
    [[nodiscard]] std::chrono::steady_clock::time_point steady(Instant instant) const {
        return steady_start_ + (instant - start_);
    }

private:
    Instant start_;
    std::chrono::steady_clock::time_point steady_start_;
};

}  // namespace relais
