#include "floor/conversation/live.hpp"

#include <algorithm>

#include "relais/base/bug.hpp"

#include "floor/routing/estimate.hpp"

namespace relais {
namespace {

void set_once(State& state, DeadlineKind kind, const Uuid& subject, Instant at) {
    if (!state.deadlines.at(kind, subject)) state.deadlines.set(kind, subject, at);
}

void watch_absence(State& state, const Conversation& conversation, bool here, Instant business) {
    const Uuid subject = conversation.record.id.value;
    const bool active = conversation.record.state == ConversationState::active;
    state.deadlines.cancel(active ? DeadlineKind::waiting_away : DeadlineKind::active_away, subject);
    const DeadlineKind away = active ? DeadlineKind::active_away : DeadlineKind::waiting_away;
    if (here) {
        state.deadlines.cancel(away, subject);
        state.deadlines.cancel(DeadlineKind::page_change, subject);
        return;
    }
    set_once(state, away, subject, business + (active ? rules(state).active_away : rules(state).waiting_away));
    if (!conversation.visitor_away)
        set_once(state, DeadlineKind::page_change, subject, business + rules(state).page_change);
}

void stop_deadlines(State& state, const Uuid& subject) {
    for (const DeadlineKind kind :
         {DeadlineKind::offer, DeadlineKind::human_sign, DeadlineKind::page_change, DeadlineKind::waiting_away,
          DeadlineKind::active_away, DeadlineKind::silence_warning, DeadlineKind::silence_end, DeadlineKind::exclusion,
          DeadlineKind::choices}) {
        state.deadlines.cancel(kind, subject);
    }
}

}  // namespace

Conversation& conversation_of(State& state, ConversationId id) {
    const auto found = state.conversations.find(id);
    RELAIS_ASSERT(found != state.conversations.end());
    return found->second;
}

Conversation& touched_conversation(State& state, ConversationId id) {
    state.touched.conversations.insert(id);
    state.touched.screens.insert(id);
    return conversation_of(state, id);
}

bool visitor_here(const State& state, const Conversation& conversation) {
    if (!rules(state).people) return true;
    const Visitor* visitor = find(state, conversation.record.visitor);
    return visitor && !visitor->connections.empty();
}

void note_sign_of_life(State& state, const Conversation& conversation, Instant now) {
    if (!rules(state).people || conversation.record.state != ConversationState::active) return;
    const Instant business = state.clock.at(now);
    const Uuid subject = conversation.record.id.value;
    state.deadlines.set(DeadlineKind::silence_warning, subject, business + rules(state).silence_warning);
    state.deadlines.cancel(DeadlineKind::silence_end, subject);
}

void follow(State& state, Conversation& conversation, Instant now) {
    const ConversationRecord& record = conversation.record;
    const Uuid subject = record.id.value;
    const WaitingKey key{record.priority, record.arrival, record.id};
    for (auto& [id, entry_point] : state.entry_points) {
        if (id != record.entry_point && !conversation.moved) continue;
        if (entry_point.waiting.erase(key) + entry_point.without_socket.erase(key) > 0)
            state.waiting_dirty = state.availability_dirty = true;
    }
    conversation.moved = false;
    const Instant business = state.clock.at(now);
    if (record.state == ConversationState::ended) {
        stop_deadlines(state, subject);
        if (rules(state).people)
            state.deadlines.set(DeadlineKind::forget_conversation, subject, business + rules(state).reopen_within);
        return;
    }
    state.deadlines.cancel(DeadlineKind::forget_conversation, subject);
    const bool here = visitor_here(state, conversation);
    if (rules(state).people) watch_absence(state, conversation, here, business);
    if (record.state == ConversationState::active) {
        state.deadlines.cancel(DeadlineKind::choices, subject);
        state.deadlines.cancel(DeadlineKind::exclusion, subject);
        return;
    }
    state.deadlines.cancel(DeadlineKind::silence_warning, subject);
    state.deadlines.cancel(DeadlineKind::silence_end, subject);
    const bool queued = record.state == ConversationState::waiting || state.breaks.two_agents;
    const auto entry_point = state.entry_points.find(record.entry_point);
    if (!queued || entry_point == state.entry_points.end()) return;
    (here ? entry_point->second.waiting : entry_point->second.without_socket).insert(key);
    state.waiting_dirty = state.availability_dirty = true;
    if (rules(state).people)
        set_once(state, DeadlineKind::estimate, record.entry_point.value, business + rules(state).estimate_pause);
    if (!record.excluded.empty())
        set_once(state, DeadlineKind::exclusion, subject, business + rules(state).exclusion_lapse);
}

void begin_episode(State& state, Conversation& conversation, EpisodeCause cause, Instant now) {
    const ConversationRecord& record = conversation.record;
    conversation.episode = EpisodeRecord{};
    conversation.episode.conversation = record.id;
    conversation.episode.n = record.episode;
    conversation.episode.cause = cause;
    conversation.episode.entry_point = record.entry_point;
    conversation.episode.started = now;
    conversation.choices = false;
    conversation.position_shown.reset();
    conversation.estimate_shown.reset();
    if (rules(state).people)
        state.deadlines.set(DeadlineKind::choices, record.id.value, state.clock.at(now) + rules(state).choices_after);
}

void close_episode(State& state, Conversation& conversation, Instant at) {
    EpisodeRecord& episode = conversation.episode;
    if (episode.over) return;
    episode.over = at;
    if (!episode.accepted) note_wait(state, episode, at, true);
    const auto entry_point = state.entry_points.find(episode.entry_point);
    if (!episode.accepted || entry_point == state.entry_points.end()) return;
    const auto queue = state.queues.find(entry_point->second.settings.queue);
    if (queue == state.queues.end()) return;
    auto& handlings = queue->second.handlings_ms;
    handlings.push_back((at - *episode.accepted).count());
    queue->second.handlings_sum_ms += handlings.back();
    if (handlings.size() > limits::handlings_remembered) {
        queue->second.handlings_sum_ms -= handlings.front();
        handlings.pop_front();
    }
}

void exclude(Conversation& conversation, AgentId agent) {
    auto& excluded = conversation.record.excluded;
    const auto place = std::lower_bound(excluded.begin(), excluded.end(), agent);
    if (place == excluded.end() || *place != agent) excluded.insert(place, agent);
}

}  // namespace relais
