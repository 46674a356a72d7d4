// Opening hours as the tables keep them.
#pragma once

#include <map>

#include "relais/office/opening_hours.hpp"

#include "office/office_query.hpp"

namespace relais::office {

/// Week and exceptions of each queue that has any; zone and `always` stand with the queue.
[[nodiscard]] std::map<QueueId, OpeningHours> load_hours(pg::Connection& connection, CentreId centre);

}  // namespace relais::office
