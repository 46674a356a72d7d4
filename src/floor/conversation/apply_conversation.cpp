#include <algorithm>

#include "relais/base/bug.hpp"

#include "floor/agent/seats.hpp"
#include "floor/apply.hpp"
#include "floor/conversation/live.hpp"

namespace relais {
namespace {

void end_lease(State& state, VisitorId id) {
    const auto visitor = state.visitors.find(id);
    if (visitor != state.visitors.end() && visitor->second.lease)
        apply_event(state, Event{0, state.last_instant, LeaseEnded{id}}, LeaseEnded{id});
}

/// The visitor's latest conversation; the one he had becomes an earlier one.
void take_up(Visitor& visitor, ConversationId id) {
    constexpr std::size_t earlier_max = 8;
    if (!visitor.conversation.is_nil() && visitor.conversation != id) visitor.earlier.push_back(visitor.conversation);
    if (visitor.earlier.size() > earlier_max) visitor.earlier.erase(visitor.earlier.begin());
    visitor.conversation = id;
}

Agent* known_agent(State& state, AgentId id) {
    const auto found = state.agents.find(id);
    return found == state.agents.end() ? nullptr : &found->second;
}

}  // namespace

void apply_event(State& state, const Event& event, const ConversationStarted& started) {
    const ConversationId id = started.conversation.id;
    const auto [found, inserted] = state.conversations.try_emplace(id);
    RELAIS_ASSERT(inserted);
    Conversation& conversation = touched_conversation(state, id);
    conversation.record = started.conversation;
    Visitor& visitor = state.visitors[conversation.record.visitor];
    take_up(visitor, id);
    visitor.last_life = event.at;
    end_lease(state, conversation.record.visitor);
    begin_episode(state, conversation, EpisodeCause::arrival, event.at);
    follow(state, conversation, event.at);
}

void apply_event(State& state, const Event& event, const LineAdded& added) {
    const Line& line = added.line;
    Conversation& conversation = conversation_of(state, line.conversation);
    RELAIS_ASSERT(line.position == conversation.lines.size() + 1);
    conversation.lines.push_back(LineMeta{line.message, line.seq, line.at, line.author_kind});
    if (line.seq > 0) conversation.last_seq = line.seq;
    ++state.lines_added;
    if (!line.message.is_nil()) conversation.position_of.insert_or_assign(line.message, line.position);
    if (line.kind != LineKind::text) return;
    conversation.silence_warned = false;
    note_sign_of_life(state, conversation, event.at);
    if (line.author_kind == Party::visitor) {
        state.visitors[conversation.record.visitor].last_life = event.at;
        return;
    }
    if (line.author_kind != Party::agent) return;
    conversation.human_sign_seen = true;
    state.deadlines.cancel(DeadlineKind::human_sign, conversation.record.id.value);
    if (conversation.episode.accepted && !conversation.episode.answered) {
        conversation.episode.answered = event.at;
        state.touched.conversations.insert(line.conversation);
    }
}

void apply_event(State& state, const Event& event, const ConversationRequeued& requeued) {
    Conversation& conversation = touched_conversation(state, requeued.conversation);
    ConversationRecord& record = conversation.record;
    if (Agent* agent = known_agent(state, requeued.agent)) {
        free_seat(state, *agent, record.id);
        if (requeued.why == RequeueWhy::no_human_sign) {
            ++agent->record.missed_in_a_row;
            state.touched.agents.insert(agent->record.id);
        }
    }
    state.last_freed = event.at;
    const bool moved_on = requeued.why == RequeueWhy::transferred;
    state.touched.removed[{record.id, requeued.agent}] = moved_on ? RemovedWhy::transferred : RemovedWhy::requeued;
    close_episode(state, conversation, event.at);
    state.touched.episodes_over.push_back(conversation.episode);
    record.state = ConversationState::waiting;
    record.state_since = event.at;
    record.agent = AgentId{};
    record.transfer_to = AgentId{};
    record.episode += 1;
    if (record.entry_point != requeued.entry_point) {
        record.entry_point = requeued.entry_point;
        const auto entry_point = state.entry_points.find(record.entry_point);
        const auto queue = entry_point == state.entry_points.end()
                               ? state.queues.end()
                               : state.queues.find(entry_point->second.settings.queue);
        if (queue != state.queues.end()) record.priority = queue->second.settings.priority;
        conversation.moved = true;
    }
    if (requeued.exclude_agent) exclude(conversation, requeued.agent);
    conversation.lapse_tried = false;
    conversation.preferred = AgentId{};
    begin_episode(state, conversation, EpisodeCause::requeue, event.at);
    follow(state, conversation, event.at);
}

void apply_event(State& state, const Event& event, const ConversationEnded& ended) {
    Conversation& conversation = touched_conversation(state, ended.conversation);
    ConversationRecord& record = conversation.record;
    const bool was_active = record.state == ConversationState::active;
    if (Agent* agent = was_active ? known_agent(state, record.agent) : nullptr) {
        const auto entry_point = state.entry_points.find(record.entry_point);
        const auto queue = entry_point == state.entry_points.end()
                               ? state.queues.end()
                               : state.queues.find(entry_point->second.settings.queue);
        const Duration wrap_up = queue == state.queues.end() ? Duration{0} : queue->second.settings.wrap_up;
        if (wrap_up.count() > 0 && agent->record.status != AgentStatus::offline) {
            change_seat(state, *agent, record.id, SeatUse::wrap_up, event.at);
            state.deadlines.set(DeadlineKind::wrap_up, record.id.value, state.clock.at(event.at) + wrap_up);
        } else {
            free_seat(state, *agent, record.id);
            state.last_freed = event.at;
            state.touched.removed[{record.id, record.agent}] =
                ended.by == Party::agent ? RemovedWhy::closed : RemovedWhy::visitor_left;
        }
    }
    close_episode(state, conversation, was_active ? event.at : ended.dated);
    EpisodeRecord& episode = conversation.episode;
    if (episode.outcome == EpisodeOutcome::waiting) {
        episode.outcome = ended.why == EndWhy::left_message ? EpisodeOutcome::left_message
                          : ended.why == EndWhy::abandoned  ? EpisodeOutcome::abandoned
                                                            : EpisodeOutcome::ended;
    }
    record.state = ConversationState::ended;
    record.state_since = event.at;
    record.transfer_to = AgentId{};
    record.ended_by = ended.by;
    record.ended_why = ended.why;
    conversation.choices = false;
    follow(state, conversation, event.at);
}

void apply_event(State& state, const Event& event, const ConversationReopened& reopened) {
    Conversation& conversation = touched_conversation(state, reopened.conversation);
    ConversationRecord& record = conversation.record;
    conversation.preferred = record.agent;
    if (Agent* agent = known_agent(state, record.agent)) {
        free_seat(state, *agent, record.id);  // the wrap-up of what is not over after all
        state.deadlines.cancel(DeadlineKind::wrap_up, record.id.value);
    }
    state.touched.episodes_over.push_back(conversation.episode);
    record.state = ConversationState::waiting;
    record.state_since = event.at;
    record.arrival = event.at;
    record.agent = AgentId{};
    record.episode += 1;
    record.excluded.clear();
    record.ended_by = Party::system;
    record.ended_why = EndWhy::closed;
    if (!reopened.language.empty()) record.language = reopened.language;
    Visitor& visitor = state.visitors[record.visitor];
    take_up(visitor, record.id);
    end_lease(state, record.visitor);
    begin_episode(state, conversation, EpisodeCause::reopening, event.at);
    follow(state, conversation, event.at);
}

void apply_event(State& state, const Event& event, const ExclusionLapsed& lapsed) {
    Conversation& conversation = touched_conversation(state, lapsed.conversation);
    conversation.record.excluded.clear();
    conversation.lapse_tried = false;
    state.deadlines.cancel(DeadlineKind::exclusion, lapsed.conversation.value);
    follow(state, conversation, event.at);
}

void apply_event(State& state, const Event&, const EstimateMade& made) {
    Conversation& conversation = conversation_of(state, made.conversation);
    conversation.episode.predicted_ms = made.predicted_ms;
    state.touched.conversations.insert(made.conversation);
}

void apply_event(State& state, const Event&, const ReadMarked& marked) {
    Conversation& conversation = touched_conversation(state, marked.conversation);
    (marked.by == Party::visitor ? conversation.record.visitor_read_seq : conversation.record.agent_read_seq) =
        marked.seq;
}

void apply_event(State& state, const Event& event, const ReadSeen& seen) {
    Conversation& conversation = conversation_of(state, seen.conversation);
    (seen.by == Party::visitor ? conversation.visitor_read : conversation.agent_read) = seen.seq;
    const Uuid subject = seen.conversation.value;
    if (!state.deadlines.at(DeadlineKind::read, subject))
        state.deadlines.set(DeadlineKind::read, subject, state.clock.at(event.at) + rules(state).read_pause);
}

void apply_event(State& state, const Event& event, const TypingSeen& seen) {
    Conversation& conversation = conversation_of(state, seen.conversation);
    if (seen.by == Party::agent) {
        conversation.human_sign_seen = true;
        state.deadlines.cancel(DeadlineKind::human_sign, seen.conversation.value);
    }
    conversation.silence_warned = false;
    note_sign_of_life(state, conversation, event.at);
}

void apply_event(State& state, const Event& event, const VisitorAway& away) {
    Conversation& conversation = conversation_of(state, away.conversation);
    conversation.visitor_away = true;
    state.waiting_dirty = true;
    state.touched.screens.insert(away.conversation);
    (void)event;
}

void apply_event(State& state, const Event& event, const SilenceWarned& warned) {
    Conversation& conversation = conversation_of(state, warned.conversation);
    conversation.silence_warned = true;
    const Duration rest = rules(state).silence_end - rules(state).silence_warning;
    state.deadlines.set(DeadlineKind::silence_end, warned.conversation.value, state.clock.at(event.at) + rest);
}

void apply_event(State& state, const Event&, const ChoicesOpened& opened) {
    conversation_of(state, opened.conversation).choices = true;
    state.touched.screens.insert(opened.conversation);
}

void apply_event(State& state, const Event& event, const ChoicesPutOff& put_off) {
    conversation_of(state, put_off.conversation).choices = false;
    state.touched.screens.insert(put_off.conversation);
    state.deadlines.set(DeadlineKind::choices, put_off.conversation.value,
                        state.clock.at(event.at) + 2 * rules(state).choices_after);
}

}  // namespace relais
