// The production floor over given arrivals, one virtual turn at a time (RULES, Simulation). Also the seed of "what if".
#pragma once

#include <cstdint>
#include <vector>

#include "relais/floor/floor.hpp"

#include "simulation/replay/arrivals.hpp"

namespace relais::simulation {

enum class Outcome : std::uint8_t { served, left };

struct Replayed {
    Duration wait{0};
    Outcome outcome = Outcome::left;
    std::uint32_t agent = 0;  // 1 to `agents`; 0: left

    friend bool operator==(const Replayed&, const Replayed&) = default;
};

/// `arrivals` are sorted. One result per arrival, in their order. `breaks`: for the tests.
[[nodiscard]] std::vector<Replayed> run_replay(const std::vector<Arrival>& arrivals, std::uint32_t agents,
                                               std::uint32_t seats, const Floor::Breaks& breaks = {});

}  // namespace relais::simulation
