// The turn (DESIGN 2): expire what is due, then for each command decide, apply and settle; at its end derive what to tell.
#include "relais/floor/floor.hpp"

#include <algorithm>
#include <utility>

#include "relais/base/bug.hpp"

#include "floor/apply.hpp"
#include "floor/deadline/expire.hpp"
#include "floor/derive/changes.hpp"
#include "floor/derive/frames.hpp"
#include "floor/floor_impl.hpp"
#include "floor/offer/offering.hpp"
#include "floor/routing/availability.hpp"
#include "floor/routing/estimate.hpp"
#include "floor/routing/route.hpp"

namespace relais {

Floor::Floor(CentreId centre) : impl_(std::make_unique<Impl>()) { impl_->state.centre = centre; }
Floor::~Floor() = default;
Floor::Floor(Floor&&) noexcept = default;
Floor& Floor::operator=(Floor&&) noexcept = default;

Turn Floor::turn(std::span<const Command> commands, Instant now, Durable durable) {
    return impl_->turn(commands, now, durable);
}
void Floor::restore(const Recovered& recovered, Instant now) { impl_->restore(recovered, now); }
CentreId Floor::centre() const { return impl_->state.centre; }
const State& Floor::state() const { return impl_->state; }
void Floor::answer_lookups() { impl_->lookups_answered = true; }
void Floor::break_rules(const Breaks& breaks) { impl_->state.breaks = breaks; }

void Floor::Impl::emit(EventBody body, Instant now, ConnectionId except) {
    Event event{0, now, std::move(body)};
    if (is_durable(event.body)) event.number = ++state.head;
    if (auto* added = std::get_if<LineAdded>(&event.body)) added->line.made_by_event = event.number;
    apply_event(state, event);
    derive_event(state, event, except, outputs_);
    events_.push_back(std::move(event));
}

void Floor::Impl::emit_all(std::vector<EventBody> bodies, Instant now, ConnectionId except) {
    for (EventBody& body : bodies) emit(std::move(body), now, except);
}

/// Tells the floor how far PostgreSQL is: offers begin to run, and the business clock stops or goes on (RULES 6, 20).
void Floor::Impl::note_durable(Durable durable, Instant now) {
    while (!uncommitted_.empty() && uncommitted_.front().first <= durable.number) uncommitted_.pop_front();
    const bool late = !uncommitted_.empty() && now - uncommitted_.front().second >= rules(state).storage_late;
    if (late && !state.clock.stalled_since) {
        state.clock.stalled_since = now;
        outputs_.push_back(Output{0, ToEveryone{}, {}, ServiceFrame{true}});
        state.storing_late = true;
    } else if (!late && state.clock.stalled_since) {
        state.clock.paused += now - *state.clock.stalled_since;
        state.clock.stalled_since.reset();
        outputs_.push_back(Output{0, ToEveryone{}, {}, ServiceFrame{false}});
        state.storing_late = false;
    }
    while (!state.offers_unreleased.empty() && state.offers_unreleased.front().first <= durable.number) {
        const auto [number, id] = state.offers_unreleased.front();
        state.offers_unreleased.pop_front();
        const Conversation* conversation = find(state, id);
        if (!conversation || !conversation->offer || conversation->offer->number != number) continue;
        state.deadlines.set(DeadlineKind::offer, id.value, state.clock.at(now) + rules(state).offer_time);
    }
}

void Floor::Impl::expire_due(Instant now) {
    follow_hours(state, now);
    if (state.clock.stalled_since) return;
    while (const auto due = state.deadlines.pop_due(state.clock.at(now))) {
        emit_all(expire(state, *due, now), now);
        settle(now);
    }
}

/// Until nobody can be matched and no button is wrong. Each match takes an open seat, so it ends.
void Floor::Impl::settle(Instant now) {
    for (std::size_t round = 0; round < limits::settle_rounds_max; ++round) {
        const auto match = next_match(state, now);
        if (match) {
            emit_all(route(state, *match), now);
            const Conversation& conversation = *find(state, match->conversation);
            if (auto_accepts(state, conversation)) {
                std::vector<EventBody> events;
                add_accept(state, conversation, match->agent, now, events);
                emit_all(std::move(events), now);
            }
            continue;
        }
        if (!state.availability_dirty) return;
        for (AvailabilityChanged& changed : availability_changes(state, now)) emit(std::move(changed), now);
    }
    RELAIS_ASSERT(false && "settle does not end");
}

/// The estimate first shown is stored with the episode, so that its honesty is a figure (RULES 13).
void Floor::Impl::make_estimates(Instant now) {
    if (!rules(state).people) return;
    const std::set<ConversationId> touched = state.touched.conversations;
    for (const ConversationId id : touched) {
        const auto found = state.conversations.find(id);
        if (found == state.conversations.end()) continue;
        Conversation& conversation = found->second;
        const bool queued = conversation.record.state == ConversationState::waiting;
        if (!queued || conversation.position_shown) continue;
        const Estimate estimate = estimate_for(state, conversation);
        conversation.position_shown = estimate.position;
        conversation.estimate_shown = estimate.wait_ms ? std::optional{rounded_ms(*estimate.wait_ms)} : std::nullopt;
        state.touched.screens.insert(id);
        if (estimate.wait_ms && !conversation.episode.predicted_ms) emit(EstimateMade{id, *estimate.wait_ms}, now);
    }
}

void Floor::Impl::finish(Instant now) {
    derive_screens(state, now, outputs_);
    derive_tallies(state, now, outputs_);
    for (const Greeting& greeting : greetings_) {
        Output output{state.head, ToConnection{greeting.connection, !greeting.agent.is_nil()}, {}, {}};
        if (greeting.agent.is_nil())
            output.frame = visitor_snapshot(state, greeting.visitor, greeting.last_conversation, greeting.last_seq);
        else
            output.frame = agent_snapshot(state, greeting.agent, greeting.role, greeting.have, now);
        outputs_.push_back(std::move(output));
    }
    const bool dirty = state.waiting_dirty || !state.team_touched.empty();
    if (dirty && rules(state).people && !state.deadlines.at(DeadlineKind::tally, Uuid{})) {
        state.deadlines.set(DeadlineKind::tally, Uuid{}, state.clock.at(now) + rules(state).tally_pause);
    }
}

std::optional<Instant> Floor::Impl::next_deadline(Instant now) const {
    std::optional<Instant> next;
    const auto sooner = [&](std::optional<Instant> at) {
        if (at && (!next || *at < *next)) next = at;
    };
    if (!state.clock.stalled_since) {
        const auto business = state.deadlines.next();
        if (business) sooner(state.clock.back(*business));
        if (!uncommitted_.empty()) sooner(uncommitted_.front().second + rules(state).storage_late);
        if (state.breaks.seat_freed_late && state.last_freed + Duration{1000} > now)
            sooner(state.last_freed + Duration{1000});
    }
    sooner(next_hours_change(state));
    return next;
}

Turn Floor::Impl::turn(std::span<const Command> commands, Instant now, Durable durable) {
    RELAIS_ASSERT(commands.size() <= limits::commands_a_turn_max);
    RELAIS_ASSERT(now >= state.last_instant);
    state.last_instant = now;
    ++state.turns;
    const std::uint64_t head_before = state.head;
    note_durable(durable, now);
    const bool late = promised_ && now - *promised_ > rules(state).turn_late && !state.clock.stalled_since;
    // A paused process: presence counts from now, and what came in meanwhile is read before anything expires (RULES 20).
    if (late) state.deadlines.shift_presence(now - *promised_);
    if (restored_) first_turn(now);
    if (!late) expire_due(now);
    settle(now);
    for (const Command& command : commands) {
        execute(command, now, durable);
        settle(now);
    }
    if (late) expire_due(now);
    make_estimates(now);
    finish(now);

    Turn turn;
    turn.events = std::exchange(events_, {});
    turn.outputs = std::exchange(outputs_, {});
    turn.lookups = std::exchange(lookups_, {});
    turn.changes = changed_rows(state);
    turn.head = state.head;
    greetings_.clear();
    state.touched = Touched{};
    if (state.head > head_before) uncommitted_.emplace_back(state.head, now);
    turn.next_deadline = next_deadline(now);
    promised_ = turn.next_deadline;
    turn.waits_for_storage = !state.offers_unreleased.empty() || state.clock.stalled_since.has_value();
    return turn;
}

}  // namespace relais
