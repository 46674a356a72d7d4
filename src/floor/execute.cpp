// One command of a turn: numbered, recognised when repeated, decided, applied, answered (RULES 23, 24, 26).
#include <algorithm>
#include <utility>

#include "floor/floor_impl.hpp"

namespace relais {
namespace {

bool numbered(const Command& command) { return command.number > 0 && !command.client.is_nil(); }

/// Orders that pass when the journal is full: those that change nothing durable by themselves, and settings, which are the
/// truth already and come once.
bool needs_no_room(const CommandBody& body) {
    return std::holds_alternative<ConnectVisitor>(body) || std::holds_alternative<DisconnectVisitor>(body) ||
           std::holds_alternative<ConnectAgent>(body) || std::holds_alternative<DisconnectAgent>(body) ||
           std::holds_alternative<TypingAsVisitor>(body) || std::holds_alternative<TypingAsAgent>(body) ||
           std::holds_alternative<ReadAsVisitor>(body) || std::holds_alternative<ReadAsAgent>(body) ||
           std::holds_alternative<Explain>(body) || std::holds_alternative<Admit>(body) ||
           std::holds_alternative<ApplySettings>(body);
}

constexpr std::size_t bytes_a_command_max = 64 * 1024;

}  // namespace

bool Floor::Impl::has_room(const Command& command, Durable durable) const {
    if (needs_no_room(command.body)) return true;
    const std::uint64_t uncommitted = state.head - std::min(state.head, durable.number);
    return uncommitted + limits::events_a_command_max <= limits::uncommitted_events_max &&
           durable.uncommitted_bytes + bytes_a_command_max <= limits::uncommitted_bytes_max;
}

void Floor::Impl::reply(const Command& command, const std::variant<Ack, Refusal>& answer) {
    if (command.connection.is_nil()) return;
    if (const auto* ack = std::get_if<Ack>(&answer)) {
        if (command.number > 0)
            outputs_.push_back(Output{state.head,
                                      ToConnection{command.connection, !command.actor.agent.is_nil()},
                                      {},
                                      AckFrame{command.number, *ack}});
        return;
    }
    const Refusal refusal = std::get<Refusal>(answer);
    const auto client = state.clients.find(command.client);
    const std::uint64_t next = client == state.clients.end() ? 1 : client->second.record.last_number + 1;
    // Transient refusals do not wait: they tell nothing that a crash could undo.
    const std::uint64_t depends_on = is_transient(refusal) ? 0 : state.head;
    outputs_.push_back(Output{depends_on,
                              ToConnection{command.connection, !command.actor.agent.is_nil()},
                              {},
                              RefusedFrame{command.number, refusal, next}});
}

void Floor::Impl::remember(const Command& command, std::variant<Ack, Refusal> answer) {
    auto& answers = state.clients[command.client].answers;
    answers.push_back(Answer{command.number, std::move(answer)});
    if (answers.size() > limits::answers_kept_a_client) answers.pop_front();
}

/// Where nobody answers lookups, what the floor does not hold was never stored.
Decision Floor::Impl::decide_or_assume(const Command& command, Instant now) {
    Decision decision = decide(state, command, now);
    if (!decision.look_up || lookups_answered) return decision;
    Command assumed = command;
    std::visit(
        [](auto& body) {
            if constexpr (requires { body.lookup; }) body.lookup.done = true;
        },
        assumed.body);
    return decide(state, assumed, now);
}

/// True when the command was answered because its number is not the next one.
bool Floor::Impl::answer_repeated(const Command& command, Instant now) {
    const auto client = state.clients.find(command.client);
    const std::uint64_t last = client == state.clients.end() ? 0 : client->second.record.last_number;
    if (command.number > last + 1) {
        reply(command, Refusal::out_of_order);
        return true;
    }
    if (command.number == last + 1) return false;
    for (const Answer& answer : client->second.answers) {
        if (answer.number != command.number) continue;
        reply(command, answer.answer);
        return true;
    }
    // Consumed before a restart: messages are recognised by their id, everything else is safe by state (RULES 24).
    const Decision decision = decide(state, command, now);
    if (decision.refusal)
        reply(command, *decision.refusal);
    else
        reply(command, decision.ack);
    return true;
}

/// The part of a hello that does not wait, and a place in the list of snapshots at the end of the turn.
void Floor::Impl::greet(const Command& command) {
    Greeting greeting;
    greeting.connection = command.connection;
    greeting.visitor = command.actor.visitor;
    greeting.agent = command.actor.agent;
    greeting.role = command.actor.role;
    GreetedFrame greeted;
    greeted.storing_late = state.storing_late;
    const auto client = state.clients.find(command.client);
    if (client != state.clients.end()) greeted.next = client->second.record.last_number + 1;
    if (const auto* visitor = std::get_if<ConnectVisitor>(&command.body)) {
        greeting.last_conversation = visitor->last_conversation;
        greeting.last_seq = visitor->last_seq;
        const auto entry_point = state.entry_points.find(visitor->entry_point);
        if (entry_point != state.entry_points.end()) {
            greeted.availability = entry_point->second.record.availability;
            greeted.availability_version = entry_point->second.record.version;
        }
    } else if (const auto* agent = std::get_if<ConnectAgent>(&command.body)) {
        greeting.have = agent->have;
    }
    outputs_.push_back(Output{0, ToConnection{command.connection, !command.actor.agent.is_nil()}, {}, greeted});
    greetings_.push_back(std::move(greeting));
}

void Floor::Impl::execute(const Command& command, Instant now, Durable durable) {
    if (numbered(command) && answer_repeated(command, now)) return;
    if (!has_room(command, durable)) {
        reply(command, Refusal::unavailable);
        return;
    }
    Decision decision = decide_or_assume(command, now);
    if (decision.look_up) {
        lookups_.push_back(command);
        return;
    }
    if (decision.refusal) {
        if (numbered(command) && !is_transient(*decision.refusal)) {
            emit(BusinessRefused{command.client, command.number, static_cast<std::uint8_t>(*decision.refusal)}, now);
            remember(command, *decision.refusal);
        }
        reply(command, *decision.refusal);
        return;
    }
    // The author's message comes back to him as the ack; every other line of his own command is news to him, too.
    for (EventBody& body : decision.events) {
        const auto* added = std::get_if<LineAdded>(&body);
        const bool acknowledged = added && !added->line.message.is_nil() && added->line.message == decision.ack.message;
        emit(std::move(body), now, acknowledged ? command.connection : ConnectionId{});
    }
    if (std::holds_alternative<ConnectVisitor>(command.body) || std::holds_alternative<ConnectAgent>(command.body))
        greet(command);
    if (numbered(command)) {
        emit(CommandConsumed{command.client, command.number}, now);
        remember(command, decision.ack);
    }
    reply(command, decision.ack);
}

}  // namespace relais
