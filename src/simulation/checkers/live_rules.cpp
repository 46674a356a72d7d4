#include "simulation/checkers/live_rules.hpp"

namespace relais::simulation {
namespace {

class LiveRules : public Checker {
public:
    explicit LiveRules(Findings& findings) : Checker(findings, "live_rules") {
        rules_.push_back(seats_within_limit(findings));
        rules_.push_back(one_agent_at_most(findings));
        rules_.push_back(nobody_forgotten(findings));
        rules_.push_back(no_overtaking(findings));
        rules_.push_back(no_idle_seat(findings));
        rules_.push_back(offers_to_present_agents(findings));
        rules_.push_back(choices_in_time(findings));
        rules_.push_back(estimates_not_rosy(findings));
    }

    void turned(const LiveTurn& live) override {
        for (const Event& event : live.turn.events) {
            for (const auto& rule : rules_) rule->event(mirror_, event);
            mirror_.apply(event);
        }
        mirror_.apply_seats(live.turn.changes);
        // The turn in which time goes on again, too: there may have been none since the one in which it stopped.
        if (live.frozen || frozen_) time_lost(live.now);
        frozen_ = live.frozen;
        for (const auto& rule : rules_) rule->turned(mirror_, live);
    }

    void restarted(const Recovered& recovered, const Floor&, Instant now) override {
        mirror_.restart(recovered);
        frozen_ = false;
        time_lost(now);
    }

    void paused(Duration, Instant now) override { time_lost(now); }

    void rested(const Floor&, const Store& store, Instant) override {
        for (const auto& rule : rules_) rule->rested(mirror_, store);
    }

private:
    void time_lost(Instant now) {
        for (const auto& rule : rules_) rule->time_lost(mirror_, now);
    }

    Mirror mirror_;
    bool frozen_ = false;
    std::vector<std::unique_ptr<LiveRule>> rules_;
};

}  // namespace

std::unique_ptr<Checker> live_rules(Findings& findings) { return std::make_unique<LiveRules>(findings); }

}  // namespace relais::simulation
