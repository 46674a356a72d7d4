#include "floor/routing/estimate.hpp"

#include <algorithm>
#include <iterator>

namespace relais {
namespace {

constexpr std::size_t handlings_trusted = 20;
constexpr std::size_t waits_remembered = 100;
constexpr std::uint32_t steps_counted = 400;  // further ahead each step is taken like the last of these
constexpr std::int64_t longest_wait_noted = 24 * 3600 * 1000;  // ms; keeps the products below 64 bits

/// True when some agent who takes chats could serve both.
bool compete(const State& state, const EntryPoint& one, const EntryPoint& other) {
    return one.settings.id == other.settings.id ||
           state.pool.present(one.settings.required | other.settings.required) > 0;
}

std::uint32_t before(const std::set<WaitingKey>& waiting, const WaitingKey& key) {
    if (waiting.empty()) return 0;
    if (*waiting.rbegin() < key) return static_cast<std::uint32_t>(waiting.size());
    return static_cast<std::uint32_t>(std::distance(waiting.begin(), waiting.lower_bound(key)));
}

/// Each step of the queue takes 1 / (busy / mean + still ahead x leaving rate): seats that come free, and visitors who leave.
std::int64_t wait_behind(std::uint32_t ahead, std::int64_t busy, std::int64_t mean_ms, const Patience& patience) {
    if (patience.left == 0 || patience.waited_ms <= 0) return (static_cast<std::int64_t>(ahead) + 1) * mean_ms / busy;
    std::int64_t wait_ms = 0;
    std::int64_t step_ms = 0;
    for (std::uint32_t still = 0; still <= ahead; ++still) {
        if (still < steps_counted) {
            step_ms = mean_ms * patience.waited_ms / (busy * patience.waited_ms + still * patience.left * mean_ms);
        }
        wait_ms += step_ms;
    }
    return std::max<std::int64_t>(wait_ms, 1);
}

Estimate with_ahead(const State& state, const EntryPoint& entry_point, std::uint32_t ahead) {
    Estimate estimate{ahead + 1, std::nullopt};
    const std::uint64_t busy = state.pool.busy_seats(entry_point.settings.required);
    if (busy == 0) return estimate;
    const auto queue = state.queues.find(entry_point.settings.queue);
    const Patience nobody_leaves;
    const Patience& patience = queue == state.queues.end() ? nobody_leaves : queue->second.patience;
    std::int64_t wait =
        wait_behind(ahead, static_cast<std::int64_t>(busy), mean_handling_ms(state, entry_point), patience);
    if (state.breaks.dishonest_estimate) wait /= 5;
    estimate.wait_ms = wait;
    return estimate;
}

}  // namespace

std::int64_t mean_handling_ms(const State& state, const EntryPoint& entry_point) {
    const auto queue = state.queues.find(entry_point.settings.queue);
    if (queue == state.queues.end()) return std::int64_t{360'000};
    // The first to end are the short ones: until enough have ended, the setting stands for those that have not.
    const auto& handlings = queue->second.handlings_ms;
    const std::size_t missing = handlings.size() < handlings_trusted ? handlings_trusted - handlings.size() : 0;
    const std::int64_t guessed = static_cast<std::int64_t>(missing) * queue->second.settings.handling_guess.count();
    const auto count = static_cast<std::int64_t>(handlings.size() + missing);
    return std::max<std::int64_t>(1000, (queue->second.handlings_sum_ms + guessed) / count);
}

void note_wait(State& state, const EpisodeRecord& episode, Instant at, bool left) {
    const auto entry_point = state.entry_points.find(episode.entry_point);
    if (entry_point == state.entry_points.end()) return;
    const auto queue = state.queues.find(entry_point->second.settings.queue);
    if (queue == state.queues.end()) return;
    Patience& patience = queue->second.patience;
    const std::int64_t ms = std::clamp<std::int64_t>((at - episode.started).count(), 0, longest_wait_noted);
    patience.waits.push_back({ms, left});
    patience.waited_ms += ms;
    patience.left += left ? 1 : 0;
    if (patience.waits.size() <= waits_remembered) return;
    patience.waited_ms -= patience.waits.front().ms;
    patience.left -= patience.waits.front().left ? 1 : 0;
    patience.waits.pop_front();
}

Estimate estimate_for(const State& state, const Conversation& conversation) {
    const auto own = state.entry_points.find(conversation.record.entry_point);
    if (own == state.entry_points.end()) return {};
    const WaitingKey key{conversation.record.priority, conversation.record.arrival, conversation.record.id};
    std::uint32_t ahead = 0;
    for (const auto& [id, other] : state.entry_points) {
        if (!other.waiting.empty() && compete(state, own->second, other)) ahead += before(other.waiting, key);
    }
    return with_ahead(state, own->second, ahead);
}

Estimate estimate_for_newcomer(const State& state, const EntryPoint& entry_point) {
    std::uint32_t ahead = 0;
    for (const auto& [id, other] : state.entry_points) {
        if (!other.waiting.empty() && compete(state, entry_point, other))
            ahead += static_cast<std::uint32_t>(other.waiting.size());
    }
    return with_ahead(state, entry_point, ahead);
}

std::int64_t rounded_ms(std::int64_t wait_ms) {
    const std::int64_t step = wait_ms > 60'000 ? 60'000 : 10'000;
    return std::max<std::int64_t>(step, (wait_ms + step - 1) / step * step);
}

}  // namespace relais
