// The journal's writer and the PostgreSQL behind it: natural batching by the production GroupCommit, one batch in flight,
// time for a commit, and every way it can end: stored and told, stored and not told, not stored.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "journal/group_commit.hpp"
#include "simulation/random.hpp"
#include "simulation/store/store.hpp"
#include "simulation/world/conditions.hpp"
#include "simulation/world/timeline.hpp"

namespace relais::simulation {

class Storage {
public:
    struct Listener {
        std::function<void(const Batch&)> stored;           // in the store; the daemon does not know yet
        std::function<void(std::uint64_t number)> durable;  // the daemon is told
    };

    Storage(Timeline& timeline, Store& store, const Conditions& conditions, Random random, Listener listener);

    void append(Batch turn);
    /// The daemon's process is gone. What was in flight is stored or not: the lock of the head row decides before anybody
    /// reads (RULES 25).
    void daemon_died();
    [[nodiscard]] std::size_t uncommitted_bytes() const;
    [[nodiscard]] bool idle() const { return !in_flight_ && group_.empty(); }

    /// Where a crash of the daemon is wanted: called at the chosen boundary of the next commit, once.
    enum class Boundary : std::uint8_t { before_commit, after_commit, after_told };
    void at_next(Boundary boundary, Timeline::Work work);

private:
    void begin();
    void send();
    void commit();
    void told();
    void broken(bool stored);
    void reach(Boundary boundary);
    [[nodiscard]] Duration takes();

    Timeline& timeline_;
    Store& store_;
    const Conditions& conditions_;
    Random random_;
    Listener listener_;
    GroupCommit group_;
    std::optional<Batch> in_flight_;
    bool stored_ = false;     // of the batch in flight
    std::uint64_t life_ = 0;  // guards delayed work across crashes
    std::optional<std::pair<Boundary, Timeline::Work>> wanted_;
};

/// What RULES 26 counts.
[[nodiscard]] std::size_t bytes_of(const Turn& turn);

}  // namespace relais::simulation
