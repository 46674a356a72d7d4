// The address of a PostgreSQL as libpq reads it, a URI or keywords. Nothing is connected to.
#pragma once

#include <optional>
#include <string>

namespace relais::pg {

/// For people: as it is where it has no secret, else as keywords, "user=relais password=*** host=db dbname=relais". libpq says
/// which of them are secrets.
/// Nothing: libpq does not understand it, or finds a port that is no number or an @ in the name of a host or a database. That
/// is what a password with / or @ makes of a URI where they are not percent-encoded, and libpq's complaints would print it.
[[nodiscard]] std::optional<std::string> shown_address(const std::string& url);

}  // namespace relais::pg
