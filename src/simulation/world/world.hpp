// One run: a machine with a daemon and a database, a network, people, and those who check. Everything is decided by the
// seed; the order of everything is the timeline's.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "simulation/breaks.hpp"
#include "simulation/checkers/checker.hpp"
#include "simulation/world/centre.hpp"
#include "simulation/world/conditions.hpp"
#include "simulation/world/daemon.hpp"
#include "simulation/world/network.hpp"
#include "simulation/world/timeline.hpp"
#include "simulation/world/trace.hpp"

namespace relais::simulation {

struct WorldOptions {
    std::uint64_t seed = 1;
    Duration length{std::chrono::hours{1}};
    std::uint32_t agents = 10;
    std::uint32_t seats = 3;
    double visitors_an_hour = 120;
    std::set<std::string> faults;
    Breaks breaks;
};

struct Violation {
    std::string checker;
    std::string what;
    double at_s = 0;
};

/// Somebody in the run: owns pages or consoles. Destroyed by the world when done.
class Person {
public:
    virtual ~Person() = default;
    /// The run comes to rest: answer what is open, go home. No new conversation.
    virtual void come_to_rest() = 0;
    [[nodiscard]] virtual bool done() const = 0;
};

/// What people counted while the run went on.
struct Tally {
    std::uint64_t arrivals = 0;   // visitors who wanted to write
    std::uint64_t not_shown = 0;  // of them: the button was not there, or had just gone
    std::uint64_t admitted = 0;   // of them: were let in
};

class World : private Findings, private DaemonWatcher {
public:
    explicit World(const WorldOptions& options);
    ~World() override;

    /// The whole run; returns early after a violation.
    void run();

    [[nodiscard]] const WorldOptions& options() const { return options_; }
    [[nodiscard]] Timeline& timeline() { return timeline_; }
    [[nodiscard]] Instant now() const { return timeline_.now(); }
    [[nodiscard]] Instant start() const { return start_; }
    [[nodiscard]] Instant end() const { return start_ + options_.length; }
    [[nodiscard]] Network& network() { return network_; }
    [[nodiscard]] Daemon& daemon() { return daemon_; }
    [[nodiscard]] Conditions& conditions() { return conditions_; }
    [[nodiscard]] const Conditions& faults() const { return conditions_; }
    [[nodiscard]] const Centre& centre() const { return centre_; }
    [[nodiscard]] const Store& store() const { return store_; }
    [[nodiscard]] Trace& trace() { return trace_; }
    [[nodiscard]] Tally& tally() { return tally_; }
    [[nodiscard]] bool resting() const { return resting_; }
    [[nodiscard]] const std::vector<Instant>& restarts() const { return restarts_; }
    [[nodiscard]] const std::vector<Violation>& violations() const { return violations_; }

    /// An independent source of chance.
    [[nodiscard]] Random random() { return Random(options_.seed, ++streams_); }
    void add(std::unique_ptr<Person> person) { people_.push_back(std::move(person)); }
    void change_settings(std::shared_ptr<const Settings> settings);

    // ---- clients
    [[nodiscard]] std::uint64_t next_client_number();
    void client_gone(const Viewer& viewer);
    /// Runs only while that client exists.
    [[nodiscard]] Timeline::Work guarded(std::uint64_t client, Timeline::Work work);
    void saw_line(const Viewer& viewer, const SeenLine& line, std::uint64_t head);
    void saw_state(const Viewer& viewer, const SeenState& state, std::uint64_t head);
    void saw_acknowledged(const Viewer& viewer, const Acknowledged& message, std::uint64_t head);
    void forgot(const Viewer& viewer, ConversationId conversation);
    void complain(std::string_view checker, std::string what) { violation(checker, std::move(what)); }

private:
    static constexpr std::size_t violations_max = 20;

    void violation(std::string_view checker, std::string what) override;
    void turned(const Turn& turn, const Floor& floor, Instant now, bool frozen,
                std::span<const Command> commands) override;
    void committed(const Batch& batch, Instant now) override;
    void restarted(const Recovered& recovered, const Floor& floor, Instant now) override;
    void level(const Floor& floor, Instant now) override;
    void paused(Duration pause, Instant now) override;
    void closed_as_silent(Instant now) override;
    void sweep();
    void come_to_rest();

    const WorldOptions options_;
    std::uint64_t streams_ = 0;
    const Instant start_;
    Timeline timeline_;
    Trace trace_;
    Conditions conditions_;
    Store store_;
    Centre centre_;
    Network network_;
    Daemon daemon_;
    std::vector<std::unique_ptr<Checker>> checkers_;
    std::vector<Violation> violations_;
    std::vector<Instant> restarts_;  // the daemon's clock
    std::unordered_set<std::uint64_t> clients_;
    std::uint64_t clients_made_ = 0;
    std::vector<std::unique_ptr<Person>> people_;
    Tally tally_;
    bool resting_ = false;
};

}  // namespace relais::simulation
