// The turn's working parts. One object per centre, owned by Floor; nothing here outlives or escapes a call.
#pragma once

#include <deque>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "floor/decide.hpp"
#include "floor/state.hpp"

namespace relais {

struct Floor::Impl {
    State state;
    bool lookups_answered = false;

    Turn turn(std::span<const Command> commands, Instant now, Durable durable);
    void restore(const Recovered& recovered, Instant now);

private:
    struct Greeting {
        ConnectionId connection;
        VisitorId visitor;
        ConversationId last_conversation;
        std::uint32_t last_seq = 0;
        AgentId agent;
        Role role = Role::agent;
        std::vector<Have> have;
    };

    void note_durable(Durable durable, Instant now);
    void first_turn(Instant now);
    void expire_due(Instant now);
    void settle(Instant now);
    void execute(const Command& command, Instant now, Durable durable);
    Decision decide_or_assume(const Command& command, Instant now);
    bool answer_repeated(const Command& command, Instant now);
    bool has_room(const Command& command, Durable durable) const;
    void greet(const Command& command);
    void emit(EventBody body, Instant now, ConnectionId except = {});
    void emit_all(std::vector<EventBody> bodies, Instant now, ConnectionId except = {});
    void reply(const Command& command, const std::variant<Ack, Refusal>& answer);
    void remember(const Command& command, std::variant<Ack, Refusal> answer);
    void make_estimates(Instant now);
    void finish(Instant now);
    [[nodiscard]] std::optional<Instant> next_deadline(Instant now) const;

    std::vector<Event> events_;
    std::vector<Output> outputs_;
    std::vector<Command> lookups_;
    std::vector<Greeting> greetings_;
    std::deque<std::pair<std::uint64_t, Instant>> uncommitted_;  // head after a turn, and when
    std::optional<Instant> promised_;
    bool restored_ = false;
};

}  // namespace relais
