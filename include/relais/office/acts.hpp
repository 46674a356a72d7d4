// What supervisors did by hand, with their reasons: read from the events that stored it.
#pragma once

#include <cstdint>
#include <vector>

#include "relais/base/result.hpp"
#include "relais/floor/watch.hpp"
#include "relais/office/database.hpp"
#include "relais/office/office_error.hpp"

namespace relais::office {

inline constexpr std::uint32_t acts_a_page_max = 100;

/// The acts of one centre with a number below `before`, newest first, at most acts_a_page_max: ask again from the last one.
[[nodiscard]] Result<std::vector<Act>, Error> read_acts(Database& database, CentreId centre, std::uint64_t before);

}  // namespace relais::office
