// Rules about what is live, held after every turn against one shared mirror.
#pragma once

#include "simulation/checkers/mirror.hpp"

namespace relais::simulation {

class LiveRule {
public:
    LiveRule(Findings& findings, std::string_view name) : findings_(findings), name_(name) {}
    virtual ~LiveRule() = default;
    LiveRule(const LiveRule&) = delete;
    LiveRule& operator=(const LiveRule&) = delete;

    /// `mirror` is as it was before the event.
    virtual void event(const Mirror&, const Event&) {}
    /// `mirror` is as the turn left it.
    virtual void turned(const Mirror&, const LiveTurn&) {}
    /// Time stood still, or the process did, or it is a new one: what lasted until now begins again.
    virtual void time_lost(const Mirror&, Instant /*now*/) {}
    virtual void rested(const Mirror&, const Store&) {}

protected:
    void violation(std::string what) { findings_.violation(name_, std::move(what)); }

private:
    Findings& findings_;
    std::string_view name_;
};

[[nodiscard]] std::unique_ptr<LiveRule> seats_within_limit(Findings& findings);
[[nodiscard]] std::unique_ptr<LiveRule> one_agent_at_most(Findings& findings);
[[nodiscard]] std::unique_ptr<LiveRule> nobody_forgotten(Findings& findings);
[[nodiscard]] std::unique_ptr<LiveRule> no_overtaking(Findings& findings);
[[nodiscard]] std::unique_ptr<LiveRule> no_idle_seat(Findings& findings);
[[nodiscard]] std::unique_ptr<LiveRule> offers_to_present_agents(Findings& findings);
[[nodiscard]] std::unique_ptr<LiveRule> choices_in_time(Findings& findings);
[[nodiscard]] std::unique_ptr<LiveRule> estimates_not_rosy(Findings& findings);

/// All of them, over one mirror.
[[nodiscard]] std::unique_ptr<Checker> live_rules(Findings& findings);

}  // namespace relais::simulation
