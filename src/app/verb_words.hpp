// What the verbs say to people, and how they find the centre that is meant.
#pragma once

#include <string>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"
#include "relais/base/result.hpp"
#include "relais/office/database.hpp"
#include "relais/office/office_error.hpp"

namespace relais::verbs {

[[nodiscard]] Instant now();
/// On standard error; gives the exit code.
int failed(const std::string& why);
int done(const std::string& what);
/// Somebody's words among them move no cursor and begin no line: verbs print through here or the two above.
void print_line(const std::string& words);
/// "2026-11-28 22:17 UTC".
[[nodiscard]] std::string text_of(Instant instant);

/// The named centre, or the only one when no name is given.
[[nodiscard]] Result<CentreId, office::Error> centre_of(office::Database& database, const std::string& name);

}  // namespace relais::verbs
