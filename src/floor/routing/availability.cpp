#include "floor/routing/availability.hpp"

#include "floor/routing/estimate.hpp"
#include "floor/routing/lease_flow.hpp"

namespace relais {
namespace {

constexpr std::int64_t lower_mark_tenths = 6;  // RULES 15: reopens at <= 0.6 x target

const Queue* queue_of(const State& state, const EntryPoint& entry_point) {
    const auto found = state.queues.find(entry_point.settings.queue);
    return found == state.queues.end() ? nullptr : &found->second;
}

/// Waits allowed: closes above the target, reopens well below it and only after a while, so the button does not flicker.
void keep_hold(State& state, EntryPoint& entry_point, const Queue& queue, Instant now) {
    const Uuid subject = entry_point.settings.id.value;
    const std::int64_t target = queue.settings.target.count();
    const bool free = !entry_point.held_closed && state.pool.open_seats(entry_point.settings.required) > 0;
    const std::int64_t projected = free ? 0 : estimate_for_newcomer(state, entry_point).wait_ms.value_or(0);
    if (!entry_point.held_closed) {
        entry_point.held_closed = projected > target;
        return;
    }
    const bool idle = state.pool.open_seats(entry_point.settings.required) > 0 && entry_point.waiting.empty();
    if (!idle && projected * 10 > target * lower_mark_tenths) {
        state.deadlines.cancel(DeadlineKind::reopen_hold, subject);
    } else if (!state.deadlines.at(DeadlineKind::reopen_hold, subject)) {
        state.deadlines.set(DeadlineKind::reopen_hold, subject, state.clock.at(now) + rules(state).reopen_hold);
    }
}

AvailabilityNow look(const State& state, const EntryPoint& entry_point, const LeaseFlow& flow) {
    const Queue* queue = queue_of(state, entry_point);
    const ByHand by_hand = entry_point.record.by_hand;
    if (!queue || by_hand == ByHand::closed) return {Availability::closed, AvailabilityCause::by_hand};
    if (by_hand == ByHand::automatic && !queue->open_by_hours) return {Availability::closed, AvailabilityCause::hours};
    const SkillSet required = entry_point.settings.required;
    if (state.pool.present(required) == 0) return {Availability::closed, AvailabilityCause::no_agent};
    const bool seat_free = flow.fits_one_more(required);
    const bool someone_waits = !entry_point.waiting.empty();
    if (queue->settings.places == 0) {
        if (someone_waits) return {Availability::full, AvailabilityCause::someone_waits};
        if (!seat_free) return {Availability::full, AvailabilityCause::no_seat};
        return {Availability::open, AvailabilityCause::seats};
    }
    if (entry_point.held_closed) return {Availability::full, AvailabilityCause::target};
    if (seat_free && !someone_waits) return {Availability::open, AvailabilityCause::seats};
    if (entry_point.waiting.size() + entry_point.leases >= queue->settings.places)
        return {Availability::full, AvailabilityCause::places};
    return {Availability::open, AvailabilityCause::places};
}

}  // namespace

bool room_for_lease(const State& state, EntryPointId id) {
    const auto found = state.entry_points.find(id);
    if (found == state.entry_points.end()) return false;
    return look(state, found->second, LeaseFlow(state)).availability == Availability::open;
}

std::vector<AvailabilityChanged> availability_changes(State& state, Instant now) {
    std::vector<AvailabilityChanged> changes;
    state.availability_dirty = false;
    if (!rules(state).people) return changes;
    for (auto& [id, entry_point] : state.entry_points) {
        const Queue* queue = queue_of(state, entry_point);
        if (queue && queue->settings.places > 0) keep_hold(state, entry_point, *queue, now);
    }
    const LeaseFlow flow(state);
    for (const auto& [id, entry_point] : state.entry_points) {
        const AvailabilityNow seen = look(state, entry_point, flow);
        const AvailabilityNow told{entry_point.record.availability, entry_point.record.cause};
        if (seen.availability == told.availability &&
            (seen.availability != Availability::closed || seen.cause == told.cause) && entry_point.record.version > 0)
            continue;
        changes.push_back(AvailabilityChanged{id, seen.availability, seen.cause});
    }
    return changes;
}

AvailabilityCause cause_now(const State& state, const EntryPoint& entry_point, const LeaseFlow& flow) {
    const AvailabilityNow seen = look(state, entry_point, flow);
    return seen.availability == entry_point.record.availability ? seen.cause : entry_point.record.cause;
}

void follow_hours(State& state, Instant now) {
    for (auto& [id, queue] : state.queues) {
        const auto& hours = queue.settings.hours;
        while (queue.next_change < hours.size() && hours[queue.next_change].at <= now) {
            queue.open_by_hours = hours[queue.next_change].open;
            ++queue.next_change;
            state.availability_dirty = true;
        }
    }
}

std::optional<Instant> next_hours_change(const State& state) {
    std::optional<Instant> next;
    for (const auto& [id, queue] : state.queues) {
        if (queue.next_change >= queue.settings.hours.size()) continue;
        const Instant at = queue.settings.hours[queue.next_change].at;
        if (!next || at < *next) next = at;
    }
    return next;
}

}  // namespace relais
