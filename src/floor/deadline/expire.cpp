#include "floor/deadline/expire.hpp"

#include <algorithm>

#include "floor/agent/leaving.hpp"
#include "floor/agent/seats.hpp"
#include "floor/conversation/ending.hpp"
#include "floor/conversation/live.hpp"
#include "floor/offer/offering.hpp"
#include "floor/routing/estimate.hpp"
#include "floor/routing/explain.hpp"

namespace relais {

void add_miss(const State& state, const Conversation& conversation, std::vector<EventBody>& events) {
    const AgentId agent = conversation.offer->agent;
    events.emplace_back(OfferMissed{conversation.record.id, agent});
    const Agent* who = find(state, agent);
    if (who && who->record.status == AgentStatus::available &&
        who->record.missed_in_a_row + 1 >= rules(state).misses_to_missed) {
        events.emplace_back(AgentStatusSet{agent, AgentStatus::missed, {}, StatusWhy::missed_offers, {}});
    }
}

namespace {

using Events = std::vector<EventBody>;

constexpr Duration forgotten_later{60'000};
constexpr Duration exclusion_second_try{10'000};  // RULES 7: nobody waits 30 s beside an open seat

Events no_human_sign(const State& state, const Conversation& conversation, Instant now) {
    Events events;
    if (conversation.record.state != ConversationState::active || conversation.human_sign_seen) return events;
    const Agent* who = find(state, conversation.record.agent);
    add_requeue(state, conversation, conversation.record.entry_point, RequeueWhy::no_human_sign, true, now, events);
    if (who && who->record.status == AgentStatus::available &&
        who->record.missed_in_a_row + 1 >= rules(state).misses_to_missed) {
        events.emplace_back(AgentStatusSet{who->record.id, AgentStatus::missed, {}, StatusWhy::missed_offers, {}});
    }
    return events;
}

Instant last_life(const State& state, const Conversation& conversation, Instant now) {
    const Visitor* visitor = find(state, conversation.record.visitor);
    return visitor && visitor->last_life > conversation.record.arrival ? std::min(visitor->last_life, now)
                                                                       : conversation.record.arrival;
}

Events lapse(State& state, Conversation& conversation, Instant now) {
    if (conversation.record.state != ConversationState::waiting || conversation.record.excluded.empty() ||
        state.breaks.exclusion_for_ever)
        return {};
    const SkillSet required = required_skills(state, conversation);
    const auto& excluded = conversation.record.excluded;
    const bool another = std::any_of(state.agents.begin(), state.agents.end(), [&](const auto& each) {
        return takes_chats(each.second) && has_skills(each.second.settings.skills, required) &&
               !std::binary_search(excluded.begin(), excluded.end(), each.first);
    });
    if (another && !conversation.lapse_tried) {
        // Somebody else may still come free; but not for so long that an open seat is left beside him.
        conversation.lapse_tried = true;
        state.deadlines.set(DeadlineKind::exclusion, conversation.record.id.value,
                            state.clock.at(now) + exclusion_second_try);
        return {};
    }
    return {ExclusionLapsed{conversation.record.id}};
}

Events page_change(const Conversation& conversation) {
    Events events;
    if (conversation.record.state == ConversationState::offered && conversation.offer) {
        events.emplace_back(OfferWithdrawn{conversation.record.id, conversation.offer->agent});
    }
    events.emplace_back(VisitorAway{conversation.record.id});
    return events;
}

Events silence_warning(const State& state, const Conversation& conversation, Instant now) {
    if (conversation.record.state != ConversationState::active) return {};
    LineNumbers numbers(state, conversation);
    return {SilenceWarned{conversation.record.id}, numbers.system(SystemWhat::visitor_silent, {}, now)};
}

Events read_marks(const Conversation& conversation) {
    Events events;
    const ConversationRecord& record = conversation.record;
    if (conversation.visitor_read > record.visitor_read_seq)
        events.emplace_back(ReadMarked{record.id, Party::visitor, conversation.visitor_read});
    if (conversation.agent_read > record.agent_read_seq)
        events.emplace_back(ReadMarked{record.id, Party::agent, conversation.agent_read});
    return events;
}

Events end(const State& state, const Conversation& conversation, EndWhy why, Instant dated, Instant now) {
    Events events;
    add_end(state, conversation, Party::system, why, dated, now, events);
    return events;
}

/// Deadlines whose subject is a conversation.
Events expire_conversation(State& state, Conversation& conversation, DeadlineKind kind, Instant now) {
    const bool live = conversation.record.state != ConversationState::ended;
    switch (kind) {
        case DeadlineKind::wrap_up: return {WrapUpOver{conversation.record.agent, conversation.record.id}};
        case DeadlineKind::offer: {
            Events events;
            if (conversation.offer) add_miss(state, conversation, events);
            return events;
        }
        case DeadlineKind::human_sign: return no_human_sign(state, conversation, now);
        case DeadlineKind::page_change: return live ? page_change(conversation) : Events{};
        case DeadlineKind::waiting_away:
            return live ? end(state, conversation, EndWhy::abandoned, last_life(state, conversation, now), now)
                        : Events{};
        case DeadlineKind::active_away:
            return live ? end(state, conversation, EndWhy::left_page, last_life(state, conversation, now), now)
                        : Events{};
        case DeadlineKind::silence_warning: return silence_warning(state, conversation, now);
        case DeadlineKind::silence_end: return live ? end(state, conversation, EndWhy::silent, now, now) : Events{};
        case DeadlineKind::exclusion: return lapse(state, conversation, now);
        case DeadlineKind::choices:
            return live && conversation.record.state != ConversationState::active
                       ? Events{ChoicesOpened{conversation.record.id}}
                       : Events{};
        case DeadlineKind::read: return read_marks(conversation);
        default: return {};
    }
}

void forget_conversation(State& state, ConversationId id, Instant now) {
    const auto found = state.conversations.find(id);
    if (found == state.conversations.end() || found->second.record.state != ConversationState::ended) return;
    const Agent* owner = find(state, found->second.record.agent);
    if (owner && seat_for(*owner, id)) {
        // A wrap-up longer than the memory, or a restart long after the end: the seat is given back first.
        state.deadlines.set(DeadlineKind::forget_conversation, id.value, state.clock.at(now) + forgotten_later);
        return;
    }
    const auto visitor = state.visitors.find(found->second.record.visitor);
    if (visitor != state.visitors.end() && visitor->second.conversation == id) {
        visitor->second.conversation = ConversationId{};
        if (visitor->second.connections.empty() && !visitor->second.lease) {
            state.visitors.erase(visitor);
        } else {
            // An open page is no reason to remember more than of others: the name may have been taken out of storage meanwhile.
            visitor->second.record.name.clear();
            visitor->second.stored = false;
        }
    }
    if (state.touched.conversations.contains(id)) {
        state.touched.conversations_over.push_back(found->second.record);
        state.touched.episodes_over.push_back(found->second.episode);
    }
    state.conversations.erase(found);
}

void forget_clients(State& state, Instant now) {
    std::erase_if(state.clients, [&](const auto& each) {
        const Client& client = each.second;
        return now - client.record.seen > (client.stored ? rules(state).client_memory : rules(state).refused_memory);
    });
    state.deadlines.set(DeadlineKind::forget_client, Uuid{}, state.clock.at(now) + std::chrono::hours{1});
}

void refresh_estimates(State& state, EntryPoint& entry_point, Instant now) {
    for_each_waiting(state, entry_point, [&](ConversationId id, const Estimate& estimate) {
        Conversation& conversation = conversation_of(state, id);
        const std::optional<std::int64_t> shown =
            estimate.wait_ms ? std::optional{rounded_ms(*estimate.wait_ms)} : std::nullopt;
        if (conversation.position_shown == estimate.position && conversation.estimate_shown == shown) return;
        conversation.position_shown = estimate.position;
        conversation.estimate_shown = shown;
        state.touched.screens.insert(id);
    });
    if (entry_point.waiting.empty()) return;
    state.deadlines.set(DeadlineKind::estimate, entry_point.settings.id.value,
                        state.clock.at(now) + rules(state).estimate_pause);
}

}  // namespace

std::vector<EventBody> expire(State& state, const Deadline& due, Instant now) {
    switch (due.kind) {
        case DeadlineKind::agent_grace: {
            Events events;
            const Agent* agent = find(state, AgentId{due.subject});
            if (agent)
                add_agent_leaves(state, *agent, {RequeueWhy::agent_lost, StatusWhy::connection_lost, {}, {}}, now,
                                 events);
            return events;
        }
        case DeadlineKind::lease: return {LeaseEnded{VisitorId{due.subject}}};
        case DeadlineKind::estimate: {
            const auto found = state.entry_points.find(EntryPointId{due.subject});
            if (found != state.entry_points.end()) refresh_estimates(state, found->second, now);
            return {};
        }
        case DeadlineKind::forget_conversation: forget_conversation(state, ConversationId{due.subject}, now); return {};
        case DeadlineKind::forget_client: forget_clients(state, now); return {};
        case DeadlineKind::reopen_hold: {
            const auto found = state.entry_points.find(EntryPointId{due.subject});
            if (found != state.entry_points.end()) found->second.held_closed = false;
            state.availability_dirty = true;
            return {};
        }
        case DeadlineKind::tally: state.tally_due = true; return {};
        default: break;
    }
    const auto conversation = state.conversations.find(ConversationId{due.subject});
    if (conversation == state.conversations.end()) return {};
    return expire_conversation(state, conversation->second, due.kind, now);
}

}  // namespace relais
