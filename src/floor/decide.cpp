#include "floor/decide.hpp"

#include <type_traits>

namespace relais {
namespace {

enum class Needs : std::uint8_t { visitor, agent, supervisor, house, anybody };

template <class Body>
constexpr Needs needs() {
    if constexpr (std::is_same_v<Body, ConnectVisitor> || std::is_same_v<Body, DisconnectVisitor> ||
                  std::is_same_v<Body, Admit> || std::is_same_v<Body, PostAsVisitor> ||
                  std::is_same_v<Body, EndAsVisitor> || std::is_same_v<Body, KeepWaiting> ||
                  std::is_same_v<Body, LeaveMessage> || std::is_same_v<Body, TypingAsVisitor> ||
                  std::is_same_v<Body, ReadAsVisitor>) {
        return Needs::visitor;
    } else if constexpr (std::is_same_v<Body, SetEntryPointByHand> || std::is_same_v<Body, ForceStatus>) {
        return Needs::supervisor;
    } else if constexpr (std::is_same_v<Body, ApplySettings> || std::is_same_v<Body, EndForErasure>) {
        return Needs::house;
    } else if constexpr (std::is_same_v<Body, RefuseFrame>) {
        return Needs::anybody;
    } else {
        return Needs::agent;
    }
}

bool may(const Actor& actor, Needs needs) {
    switch (needs) {
        case Needs::visitor: return !actor.visitor.is_nil() && actor.agent.is_nil();
        case Needs::agent: return !actor.agent.is_nil() && actor.visitor.is_nil();
        case Needs::supervisor: return !actor.agent.is_nil() && actor.visitor.is_nil() && actor.role != Role::agent;
        case Needs::anybody: return true;
        case Needs::house: return actor.agent.is_nil() && actor.visitor.is_nil();
    }
    return false;
}

}  // namespace

Decision decide(const State&, const Command&, const RefuseFrame& frame, Instant) { return frame.why; }

Decision decide(const State& state, const Command& command, Instant now) {
    return std::visit(
        [&](const auto& body) -> Decision {
            if (!may(command.actor, needs<std::decay_t<decltype(body)>>())) return Refusal::not_allowed;
            return decide(state, command, body, now);
        },
        command.body);
}

}  // namespace relais
