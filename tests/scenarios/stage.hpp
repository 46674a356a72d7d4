// The centre of one script on the floor: production floor, sessions, courier and wire as the simulator wires them, in
// virtual time, with every checker of the simulator looking on.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/script.hpp"
#include "simulation/checkers/checker.hpp"
#include "simulation/world/daemon.hpp"

namespace relais::scenarios {

class Stage : private simulation::Findings, private simulation::DaemonWatcher {
public:
    explicit Stage(const Script& script);
    ~Stage() override;

    [[nodiscard]] simulation::Timeline& timeline() { return timeline_; }
    [[nodiscard]] simulation::Network& network() { return network_; }
    [[nodiscard]] const simulation::Store& store() const { return store_; }
    /// Where this person connects; nothing: nobody of that name.
    [[nodiscard]] std::optional<simulation::Door> door_of(const std::string& name) const;
    /// An agent, or an entry point; nil: neither.
    [[nodiscard]] Uuid id_of(const std::string& name) const;
    [[nodiscard]] Uuid fresh_id() { return chance_.uuid(); }
    void set_hours(bool open);
    /// After everybody left: what the checkers say when everything has come to rest.
    void rest();
    /// The first thing a checker found; empty: nothing.
    [[nodiscard]] const std::string& found() const { return found_; }

private:
    void violation(std::string_view checker, std::string what) override;
    void turned(const Turn& turn, const Floor& floor, Instant now, bool frozen,
                std::span<const Command> commands) override;
    void committed(const Batch& batch, Instant now) override;
    void restarted(const Recovered& recovered, const Floor& floor, Instant now) override;
    void level(const Floor& floor, Instant now) override;
    void paused(Duration, Instant) override {}
    void closed_as_silent(Instant now) override;
    void use(std::shared_ptr<const Settings> settings);

    simulation::Random chance_;
    simulation::Timeline timeline_;
    simulation::Conditions conditions_;
    simulation::Store store_;
    simulation::Centre centre_;
    std::map<std::string, AgentId> agents_;
    std::map<std::string, EntryPointId> entry_points_;
    simulation::Network network_;
    simulation::Breaks breaks_;
    simulation::Daemon daemon_;
    std::vector<std::unique_ptr<simulation::Checker>> checkers_;
    std::vector<std::string> visitors_;
    std::string found_;
};

}  // namespace relais::scenarios
