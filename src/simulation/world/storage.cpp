#include "simulation/world/storage.hpp"

#include <utility>

#include "relais/base/bug.hpp"

namespace relais::simulation {
namespace {

constexpr Duration look_again{50};  // while storage is stalled
constexpr Duration reconnect_least{50};
constexpr Duration reconnect_most{1500};
constexpr std::size_t event_bytes = 128;

}  // namespace

std::size_t bytes_of(const Turn& turn) {
    std::size_t bytes = turn.events.size() * event_bytes;
    for (const Event& event : turn.events) {
        const auto* added = std::get_if<LineAdded>(&event.body);
        if (added != nullptr && added->line.body != nullptr) bytes += added->line.body->size();
    }
    return bytes;
}

Storage::Storage(Timeline& timeline, Store& store, const Conditions& conditions, Random random, Listener listener)
    : timeline_(timeline), store_(store), conditions_(conditions), random_(random), listener_(std::move(listener)) {}

void Storage::append(Batch turn) {
    group_.add(std::move(turn));
    if (!in_flight_) begin();
}

std::size_t Storage::uncommitted_bytes() const { return group_.bytes() + (in_flight_ ? in_flight_->bytes : 0); }

void Storage::at_next(Boundary boundary, Timeline::Work work) { wanted_.emplace(boundary, std::move(work)); }

void Storage::reach(Boundary boundary) {
    if (!wanted_ || wanted_->first != boundary) return;
    const Timeline::Work work = std::move(wanted_->second);
    wanted_.reset();
    // Not within the daemon's own call: it would come back to what died.
    timeline_.after(Duration{0}, work);
}

Duration Storage::takes() { return conditions_.commit_least + random_.exponential(conditions_.commit_mean); }

void Storage::begin() {
    in_flight_ = group_.next();
    if (!in_flight_) return;
    stored_ = false;
    send();
}

void Storage::send() {
    reach(Boundary::before_commit);
    timeline_.after(takes(), [this, life = life_] {
        if (life == life_) commit();
    });
}

void Storage::commit() {
    if (conditions_.storage_stalled) {
        timeline_.after(look_again, [this, life = life_] {
            if (life == life_) commit();
        });
        return;
    }
    const bool fails = conditions_.commits_fail > 0 && random_.chance(conditions_.commits_fail);
    if (fails && random_.chance(0.5)) return broken(false);
    stored_ = true;
    RELAIS_ASSERT(store_.write(*in_flight_) == Store::Written::stored);
    listener_.stored(*in_flight_);
    reach(Boundary::after_commit);
    if (fails) return broken(true);
    timeline_.after(Duration{1}, [this, life = life_] {
        if (life == life_) told();
    });
}

/// The connection is gone and with it the answer: after coming back the head tells whether the batch was stored.
void Storage::broken(bool stored) {
    timeline_.after(random_.between(reconnect_least, reconnect_most), [this, life = life_, stored] {
        if (life != life_) return;
        // A batch of rows alone leaves the head where it was: it is written again, which changes nothing.
        const bool there = store_.head() == in_flight_->head_after && in_flight_->head_after != in_flight_->head_before;
        RELAIS_ASSERT(there == stored || (stored && in_flight_->events.empty()));
        if (there)
            told();
        else
            send();
    });
}

void Storage::told() {
    const std::uint64_t number = in_flight_->head_after;
    in_flight_.reset();
    listener_.durable(number);
    reach(Boundary::after_told);
    if (!in_flight_) begin();
}

void Storage::daemon_died() {
    ++life_;
    if (in_flight_ && !stored_ && !conditions_.storage_stalled && random_.chance(0.5)) {
        RELAIS_ASSERT(store_.write(*in_flight_) == Store::Written::stored);
        listener_.stored(*in_flight_);
    }
    in_flight_.reset();
    group_ = GroupCommit{};
}

}  // namespace relais::simulation
