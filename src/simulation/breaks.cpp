#include "simulation/breaks.hpp"

#include <functional>

namespace relais::simulation {
namespace {

struct Known {
    BreakName name;
    std::function<void(Breaks&)> set;
};

const std::vector<Known>& known() {
    static const std::vector<Known> all{
        {{"fourth_seat", "an agent is given one chat more than his limit", ""},
         [](Breaks& b) { b.floor.fourth_seat = true; }},
        {{"newest_first", "the queue is served from its end", ""}, [](Breaks& b) { b.floor.newest_first = true; }},
        {{"lost_requeue", "the chats of a lost agent are not put back", ""},
         [](Breaks& b) { b.floor.lost_requeue = true; }},
        {{"seat_freed_late", "a freed seat is looked at one second late", ""},
         [](Breaks& b) { b.floor.seat_freed_late = true; }},
        {{"note_to_visitor", "notes reach the visitor", ""}, [](Breaks& b) { b.floor.note_to_visitor = true; }},
        {{"two_agents", "a conversation is given to two agents", ""}, [](Breaks& b) { b.floor.two_agents = true; }},
        {{"idle_seat", "every other turn nobody is routed", ""}, [](Breaks& b) { b.floor.idle_seat = true; }},
        {{"hole_in_numbers", "a line number is skipped now and then", ""},
         [](Breaks& b) { b.floor.hole_in_numbers = true; }},
        {{"exclusion_for_ever", "who missed a conversation never gets it again", ""},
         [](Breaks& b) { b.floor.exclusion_for_ever = true; }},
        {{"forget_grace", "a lost agent still gets offers", ""}, [](Breaks& b) { b.floor.forget_grace = true; }},
        {{"dishonest_estimate", "visitors are promised a fifth of the wait", ""},
         [](Breaks& b) { b.floor.dishonest_estimate = true; }},
        {{"double_message", "a repeated message is stored again", ""},
         [](Breaks& b) { b.floor.double_message = true; }},
        {{"ack_before_commit", "acknowledgements do not wait for storage", ""},
         [](Breaks& b) { b.ack_before_commit = true; }},
        {{"frame_before_commit", "lines and states do not wait for storage", ""},
         [](Breaks& b) { b.frame_before_commit = true; }},
        {{"drop_row_on_crash", "the newest stored line is gone after a crash", "crash"},
         [](Breaks& b) { b.drop_row_on_crash = true; }},
        {{"lose_resume_gap", "who comes back gets one line too few", ""}, [](Breaks& b) { b.lose_resume_gap = true; }},
        {{"forget_seats_on_crash", "seats in use are free after a crash", "crash"},
         [](Breaks& b) { b.forget_seats_on_crash = true; }},
        {{"silence_is_death", "after a pause of the process everybody silent is gone", "paused_process"},
         [](Breaks& b) { b.silence_is_death = true; }},
        {{"clock_runs_in_stall", "business time goes on while storage is late", "storage_stalled"},
         [](Breaks& b) { b.clock_runs_in_stall = true; }},
        {{"poison_line", "storage keeps other bytes than were acknowledged", ""},
         [](Breaks& b) { b.poison_line = true; }},
    };
    return all;
}

}  // namespace

const std::vector<BreakName>& break_names() {
    static const std::vector<BreakName> names = [] {
        std::vector<BreakName> list;
        for (const Known& one : known()) list.push_back(one.name);
        return list;
    }();
    return names;
}

std::optional<Breaks> parse_break(std::string_view name) {
    for (const Known& one : known()) {
        if (one.name.name != name) continue;
        Breaks breaks;
        one.set(breaks);
        breaks.needs = one.name.needs;
        return breaks;
    }
    return std::nullopt;
}

}  // namespace relais::simulation
