// The words of the wire for the floor's closed lists (docs/protocol.md).
#pragma once

#include <string_view>

#include "relais/floor/frame.hpp"

namespace relais::wire {

[[nodiscard]] std::string_view name(AgentStatus status);
[[nodiscard]] std::string_view name(Party party);
[[nodiscard]] std::string_view name(EndWhy why);
[[nodiscard]] std::string_view name(Availability availability);
[[nodiscard]] std::string_view name(AvailabilityCause cause);
[[nodiscard]] std::string_view name(ByHand by_hand);
[[nodiscard]] std::string_view name(LineKind kind);
[[nodiscard]] std::string_view name(SystemWhat what);
[[nodiscard]] std::string_view name(RemovedWhy why);
[[nodiscard]] std::string_view name(VisitorPresence presence);
[[nodiscard]] std::string_view name(SeatUse use);
[[nodiscard]] std::string_view name(Role role);

}  // namespace relais::wire
