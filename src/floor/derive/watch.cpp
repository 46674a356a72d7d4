#include "floor/derive/watch.hpp"

#include <algorithm>
#include <tuple>

#include "floor/derive/views.hpp"

namespace relais {
namespace {

/// Two sets in one order: who has no socket keeps the place.
std::vector<WaitingKey> first_of(const EntryPoint& entry_point, std::size_t most) {
    std::vector<WaitingKey> keys;
    auto here = entry_point.waiting.begin();
    auto without = entry_point.without_socket.begin();
    while (keys.size() < most) {
        const bool none_here = here == entry_point.waiting.end();
        const bool none_without = without == entry_point.without_socket.end();
        if (none_here && none_without) break;
        if (none_without || (!none_here && *here < *without))
            keys.push_back(*here++);
        else
            keys.push_back(*without++);
    }
    return keys;
}

WaitingConversation waiting_conversation(const State& state, const Conversation& conversation, std::uint32_t position) {
    const ConversationRecord& record = conversation.record;
    const Visitor* visitor = find(state, record.visitor);
    return WaitingConversation{record.id,
                               record.arrival,
                               conversation.episode.started,
                               record.episode,
                               position,
                               visitor ? visitor->record.name : std::string{},
                               record.language,
                               presence_of(state, conversation)};
}

std::size_t waiting_at(const EntryPoint& entry_point) {
    return entry_point.waiting.size() + entry_point.without_socket.size();
}

std::string name_of(const State& state, AgentId id) {
    const Agent* agent = find(state, id);
    return agent ? agent->settings.name : std::string{};
}

}  // namespace

bool somebody_watches(const State& state) {
    return std::any_of(state.agents.begin(), state.agents.end(), [](const auto& one) {
        const Agent& agent = one.second;
        return agent.settings.role != Role::agent && !agent.connections.empty();
    });
}

std::vector<WaitingList> waiting_lists(const State& state) {
    const auto queued =
        static_cast<std::size_t>(std::count_if(state.entry_points.begin(), state.entry_points.end(),
                                               [](const auto& one) { return waiting_at(one.second) > 0; }));
    std::vector<WaitingList> lists;
    if (queued == 0) return lists;
    // Each queue shows its head, however many queues there are.
    const std::size_t most =
        std::clamp<std::size_t>(limits::waiting_listed_max / queued, 1, limits::waiting_listed_an_entry_point_max);
    for (const auto& [id, entry_point] : state.entry_points) {
        if (waiting_at(entry_point) == 0) continue;
        WaitingList list{id, static_cast<std::uint32_t>(waiting_at(entry_point)), {}};
        std::uint32_t position = 0;
        for (const WaitingKey& key : first_of(entry_point, most)) {
            ++position;
            const Conversation* conversation = find(state, key.conversation);
            if (conversation) list.first.push_back(waiting_conversation(state, *conversation, position));
        }
        lists.push_back(std::move(list));
    }
    return lists;
}

RunningChats running_chats(const State& state) {
    std::vector<const SeatRecord*> seats;
    for (const auto& [id, agent] : state.agents) {
        for (const SeatRecord& seat : agent.seats) seats.push_back(&seat);
    }
    RunningChats chats;
    chats.total = static_cast<std::uint32_t>(seats.size());
    const auto shown = static_cast<std::ptrdiff_t>(std::min(seats.size(), limits::chats_listed_max));
    const auto rank = [](const SeatRecord* seat) {
        return std::tuple(seat->held_as != SeatUse::offer, seat->since, seat->agent, seat->n);
    };
    std::partial_sort(seats.begin(), seats.begin() + shown, seats.end(),
                      [&](const SeatRecord* a, const SeatRecord* b) { return rank(a) < rank(b); });
    seats.resize(static_cast<std::size_t>(shown));
    for (const SeatRecord* seat : seats) {
        RunningChat chat{seat->conversation, seat->agent, seat->held_as, seat->since, {}, {}, {}, {}};
        if (const Conversation* conversation = find(state, seat->conversation)) {
            chat.arrival = conversation->record.arrival;
            chat.entry_point = conversation->record.entry_point;
            chat.language = conversation->record.language;
            if (const Visitor* visitor = find(state, conversation->record.visitor)) chat.name = visitor->record.name;
        }
        chats.first.push_back(std::move(chat));
    }
    return chats;
}

std::optional<Act> act_of(const State& state, const Event& event) {
    const auto* set = std::get_if<EntryPointSetByHand>(&event.body);
    const auto* forced = std::get_if<AgentStatusSet>(&event.body);
    if (!set && !(forced && forced->why == StatusWhy::forced)) return std::nullopt;
    Act act;
    act.number = event.number;
    act.at = event.at;
    if (set) {
        act.by = set->by;
        act.entry_point = set->entry_point;
        act.by_hand = set->by_hand;
        act.of_name = state.entry_points.at(set->entry_point).settings.name;
        act.reason = set->reason;
    } else {
        act.by = forced->by;
        act.agent = forced->agent;
        act.status = forced->status;
        act.of_name = name_of(state, forced->agent);
        act.reason = forced->reason;
    }
    act.by_name = name_of(state, act.by);
    return act;
}

}  // namespace relais
