#include "floor/routing/estimate.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

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
/// Asked for ever longer queues it goes on from the last.
class Steps {
public:
    Steps(const State& state, const EntryPoint& entry_point)
        : busy_(static_cast<std::int64_t>(state.pool.busy_seats(entry_point.settings.required))),
          mean_ms_(mean_handling_ms(state, entry_point)),
          dishonest_(state.breaks.dishonest_estimate) {
        const auto queue = state.queues.find(entry_point.settings.queue);
        if (queue == state.queues.end()) return;
        waited_ms_ = queue->second.patience.waited_ms;
        left_ = queue->second.patience.left;
    }

    [[nodiscard]] Estimate behind(std::uint32_t ahead) {
        if (busy_ == 0) return {ahead + 1, std::nullopt};
        const std::int64_t wait_ms = wait_behind(ahead);
        return {ahead + 1, dishonest_ ? wait_ms / 5 : wait_ms};
    }

private:
    std::int64_t wait_behind(std::uint32_t ahead) {
        if (left_ == 0 || waited_ms_ <= 0) return (static_cast<std::int64_t>(ahead) + 1) * mean_ms_ / busy_;
        for (; still_ <= ahead; ++still_) {
            if (still_ < steps_counted)
                step_ms_ = mean_ms_ * waited_ms_ / (busy_ * waited_ms_ + still_ * left_ * mean_ms_);
            wait_ms_ += step_ms_;
        }
        return std::max<std::int64_t>(wait_ms_, 1);
    }

    std::int64_t busy_;
    std::int64_t mean_ms_;
    bool dishonest_;
    std::int64_t waited_ms_ = 0;  // of those who waited lately
    std::int64_t left_ = 0;       // of those, gave up
    std::uint32_t still_ = 0;
    std::int64_t step_ms_ = 0;
    std::int64_t wait_ms_ = 0;
};

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
    return Steps(state, own->second).behind(ahead);
}

void for_each_waiting(const State& state, const EntryPoint& entry_point,
                      const std::function<void(ConversationId, const Estimate&)>& visit) {
    struct Line {
        std::set<WaitingKey>::const_iterator next;
        std::set<WaitingKey>::const_iterator end;
    };
    std::vector<Line> lines;  // of those who may be served first, own included
    for (const auto& [id, other] : state.entry_points) {
        if (!other.waiting.empty() && compete(state, entry_point, other))
            lines.push_back({other.waiting.begin(), other.waiting.end()});
    }
    Steps steps(state, entry_point);
    std::uint32_t ahead = 0;
    for (const WaitingKey& key : entry_point.waiting) {
        for (Line& line : lines) {
            for (; line.next != line.end && *line.next < key; ++line.next) ++ahead;
        }
        visit(key.conversation, steps.behind(ahead));
    }
}

Estimate estimate_for_newcomer(const State& state, const EntryPoint& entry_point) {
    std::uint32_t ahead = 0;
    for (const auto& [id, other] : state.entry_points) {
        if (!other.waiting.empty() && compete(state, entry_point, other))
            ahead += static_cast<std::uint32_t>(other.waiting.size());
    }
    return Steps(state, entry_point).behind(ahead);
}

std::int64_t rounded_ms(std::int64_t wait_ms) {
    const std::int64_t step = wait_ms > 60'000 ? 60'000 : 10'000;
    return std::max<std::int64_t>(step, (wait_ms + step - 1) / step * step);
}

}  // namespace relais
