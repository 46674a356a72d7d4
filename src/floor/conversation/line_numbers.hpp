// Gives the lines of one decision their numbers, in order, before any of them is applied (RULES 32).
#pragma once

#include "floor/state.hpp"

namespace relais {

class LineNumbers {
public:
    /// For a conversation that the floor holds.
    LineNumbers(const State& state, const Conversation& conversation)
        : state_(state),
          id_(conversation.record.id),
          position_(static_cast<std::uint32_t>(conversation.lines.size())),
          seq_(conversation.last_seq) {}
    /// For one that begins with these lines.
    LineNumbers(const State& state, ConversationId fresh) : state_(state), id_(fresh) {}

    /// Something the system tells, visible to both.
    [[nodiscard]] LineAdded system(SystemWhat what, std::string detail, Instant now, Party by = Party::system);
    [[nodiscard]] LineAdded text(Party author_kind, Uuid author, std::string author_name, MessageId message, Text body,
                                 Instant now);
    /// Agents only: no seq.
    [[nodiscard]] LineAdded note(AgentId author, std::string author_name, MessageId message, Text body, Instant now);

private:
    Line next(LineKind kind, Instant now, bool visible);

    const State& state_;
    ConversationId id_;
    std::uint32_t position_ = 0;
    std::uint32_t seq_ = 0;
};

}  // namespace relais
