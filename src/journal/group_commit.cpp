#include "journal/group_commit.hpp"

#include <algorithm>
#include <utility>

#include "relais/base/bug.hpp"

namespace relais {

void GroupCommit::add(Batch turn) {
    events_ += turn.events.size();
    bytes_ += turn.bytes;
    const auto last = std::find_if(forming_.rbegin(), forming_.rend(),
                                   [&turn](const Batch& batch) { return batch.centre == turn.centre; });
    if (last == forming_.rend()) {
        forming_.push_back(std::move(turn));
        return;
    }
    RELAIS_ASSERT(last->head_after == turn.head_before);
    const bool fits =
        last->events.size() + turn.events.size() <= batch_events_max && last->bytes + turn.bytes <= batch_bytes_max;
    if (fits) {
        merge(*last, std::move(turn));
    } else {
        forming_.push_back(std::move(turn));
    }
}

std::optional<Batch> GroupCommit::next() {
    if (forming_.empty()) return std::nullopt;
    Batch batch = std::move(forming_.front());
    forming_.pop_front();
    events_ -= batch.events.size();
    bytes_ -= batch.bytes;
    return batch;
}

void GroupCommit::drop(CentreId centre) {
    std::erase_if(forming_, [this, centre](const Batch& batch) {
        if (batch.centre != centre) return false;
        events_ -= batch.events.size();
        bytes_ -= batch.bytes;
        return true;
    });
}

}  // namespace relais
