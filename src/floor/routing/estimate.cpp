#include "floor/routing/estimate.hpp"

#include <algorithm>
#include <iterator>

namespace relais {
namespace {

constexpr std::size_t handlings_trusted = 20;

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

Estimate with_ahead(const State& state, const EntryPoint& entry_point, std::uint32_t ahead) {
    Estimate estimate{ahead + 1, std::nullopt};
    const std::uint64_t busy = state.pool.busy_seats(entry_point.settings.required);
    if (busy == 0) return estimate;
    const std::int64_t mean = mean_handling_ms(state, entry_point);
    std::int64_t wait = static_cast<std::int64_t>(estimate.position) * mean / static_cast<std::int64_t>(busy);
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
