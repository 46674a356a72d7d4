// The events by which a conversation leaves an agent or ends, wherever the reason comes from: orders, deadlines, lost agents.
#pragma once

#include <vector>

#include "floor/conversation/line_numbers.hpp"
#include "floor/state.hpp"

namespace relais {

/// Ends it: an open offer is withdrawn, the seat is freed (or held by wrap-up), both sides are told.
/// `dated`: when it really ended, for abandons the last sign of life (RULES 11).
void add_end(const State& state, const Conversation& conversation, Party by, EndWhy why, Instant dated, Instant now,
             std::vector<EventBody>& events);

/// Back to waiting with its original arrival (RULES 3), in `entry_point`; a transfer under way is withdrawn.
void add_requeue(const State& state, const Conversation& conversation, EntryPointId entry_point, RequeueWhy why,
                 bool exclude_agent, Instant now, std::vector<EventBody>& events);

[[nodiscard]] std::string_view text_of(RequeueWhy why);
[[nodiscard]] std::string_view text_of(EndWhy why);

}  // namespace relais
