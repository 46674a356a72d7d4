// What a deadline that has come means.
#pragma once

#include <vector>

#include "floor/state.hpp"

namespace relais {

/// The events of one due deadline; deadlines of volatile things (estimates, memory of the ended) are dealt with at once.
[[nodiscard]] std::vector<EventBody> expire(State& state, const Deadline& due, Instant now);

}  // namespace relais
