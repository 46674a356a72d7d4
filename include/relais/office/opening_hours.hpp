// Opening hours in a zone become a list of instants, the only form the floor knows (DESIGN 4, RULES 19). Pure but for the
// system's time zone files.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "relais/base/result.hpp"
#include "relais/floor/settings.hpp"
#include "relais/office/office_error.hpp"

namespace relais::office {

/// Minutes after local midnight; `closes` is at most 1440, the end of the day, and above `opens`.
struct Span {
    std::chrono::minutes opens{0};
    std::chrono::minutes closes{24 * 60};
    friend bool operator==(const Span&, const Span&) = default;
};

struct WeekdaySpan {
    unsigned weekday = 1;  // ISO 8601: 1 Monday to 7 Sunday
    Span span;
};

/// Replaces the week on its date; several on one date are several spans.
struct DateSpan {
    std::chrono::year_month_day date;
    std::optional<Span> span;  // nothing: closed all day
};

struct OpeningHours {
    std::string zone = "Europe/Paris";  // IANA name
    bool always = true;                 // `week` is ignored; exceptions hold
    std::vector<WeekdaySpan> week;
    std::vector<DateSpan> exceptions;
};

/// Ascending, alternating, beginning with the state at `from`; empty when always open. Spans that touch or overlap are one.
/// Clock changes: a local time that is skipped stands for the instant of the change, so a span within the skipped hour does
/// not happen; of a local time that comes twice the first counts for opening and the second for closing.
/// Errors: not_allowed (unknown zone, a span outside the day).
[[nodiscard]] Result<std::vector<HoursChange>, Error> hours_changes(const OpeningHours& hours, Instant from,
                                                                    Duration length = std::chrono::days{400});

/// Whether the system knows this zone.
[[nodiscard]] bool is_zone(const std::string& name);

}  // namespace relais::office
