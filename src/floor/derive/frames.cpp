#include "floor/derive/frames.hpp"

#include <algorithm>
#include <type_traits>

#include "floor/derive/views.hpp"
#include "floor/derive/watch.hpp"

namespace relais {
namespace {

void derive_line(const State& state, const LineAdded& added, std::uint64_t number, ConnectionId except,
                 std::vector<Output>& outputs) {
    const Conversation* conversation = find(state, added.line.conversation);
    const LineFrame frame{added.line};
    if (added.line.seq > 0) outputs.push_back(Output{number, ToVisitor{conversation->record.visitor}, except, frame});
    for (const AgentId agent : conversation->seen_by) outputs.push_back(Output{number, ToAgent{agent}, except, frame});
}

void derive_typing(const State& state, const TypingSeen& seen, std::vector<Output>& outputs) {
    const Conversation* conversation = find(state, seen.conversation);
    const TypingFrame frame{seen.conversation, seen.by};
    if (seen.by == Party::agent) {
        outputs.push_back(Output{0, ToVisitor{conversation->record.visitor}, {}, frame});
    } else if (!conversation->record.agent.is_nil()) {
        outputs.push_back(Output{0, ToAgent{conversation->record.agent}, {}, frame});
    }
}

std::vector<AgentId> who_sees(const Conversation& conversation) {
    std::vector<AgentId> agents;
    if (conversation.record.state == ConversationState::active) agents.push_back(conversation.record.agent);
    if (conversation.offer) agents.push_back(conversation.offer->agent);
    return agents;
}

RemovedWhy removed_why(const State& state, const Conversation& conversation, AgentId agent) {
    const auto said = state.touched.removed.find({conversation.record.id, agent});
    return said == state.touched.removed.end() ? RemovedWhy::closed : said->second;
}

void derive_conversation(State& state, Conversation& conversation, Instant now, std::vector<Output>& outputs) {
    const ConversationId id = conversation.record.id;
    const Visitor* visitor = find(state, conversation.record.visitor);
    // A late word about an old conversation would take the place of the one he has now.
    if (visitor && visitor->conversation == id) {
        outputs.push_back(Output{state.head,
                                 ToVisitor{conversation.record.visitor},
                                 {},
                                 VisitorConversationFrame{visitor_view(state, conversation)}});
    }
    std::vector<AgentId> sees = who_sees(conversation);
    const Agent* owner = find(state, conversation.record.agent);
    const bool wraps_up = conversation.record.state == ConversationState::ended && owner && seat_held(*owner, id);
    if (wraps_up) sees.push_back(conversation.record.agent);
    for (const AgentId agent : conversation.seen_by) {
        if (std::find(sees.begin(), sees.end(), agent) != sees.end()) continue;
        outputs.push_back(
            Output{state.head, ToAgent{agent}, {}, RemovedFrame{id, removed_why(state, conversation, agent)}});
    }
    for (const AgentId agent : sees) {
        const bool fresh =
            std::find(conversation.seen_by.begin(), conversation.seen_by.end(), agent) == conversation.seen_by.end();
        outputs.push_back(Output{state.head,
                                 ToAgent{agent},
                                 {},
                                 AgentConversationFrame{agent_view(state, conversation, agent, now), fresh}});
    }
    conversation.seen_by = std::move(sees);
}

}  // namespace

void derive_event(const State& state, const Event& event, ConnectionId except, std::vector<Output>& outputs) {
    if (const auto* line = std::get_if<LineAdded>(&event.body)) {
        derive_line(state, *line, event.number, except, outputs);
    } else if (const auto* typing = std::get_if<TypingSeen>(&event.body)) {
        derive_typing(state, *typing, outputs);
    } else if (const auto* changed = std::get_if<AvailabilityChanged>(&event.body)) {
        const auto& record = state.entry_points.at(changed->entry_point).record;
        outputs.push_back(Output{event.number,
                                 ToEntryPoint{changed->entry_point},
                                 {},
                                 AvailabilityFrame{changed->entry_point, changed->availability, record.version}});
    } else if (const auto* left = std::get_if<MessageLeft>(&event.body)) {
        outputs.push_back(Output{event.number, ToAllAgents{}, {}, LeftMessageFrame{left->message}});
    } else if (const auto* done = std::get_if<LeftMessageDone>(&event.body)) {
        outputs.push_back(
            Output{event.number, ToAllAgents{}, {}, LeftMessageDoneFrame{done->message, done->agent, event.at}});
    } else if (auto act = act_of(state, event)) {
        outputs.push_back(Output{event.number, ToSupervisors{}, {}, ActFrame{std::move(*act)}});
    }
}

void derive_screens(State& state, Instant now, std::vector<Output>& outputs) {
    for (const ConversationId id : state.touched.screens) {
        const auto found = state.conversations.find(id);
        if (found != state.conversations.end()) derive_conversation(state, found->second, now, outputs);
    }
    for (const AgentId id : state.touched.agent_screens) {
        const Agent* agent = find(state, id);
        if (agent && !agent->connections.empty())
            outputs.push_back(Output{state.head, ToAgent{id}, {}, AgentSelfFrame{self_view(state, *agent)}});
    }
}

void derive_tallies(State& state, Instant now, std::vector<Output>& outputs) {
    if (!state.tally_due) return;
    state.tally_due = false;
    if (state.waiting_dirty) outputs.push_back(Output{0, ToAllAgents{}, {}, WaitingFrame{waiting_view(state, now)}});
    const bool team_moved = !state.team_touched.empty();
    if (team_moved) outputs.push_back(Output{0, ToAllAgents{}, {}, team_news(state)});
    // Who waits and who talks are conversations, not counts: they wait for storage as every word about one does.
    const bool watched = somebody_watches(state);
    if (watched && state.waiting_dirty)
        outputs.push_back(Output{state.head, ToSupervisors{}, {}, WaitingListFrame{waiting_lists(state)}});
    if (watched && team_moved)
        outputs.push_back(Output{state.head, ToSupervisors{}, {}, ChatsFrame{running_chats(state)}});
    state.waiting_dirty = false;
    state.team_touched.clear();
}

VisitorSnapshot visitor_snapshot(const State& state, VisitorId id, ConversationId last_conversation,
                                 std::uint32_t last_seq) {
    VisitorSnapshot snapshot;
    snapshot.visitor = id;
    const Visitor* visitor = find(state, id);
    const Conversation* conversation = visitor ? find(state, visitor->conversation) : nullptr;
    if (!conversation) return snapshot;
    snapshot.conversation = visitor_view(state, *conversation);
    if (last_conversation == conversation->record.id) snapshot.have = std::min(last_seq, conversation->last_seq);
    return snapshot;
}

AgentSnapshot agent_snapshot(const State& state, AgentId id, Role role, const std::vector<Have>& have, Instant now) {
    AgentSnapshot snapshot;
    const Agent* agent = find(state, id);
    if (!agent) return snapshot;
    snapshot.agent = self_view(state, *agent);
    for (const SeatRecord& seat : agent->seats) {
        const Conversation* conversation = find(state, seat.conversation);
        if (!conversation) continue;
        snapshot.conversations.push_back(agent_view(state, *conversation, id, now));
        HaveLines lines{seat.conversation, 0, static_cast<std::uint32_t>(conversation->lines.size())};
        for (const Have& known : have) {
            if (known.conversation == seat.conversation) lines.have = std::min(known.position, lines.position);
        }
        snapshot.lines.push_back(lines);
    }
    if (!rules(state).people) return snapshot;  // nobody looks at it
    snapshot.entry_points = waiting_view(state, now);
    if (role != Role::agent) snapshot.watch = Watch{waiting_lists(state), running_chats(state)};
    return snapshot;
}

}  // namespace relais
