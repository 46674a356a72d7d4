// Seats of one agent: the only arithmetic of RULES 5.
#pragma once

#include "floor/state.hpp"

namespace relais {

/// Signed in, chose `available`, reachable: may be given a chat if a seat is open.
[[nodiscard]] bool takes_chats(const Agent& agent);
/// Limit - active - offers - wrap-up, never below 0; 0 for who takes no chats is NOT implied: see takes_chats.
[[nodiscard]] std::uint32_t open_seats(const State& state, const Agent& agent);
[[nodiscard]] std::uint32_t limit_of(const State& state, const Agent& agent);

void take_seat(State& state, Agent& agent, SeatUse use, ConversationId conversation, Instant now);
/// Nothing happens when the agent has no seat for this conversation.
void free_seat(State& state, Agent& agent, ConversationId conversation);
/// offer -> active, active -> wrap_up.
void change_seat(State& state, Agent& agent, ConversationId conversation, SeatUse use, Instant now);
[[nodiscard]] const SeatRecord* seat_for(const Agent& agent, ConversationId conversation);

/// Puts the agent where he now belongs in the pool; call after any change of status, reachability, skills or seats.
void replace_in_pool(State& state, Agent& agent);

}  // namespace relais
