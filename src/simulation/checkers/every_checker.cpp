#include "simulation/checkers/every_checker.hpp"

#include "simulation/checkers/live_rules.hpp"

namespace relais::simulation {

std::vector<std::unique_ptr<Checker>> every_checker(Findings& findings, const Store& store, bool calm) {
    std::vector<std::unique_ptr<Checker>> all;
    all.push_back(live_rules(findings));
    all.push_back(offers_have_their_time(findings));
    all.push_back(pauses_are_no_deaths(findings));
    all.push_back(line_numbers(findings));
    all.push_back(notes_stay_inside(findings));
    all.push_back(durable_before_visible(findings, store));
    all.push_back(acknowledged_is_stored(findings, store));
    all.push_back(rebuilt_is_live(findings, store));
    all.push_back(honest_estimates(findings, calm));
    return all;
}

}  // namespace relais::simulation
