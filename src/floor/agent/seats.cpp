#include "floor/agent/seats.hpp"

#include <algorithm>

#include "relais/base/bug.hpp"

namespace relais {

bool takes_chats(const Agent& agent) {
    return agent.known && !agent.settings.disabled && agent.record.status == AgentStatus::available &&
           !agent.in_grace && !agent.connections.empty();
}

std::uint32_t limit_of(const State& state, const Agent& agent) {
    return std::min(agent.settings.seats, state.settings->seats_max) + (state.breaks.fourth_seat ? 1 : 0);
}

std::uint32_t open_seats(const State& state, const Agent& agent) {
    const std::uint32_t limit = limit_of(state, agent);
    const auto in_use = static_cast<std::uint32_t>(agent.seats.size());
    return in_use >= limit ? 0 : limit - in_use;
}

const SeatRecord* seat_for(const Agent& agent, ConversationId conversation) {
    for (const SeatRecord& seat : agent.seats) {
        if (seat.conversation == conversation) return &seat;
    }
    return nullptr;
}

void take_seat(State& state, Agent& agent, SeatUse use, ConversationId conversation, Instant now) {
    RELAIS_ASSERT(!seat_for(agent, conversation));
    std::uint32_t n = 1;
    auto place = agent.seats.begin();
    while (place != agent.seats.end() && place->n == n) {
        ++place;
        ++n;
    }
    agent.seats.insert(place, SeatRecord{agent.record.id, n, use, conversation, limit_of(state, agent), now});
    state.touched.agents_with_seats.insert(agent.record.id);
    replace_in_pool(state, agent);
}

void free_seat(State& state, Agent& agent, ConversationId conversation) {
    const auto seat = std::find_if(agent.seats.begin(), agent.seats.end(),
                                   [&](const SeatRecord& held) { return held.conversation == conversation; });
    if (seat == agent.seats.end()) return;
    agent.seats.erase(seat);
    state.touched.agents_with_seats.insert(agent.record.id);
    replace_in_pool(state, agent);
}

void change_seat(State& state, Agent& agent, ConversationId conversation, SeatUse use, Instant now) {
    const auto seat = std::find_if(agent.seats.begin(), agent.seats.end(),
                                   [&](const SeatRecord& held) { return held.conversation == conversation; });
    RELAIS_ASSERT(seat != agent.seats.end());
    seat->held_as = use;
    seat->since = now;
    state.touched.agents_with_seats.insert(agent.record.id);
    replace_in_pool(state, agent);
}

void replace_in_pool(State& state, Agent& agent) {
    const bool takes = takes_chats(agent) ||
                       (state.breaks.forget_grace && agent.in_grace && agent.record.status == AgentStatus::available);
    if (takes) {
        state.pool.place(agent.record.id, agent.place, agent.settings.skills,
                         static_cast<std::uint32_t>(agent.seats.size()), open_seats(state, agent),
                         agent.record.last_assigned);
    } else {
        state.pool.take_out(agent.place);
    }
    state.availability_dirty = true;
    state.team_touched.insert(agent.record.id);
    state.touched.agent_screens.insert(agent.record.id);
}

}  // namespace relais
