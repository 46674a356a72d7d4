// Rules that can be broken on purpose, to prove that a checker notices (RULES, Simulation): those inside the floor and
// those at the seams around it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "relais/floor/floor.hpp"

namespace relais::simulation {

struct Breaks {
    Floor::Breaks floor;
    bool ack_before_commit = false;      // acknowledgements do not wait for storage
    bool frame_before_commit = false;    // lines and states do not wait for storage
    bool drop_row_on_crash = false;      // the newest stored line is gone after a crash
    bool lose_resume_gap = false;        // who comes back gets one line too few
    bool forget_seats_on_crash = false;  // seats in use are free after a crash
    bool silence_is_death = false;       // after a pause of the process everybody silent is gone (RULES 20)
    bool clock_runs_in_stall = false;    // business time goes on while storage is late (RULES 20)
    bool poison_line = false;            // storage keeps other bytes than were acknowledged
    std::string_view needs;              // the fault that comes with it
};

struct BreakName {
    std::string_view name;
    std::string_view what;
    std::string_view needs;  // the fault without which nothing shows; empty: none
};
[[nodiscard]] const std::vector<BreakName>& break_names();
[[nodiscard]] std::optional<Breaks> parse_break(std::string_view name);

}  // namespace relais::simulation
