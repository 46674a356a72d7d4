// Rows that follow from events: the state rows come final from the floor (RowChanges), these two do not. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "relais/floor/event.hpp"

namespace relais::projection {

/// Table event. The payload holds ids, numbers, words of closed lists and what staff typed; never a visitor's words.
struct EventRow {
    std::uint64_t number = 0;
    Instant at;
    std::string_view kind;
    std::string_view cause;       // empty: NULL
    ConversationId conversation;  // nil: NULL
    AgentId agent;                // nil: NULL
    std::string payload;          // JSON object
};

/// Nothing for a LineAdded (its row in `entry` is its event), for events without a number and for volatile ones.
[[nodiscard]] std::optional<EventRow> event_row(const Event& event);

/// The payload of a line in table entry: what, detail, by. Empty: NULL.
[[nodiscard]] std::string line_payload(const Line& line);

}  // namespace relais::projection
