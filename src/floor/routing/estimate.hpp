// How long one visitor will wait (RULES 13): (eligible visitors ahead + 1) / (eligible busy seats x rate), where those ahead
// may also leave, as often as others did lately (the mean of Erlang A's delay for who stays).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "floor/state.hpp"

namespace relais {

struct Estimate {
    std::uint32_t position = 1;           // 1: next
    std::optional<std::int64_t> wait_ms;  // nothing: no seat is busy, so nothing can be said
};

/// For somebody who waits now.
[[nodiscard]] Estimate estimate_for(const State& state, const Conversation& conversation);
/// For everybody who waits at this entry point, in the order of waiting: one walk along the queues, however long they are.
void for_each_waiting(const State& state, const EntryPoint& entry_point,
                      const std::function<void(ConversationId, const Estimate&)>& visit);
/// For one more visitor at this entry point.
[[nodiscard]] Estimate estimate_for_newcomer(const State& state, const EntryPoint& entry_point);
/// Mean time a chat holds its seat: the last 50 handlings of the queue, else the setting. At least 1 s.
[[nodiscard]] std::int64_t mean_handling_ms(const State& state, const EntryPoint& entry_point);
/// A wait is over: somebody came, or the visitor left.
void note_wait(State& state, const EpisodeRecord& episode, Instant at, bool left);
/// As shown: whole minutes above one minute, else tens of seconds; rounded up.
[[nodiscard]] std::int64_t rounded_ms(std::int64_t wait_ms);

}  // namespace relais
