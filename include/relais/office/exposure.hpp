// RULES 18: how often the button could have been shown, was shown, was not and why, and was used.
#pragma once

#include <span>

#include "relais/base/result.hpp"
#include "relais/floor/record.hpp"
#include "relais/office/database.hpp"
#include "relais/office/office_error.hpp"

namespace relais::office {

/// Counts of one site, entry point and hour. `at` is any instant of the hour.
struct Exposure {
    SiteId site;
    EntryPointId entry_point;
    Instant at;
    std::uint64_t eligible = 0;
    std::uint64_t shown = 0;
    std::uint64_t not_shown_full = 0;
    std::uint64_t not_shown_closed = 0;
    std::uint64_t opened = 0;
};

/// Adds to what is stored, all or nothing. Two rows of one key in a call are added up.
[[nodiscard]] Result<Done, Error> add_exposures(Database& database, CentreId centre, std::span<const Exposure> counts);

}  // namespace relais::office
