// What people write: most of it plain, some of it what once broke a product. Every text of a run is different.
#pragma once

#include <string>

#include "simulation/random.hpp"

namespace relais::simulation {

/// `mark` says who wrote which message, for those who read a trace.
[[nodiscard]] std::string some_text(Random& random, const std::string& mark);

}  // namespace relais::simulation
