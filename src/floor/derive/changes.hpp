// The rows a turn touched, in their final state (RULES 27).
#pragma once

#include "floor/state.hpp"

namespace relais {

[[nodiscard]] RowChanges changed_rows(const State& state);

}  // namespace relais
