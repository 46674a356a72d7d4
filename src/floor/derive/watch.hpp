// What supervisors and administrators see beyond the tallies of everybody.
#pragma once

#include <optional>
#include <vector>

#include "floor/state.hpp"

namespace relais {

/// Somebody who may see it is connected.
[[nodiscard]] bool somebody_watches(const State& state);

/// The heads of the queues. Its work is bounded by limits::waiting_listed_max, however many wait.
[[nodiscard]] std::vector<WaitingList> waiting_lists(const State& state);
[[nodiscard]] RunningChats running_chats(const State& state);

/// Nothing for an event that is no act of a supervisor.
[[nodiscard]] std::optional<Act> act_of(const State& state, const Event& event);

}  // namespace relais
