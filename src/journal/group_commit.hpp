// Natural batching: the next batch is what came in while the last one committed (performance: a window of time only costs
// latency). Pure; the writer thread and the simulator use it under their own ordering.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>

#include "relais/journal/journal.hpp"

namespace relais {

/// A forming batch takes no further turn above these; one turn may be larger and then goes alone. Beyond them latency grows
/// as fast as throughput.
inline constexpr std::size_t batch_events_max = 256;
inline constexpr std::size_t batch_bytes_max = 1u << 20;

class GroupCommit {
public:
    /// Puts a turn behind what waits of its centre. Turns of a centre must follow one another: a gap is a bug.
    void add(Batch turn);
    /// What to commit next, oldest first; nothing when nothing waits. The caller has one in flight at a time.
    [[nodiscard]] std::optional<Batch> next();
    /// Forgets what waits of a centre: its lease or its sense is lost.
    void drop(CentreId centre);

    [[nodiscard]] bool empty() const { return forming_.empty(); }
    [[nodiscard]] std::size_t events() const { return events_; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    std::deque<Batch> forming_;  // few: one for each centre, more only when turns exceed the caps
    std::size_t events_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace relais
