// Opening hours as an operator writes them on a command line. Pure.
#pragma once

#include <string>
#include <vector>

#include "relais/office/opening_hours.hpp"

namespace relais::office {

/// `week`: any number of "mon-fri 09:00-12:30 14:00-18:00", "sat 10:00-16:00" or "always" (alone); days without a line are closed.
/// `dates`: "2026-12-25 closed" or "2026-12-24 09:00-12:00 13:00-15:00"; they replace the week on their date. "24:00" is the
/// end of a day. Errors: not_allowed, with the text that was not understood and what is accepted.
[[nodiscard]] Result<OpeningHours, Error> parse_hours(const std::string& zone, const std::vector<std::string>& week,
                                                      const std::vector<std::string>& dates);

/// The same the other way round, a line for each day of the week that has hours and for each date: what parse_hours takes.
[[nodiscard]] std::vector<std::string> week_lines(const OpeningHours& hours);
[[nodiscard]] std::vector<std::string> date_lines(const OpeningHours& hours);

}  // namespace relais::office
