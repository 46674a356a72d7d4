// What the faults have changed for the moment. Set by src/simulation/faults, read where it matters; calm by default.
#pragma once

#include "relais/base/instant.hpp"

#include "simulation/random.hpp"

namespace relais::simulation {

struct Conditions {
    double commands_duplicated = 0;  // the chance that a command is sent twice
    Duration commit_mean{4};         // of an exponential, on top of commit_least
    Duration commit_least{1};
    double commits_fail = 0;       // the connection to the database breaks in mid-commit
    bool storage_stalled = false;  // nothing commits
    Duration wall_clock_off{0};    // of the machine's clock; read at the start of the process only (RULES 19)

    [[nodiscard]] bool duplicates_command(Random& random) const {
        return commands_duplicated > 0 && random.chance(commands_duplicated);
    }
};

}  // namespace relais::simulation
