#include "simulation/world/world.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "simulation/faults/fault.hpp"
#include "simulation/workloads/workload.hpp"

namespace relais::simulation {
namespace {

// A Monday, 05:00 UTC.
constexpr std::int64_t first_instant_ms = 1'772'427'600'000;
constexpr Duration sweep_period{std::chrono::seconds{30}};
// Longer than every deadline that can leave a conversation open with nobody beside it (RULES 11: 20 minutes of silence).
constexpr Duration rest{std::chrono::minutes{25}};

}  // namespace

World::World(const WorldOptions& options)
    : options_(options),
      start_(from_unix_ms(first_instant_ms)),
      timeline_(start_),
      trace_(timeline_),
      centre_(make_centre(options.agents, options.seats, random())),
      network_(timeline_, random()),
      daemon_(timeline_, network_, store_, conditions_, centre_, options_.breaks, random(), *this),
      checkers_(every_checker(*this, store_, options.faults.empty())) {
    store_.set_settings(centre_.settings);
    for (const auto& checker : checkers_) checker->settings_changed(*centre_.settings);
}

World::~World() { people_.clear(); }

void World::run() {
    daemon_.start();
    const auto workloads = every_workload();
    const auto faults = every_fault();
    for (const auto& workload : workloads) workload->start(*this);
    for (const auto& fault : faults) {
        if (options_.faults.contains(std::string(fault->name()))) fault->start(*this);
    }
    timeline_.after(sweep_period, [this] { sweep(); });
    timeline_.run_until(end());
    if (timeline_.stopped()) return;
    resting_ = true;
    conditions_ = Conditions{};
    for (const ConnectionId connection : network_.sockets()) network_.unclog(connection);
    if (!daemon_.running()) daemon_.start();
    come_to_rest();
}

/// Nothing breaks any more; whoever is there finishes; then the last look.
void World::come_to_rest() {
    for (std::size_t n = 0; n < people_.size(); ++n) people_[n]->come_to_rest();
    timeline_.run_until(end() + rest);
    if (timeline_.stopped()) return;
    for (const auto& checker : checkers_) checker->rested(daemon_.floor(), store_, daemon_.clock());
}

void World::change_settings(std::shared_ptr<const Settings> settings) {
    centre_.settings = std::move(settings);
    store_.set_settings(centre_.settings);
    for (const auto& checker : checkers_) checker->settings_changed(*centre_.settings);
    daemon_.apply_settings();
}

std::uint64_t World::next_client_number() {
    clients_.insert(++clients_made_);
    return clients_made_;
}

void World::client_gone(const Viewer& viewer) {
    clients_.erase(viewer.number);
    for (const auto& checker : checkers_) checker->gone(viewer);
}

Timeline::Work World::guarded(std::uint64_t client, Timeline::Work work) {
    return [this, client, work = std::move(work)] {
        if (clients_.contains(client)) work();
    };
}

/// People who went home are forgotten; not within a call of theirs.
void World::sweep() {
    std::erase_if(people_, [](const std::unique_ptr<Person>& person) { return person->done(); });
    timeline_.after(sweep_period, [this] { sweep(); });
}

void World::violation(std::string_view checker, std::string what) {
    trace_.note("violation", what);
    if (violations_.size() < violations_max) {
        violations_.push_back(
            {std::string(checker), std::move(what), static_cast<double>((now() - start_).count()) / 1000});
    }
    timeline_.stop();
}

void World::saw_line(const Viewer& viewer, const SeenLine& line, std::uint64_t head) {
    for (const auto& checker : checkers_) checker->saw_line(viewer, line, head);
}

void World::saw_state(const Viewer& viewer, const SeenState& state, std::uint64_t head) {
    for (const auto& checker : checkers_) checker->saw_state(viewer, state, head);
}

void World::saw_acknowledged(const Viewer& viewer, const Acknowledged& message, std::uint64_t head) {
    for (const auto& checker : checkers_) checker->saw_acknowledged(viewer, message, head);
}

void World::forgot(const Viewer& viewer, ConversationId conversation) {
    for (const auto& checker : checkers_) checker->forgot(viewer, conversation);
}

void World::turned(const Turn& turn, const Floor& floor, Instant now, bool frozen, std::span<const Command> commands) {
    const LiveTurn live{turn, floor, now, frozen, commands};
    for (const auto& checker : checkers_) checker->turned(live);
}

void World::committed(const Batch& batch, Instant now) {
    for (const Complaint& complaint : store_.take_complaints())
        violation("schema", complaint.constraint + ": " + complaint.what);
    for (const auto& checker : checkers_) checker->committed(batch, store_, now);
}

void World::restarted(const Recovered& recovered, const Floor& floor, Instant now) {
    restarts_.push_back(now);
    for (const auto& checker : checkers_) checker->restarted(recovered, floor, now);
}

void World::level(const Floor& floor, Instant now) {
    for (const auto& checker : checkers_) checker->level(floor, store_, now);
}

void World::paused(Duration pause, Instant now) {
    for (const auto& checker : checkers_) checker->paused(pause, now);
}

void World::closed_as_silent(Instant now) {
    for (const auto& checker : checkers_) checker->closed_as_silent(now);
}

}  // namespace relais::simulation
