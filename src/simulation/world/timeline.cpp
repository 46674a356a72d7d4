#include "simulation/world/timeline.hpp"

#include <algorithm>
#include <utility>

#include "relais/base/bug.hpp"

namespace relais::simulation {

void Timeline::at(Instant when, Work work) {
    RELAIS_ASSERT(when >= now_);
    heap_.push_back({when, asked_++, std::move(work)});
    std::push_heap(heap_.begin(), heap_.end(), Later{});
}

void Timeline::run_until(Instant until) {
    while (!stopped_ && !heap_.empty() && heap_.front().when <= until) {
        std::pop_heap(heap_.begin(), heap_.end(), Later{});
        const Due due = std::move(heap_.back());
        heap_.pop_back();
        now_ = due.when;
        ++happened_;
        due.work();
    }
    if (!stopped_ && now_ < until) now_ = until;
}

}  // namespace relais::simulation
