#include "floor/deadline/deadline_queue.hpp"

#include <vector>

namespace relais {

void DeadlineQueue::set(DeadlineKind kind, const Uuid& subject, Instant at) {
    auto [found, inserted] = at_.try_emplace(Key{kind, subject}, at);
    if (!inserted) {
        if (found->second == at) return;
        order_.erase(Deadline{found->second, kind, subject});
        found->second = at;
    }
    order_.insert(Deadline{at, kind, subject});
}

void DeadlineQueue::cancel(DeadlineKind kind, const Uuid& subject) {
    const auto found = at_.find(Key{kind, subject});
    if (found == at_.end()) return;
    order_.erase(Deadline{found->second, kind, subject});
    at_.erase(found);
}

std::optional<Instant> DeadlineQueue::at(DeadlineKind kind, const Uuid& subject) const {
    const auto found = at_.find(Key{kind, subject});
    if (found == at_.end()) return std::nullopt;
    return found->second;
}

std::optional<Deadline> DeadlineQueue::pop_due(Instant now) {
    if (order_.empty() || order_.begin()->at > now) return std::nullopt;
    const Deadline due = *order_.begin();
    order_.erase(order_.begin());
    at_.erase(Key{due.kind, due.subject});
    return due;
}

std::optional<Instant> DeadlineQueue::next() const {
    if (order_.empty()) return std::nullopt;
    return order_.begin()->at;
}

void DeadlineQueue::shift_presence(Duration gap) {
    std::vector<Deadline> shifted;
    for (const Deadline& deadline : order_) {
        switch (deadline.kind) {
            case DeadlineKind::agent_grace:
            case DeadlineKind::page_change:
            case DeadlineKind::waiting_away:
            case DeadlineKind::active_away:
            case DeadlineKind::offer:
            case DeadlineKind::human_sign:
            case DeadlineKind::lease: shifted.push_back(deadline); break;
            default: break;
        }
    }
    for (const Deadline& deadline : shifted) set(deadline.kind, deadline.subject, deadline.at + gap);
}

}  // namespace relais
