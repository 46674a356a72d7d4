#include "floor/derive/views.hpp"

#include <algorithm>

#include "floor/agent/seats.hpp"
#include "floor/conversation/live.hpp"
#include "floor/routing/availability.hpp"
#include "floor/routing/lease_flow.hpp"

namespace relais {

bool seat_held(const Agent& agent, ConversationId conversation) { return seat_for(agent, conversation) != nullptr; }

VisitorConversation visitor_view(const State& state, const Conversation& conversation) {
    const ConversationRecord& record = conversation.record;
    VisitorConversation view;
    view.id = record.id;
    view.state = record.state == ConversationState::offered ? ConversationState::waiting : record.state;
    view.seq = conversation.last_seq;
    view.since = record.state_since;
    view.read_seq = record.agent_read_seq;
    if (view.state == ConversationState::waiting) {
        view.since = conversation.episode.started;
        view.position = conversation.position_shown.value_or(1);
        view.estimate_ms = conversation.estimate_shown;
        view.choices = conversation.choices;
    }
    if (view.state == ConversationState::active) {
        const Agent* agent = find(state, record.agent);
        if (agent) view.agent_name = agent->settings.name;
    }
    view.ended_by = record.ended_by;
    view.ended_why = record.ended_why;
    return view;
}

VisitorPresence presence_of(const State& state, const Conversation& conversation) {
    if (visitor_here(state, conversation)) return VisitorPresence::here;
    if (conversation.record.state == ConversationState::ended) return VisitorPresence::gone;
    return conversation.visitor_away ? VisitorPresence::away : VisitorPresence::here;
}

AgentConversation agent_view(const State& state, const Conversation& conversation, AgentId reader, Instant now) {
    AgentConversation view;
    view.record = conversation.record;
    view.position = static_cast<std::uint32_t>(conversation.lines.size());
    view.seq = conversation.last_seq;
    if (const Visitor* visitor = find(state, conversation.record.visitor)) {
        view.visitor = visitor->record;
        view.page_title = visitor->page_title;
        view.page_url = visitor->page_url;
    }
    view.presence = presence_of(state, conversation);
    if (conversation.offer && conversation.offer->agent == reader) {
        view.offered_to_me = true;
        const auto until = state.deadlines.at(DeadlineKind::offer, conversation.record.id.value);
        // Not yet durable: its ten seconds begin when the frame leaves (RULES 6).
        view.offer_until = until ? state.clock.back(*until) : now + rules(state).offer_time;
        view.offer_remaining = std::max(Duration{0}, view.offer_until - now);
        const Agent* from = find(state, conversation.offer->from);
        if (from) view.offer_from = from->settings.name;
    }
    if (const Agent* target = find(state, conversation.record.transfer_to)) view.transfer_to = target->settings.name;
    const auto wrap_up = state.deadlines.at(DeadlineKind::wrap_up, conversation.record.id.value);
    if (wrap_up) view.wrap_up_until = state.clock.back(*wrap_up);
    return view;
}

AgentSelf self_view(const State& state, const Agent& agent) {
    return AgentSelf{agent.record.id,
                     agent.record.status,
                     agent.record.reason,
                     agent.record.since,
                     limit_of(state, agent),
                     static_cast<std::uint32_t>(agent.seats.size()),
                     agent.record.missed_in_a_row};
}

TeamFrame team_news(const State& state) {
    std::vector<AgentId> touched(state.team_touched.begin(), state.team_touched.end());
    std::sort(touched.begin(), touched.end());
    TeamFrame news;
    for (const AgentId id : touched) {
        const Agent* agent = find(state, id);
        if (!agent || !agent->known || agent->settings.disabled || agent->record.status == AgentStatus::offline) {
            news.gone.push_back(id);
            continue;
        }
        news.team.push_back(TeamMember{id, agent->settings.name, agent->record.status, agent->record.reason,
                                       static_cast<std::uint32_t>(agent->seats.size()), limit_of(state, *agent),
                                       !agent->in_grace && !agent->connections.empty(), agent->record.since});
    }
    return news;
}

std::vector<WaitingHere> waiting_view(const State& state, Instant now) {
    std::vector<WaitingHere> view;
    const LeaseFlow flow(state);
    for (const auto& [id, entry_point] : state.entry_points) {
        const EntryPointRecord& record = entry_point.record;
        WaitingHere here;
        here.id = id;
        here.name = entry_point.settings.name;
        here.waiting = static_cast<std::uint32_t>(entry_point.waiting.size() + entry_point.without_socket.size());
        here.state = record.availability;
        here.cause = cause_now(state, entry_point, flow);
        here.since = record.since;
        here.by_hand = record.by_hand;
        if (record.by_hand != ByHand::automatic) {
            here.set_by = record.by_hand_by;
            if (const Agent* by = find(state, record.by_hand_by)) here.set_by_name = by->settings.name;
            here.set_at = record.by_hand_at;
            here.set_reason = record.by_hand_reason;
        }
        for (const auto* waiting : {&entry_point.waiting, &entry_point.without_socket}) {
            if (!waiting->empty())
                here.oldest_ms = std::max<std::int64_t>(here.oldest_ms, (now - waiting->begin()->arrival).count());
        }
        view.push_back(std::move(here));
    }
    return view;
}

}  // namespace relais
