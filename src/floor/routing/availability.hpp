// Is there room for one more visitor? Per entry point: open, full or closed, and why (RULES 14 to 17).
#pragma once

#include <vector>

#include "floor/state.hpp"

namespace relais {

class LeaseFlow;

struct AvailabilityNow {
    Availability availability = Availability::closed;
    AvailabilityCause cause = AvailabilityCause::no_agent;
    friend bool operator==(const AvailabilityNow&, const AvailabilityNow&) = default;
};

/// Could one more lease be honoured beside those given, and does nobody eligible wait? (RULES 15, 17)
[[nodiscard]] bool room_for_lease(const State& state, EntryPointId entry_point);

/// The changes since what was last told; also keeps the hold of `places > 0` (RULES 15).
[[nodiscard]] std::vector<AvailabilityChanged> availability_changes(State& state, Instant now);

/// Why the entry point is as it was last told; while it is full or open the why may change without being told by an event.
[[nodiscard]] AvailabilityCause cause_now(const State& state, const EntryPoint& entry_point, const LeaseFlow& flow);

/// Follows the opening hours up to `now`.
void follow_hours(State& state, Instant now);
/// The next change of opening hours after `now`, in real time.
[[nodiscard]] std::optional<Instant> next_hours_change(const State& state);

}  // namespace relais
