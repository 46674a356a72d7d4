// `relais simulate`: whole days of a contact centre in seconds, with everything that can go wrong, decided by one seed.
#pragma once

#include <cstdint>
#include <string>

#include "relais/simulation/replay.hpp"

namespace relais::simulation {

struct SimulateOptions {
    std::uint64_t seed = 1;
    double hours = 8;                // above 0, to hours_max
    std::uint32_t agents = 10;       // 1 to agents_max
    std::uint32_t seats = 3;         // of each agent, 1 to seats_max
    double visitors_per_hour = 120;  // 0 to visitors_max
    std::string faults = "all";      // all, none, or names with commas
    std::string break_rule;          // one rule to break; LIST: print them; empty: none
    std::string trace_file;          // every frame, one JSON object a line; empty: none
    bool json = false;               // one JSON object on one line, else a few lines for people

    static constexpr double hours_max = 24 * 31;
    static constexpr std::uint32_t agents_max = 1'000;
    static constexpr std::uint32_t seats_max = 20;
    static constexpr double visitors_max = 100'000;
};

/// Exit code 0: no violation, 1: a checker found one, 2: bad options (said on `err`). The same options give the same output,
/// byte for byte, but for `sim_seconds_per_second`; `seconds` is a clock, for that figure only.
[[nodiscard]] Report simulate(const SimulateOptions& options, double (*seconds)());

}  // namespace relais::simulation
