// What follows for the queue and the deadlines when a conversation or its visitor's sockets change.
#pragma once

#include "floor/state.hpp"

namespace relais {

/// The conversation must be held: asserted.
[[nodiscard]] Conversation& conversation_of(State& state, ConversationId id);
/// The same, and its row and its screens are to follow.
[[nodiscard]] Conversation& touched_conversation(State& state, ConversationId id);

[[nodiscard]] bool visitor_here(const State& state, const Conversation& conversation);

/// Puts the conversation where it belongs among those who wait and sets the deadlines of its state. Idempotent.
void follow(State& state, Conversation& conversation, Instant now);

/// A new period of waiting begins: the 15 s choices start again (RULES 3).
void begin_episode(State& state, Conversation& conversation, EpisodeCause cause, Instant now);

/// The present period of waiting, or the chat it led to, is over at `at`.
void close_episode(State& state, Conversation& conversation, Instant at);

void exclude(Conversation& conversation, AgentId agent);
/// Somebody wrote: silence counts from now (RULES 11).
void note_sign_of_life(State& state, const Conversation& conversation, Instant now);

}  // namespace relais
