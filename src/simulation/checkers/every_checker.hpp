// The checkers by name; each has a source of its own. Rules about what is live are in live_rules.hpp.
#pragma once

#include "simulation/checkers/checker.hpp"

namespace relais::simulation {

[[nodiscard]] std::unique_ptr<Checker> offers_have_their_time(Findings& findings);
[[nodiscard]] std::unique_ptr<Checker> pauses_are_no_deaths(Findings& findings);
[[nodiscard]] std::unique_ptr<Checker> line_numbers(Findings& findings);
[[nodiscard]] std::unique_ptr<Checker> notes_stay_inside(Findings& findings);
[[nodiscard]] std::unique_ptr<Checker> durable_before_visible(Findings& findings, const Store& store);
[[nodiscard]] std::unique_ptr<Checker> acknowledged_is_stored(Findings& findings, const Store& store);
[[nodiscard]] std::unique_ptr<Checker> rebuilt_is_live(Findings& findings, const Store& store);
[[nodiscard]] std::unique_ptr<Checker> honest_estimates(Findings& findings, bool calm);

}  // namespace relais::simulation
