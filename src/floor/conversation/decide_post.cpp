// Messages and notes: recognised when repeated, numbered when new; a visitor's first one starts or reopens the conversation.
#include <utility>

#include "floor/conversation/line_numbers.hpp"
#include "floor/decide.hpp"

namespace relais {
namespace {

/// The original answer to a message the conversation already has; nothing when it is new.
std::optional<Decision> repeated(const State& state, const Conversation& conversation, MessageId message,
                                 Party author_kind) {
    const auto found = conversation.position_of.find(message);
    if (found == conversation.position_of.end() || state.breaks.double_message) return std::nullopt;
    const LineMeta& line = conversation.lines[found->second - 1];
    if (line.author_kind != author_kind) return Decision{Refusal::bad_value};
    Decision decision;
    decision.ack = Ack{conversation.record.id, message, line.seq, found->second, line.at, std::nullopt, {}};
    return decision;
}

Ack ack_of(const Line& line) {
    return Ack{line.conversation, line.message, line.seq, line.position, line.at, std::nullopt, {}};
}

Decision ask_storage() {
    Decision decision;
    decision.look_up = true;
    return decision;
}

/// The original answer to a copy that only storage remembers.
Decision stored_long_ago(MessageId message, const Lookup& lookup) {
    Decision decision;
    decision.ack = Ack{lookup.conversation, message, lookup.seq, lookup.position, lookup.at, std::nullopt, {}};
    return decision;
}

bool has_room(const Conversation& conversation) {
    return conversation.lines.size() < limits::entries_a_conversation_max;
}

bool reopens(const State& state, const Conversation& conversation, Instant now) {
    const ConversationRecord& record = conversation.record;
    return record.state == ConversationState::ended && record.ended_why != EndWhy::left_message &&
           record.ended_why != EndWhy::erased && now - record.state_since <= rules(state).reopen_within;
}

/// RULES 17: open, or holding a lease, or admitted earlier on this visit. Whoever got in is never refused.
bool admitted(const State& state, const Visitor* visitor, EntryPointId entry_point) {
    if (!rules(state).people) return true;
    if (visitor && (visitor->admitted || visitor->lease)) return true;
    const auto found = state.entry_points.find(entry_point);
    return found != state.entry_points.end() && found->second.record.availability == Availability::open;
}

std::string visitor_name(const Visitor* visitor, const PostAsVisitor& post) {
    if (!post.name.empty() || !visitor) return post.name;
    return visitor->record.name;
}

Decision start(const State& state, const Command& command, const PostAsVisitor& post, const Visitor* visitor,
               Instant now) {
    const auto entry_point = state.entry_points.find(post.entry_point);
    if (entry_point == state.entry_points.end()) return Refusal::unknown_entry_point;
    if (!admitted(state, visitor, post.entry_point)) return Refusal::no_seat;
    if (find(state, post.new_conversation)) return Refusal::bad_value;
    const auto queue = state.queues.find(entry_point->second.settings.queue);
    Decision decision;
    const std::string name = visitor_name(visitor, post);
    if (!visitor || !visitor->stored || visitor->record.name != name) {
        const Instant first_seen = visitor && visitor->stored ? visitor->record.first_seen : now;
        decision.add(VisitorSeen{VisitorRecord{command.actor.visitor, post.site, first_seen, name}});
    }
    ConversationRecord record;
    record.id = post.new_conversation;
    record.visitor = command.actor.visitor;
    record.site = post.site;
    record.entry_point = post.entry_point;
    record.language = post.language;
    record.priority = queue == state.queues.end() ? std::uint8_t{0} : queue->second.settings.priority;
    record.arrival = now;
    record.state_since = now;
    decision.add(ConversationStarted{record});
    LineNumbers numbers(state, record.id);
    LineAdded line = numbers.text(Party::visitor, command.actor.visitor.value, name, post.message, post.text, now);
    decision.ack = ack_of(line.line);
    decision.add(std::move(line));
    return decision;
}

Decision add_visitor_line(const State& state, const Command& command, const PostAsVisitor& post, const Visitor* visitor,
                          const Conversation& conversation, Instant now) {
    if (!has_room(conversation)) return Refusal::conversation_closed;
    Decision decision;
    LineNumbers numbers(state, conversation);
    if (conversation.record.state == ConversationState::ended) {
        decision.add(ConversationReopened{conversation.record.id, post.language});
        decision.add(numbers.system(SystemWhat::reopened, {}, now, Party::visitor));
    }
    LineAdded line = numbers.text(Party::visitor, command.actor.visitor.value, visitor_name(visitor, post),
                                  post.message, post.text, now);
    decision.ack = ack_of(line.line);
    decision.add(std::move(line));
    return decision;
}

}  // namespace

Decision decide(const State& state, const Command& command, const PostAsVisitor& post, Instant now) {
    const Visitor* visitor = find(state, command.actor.visitor);
    const bool named = !post.conversation.is_nil();
    const Conversation* conversation = nullptr;
    if (named) {
        conversation = find(state, post.conversation);
        if (conversation && conversation->record.visitor != command.actor.visitor) return Refusal::unknown_conversation;
    } else if (visitor) {
        conversation = find(state, visitor->conversation);
    }
    if (visitor && !named) {
        for (const ConversationId id : visitor->earlier) {
            const Conversation* one = find(state, id);
            if (auto original = one ? repeated(state, *one, post.message, Party::visitor) : std::nullopt)
                return *std::move(original);
        }
    }
    if (conversation) {
        if (auto original = repeated(state, *conversation, post.message, Party::visitor)) return *std::move(original);
        if (conversation->record.state != ConversationState::ended || reopens(state, *conversation, now)) {
            return add_visitor_line(state, command, post, visitor, *conversation, now);
        }
        if (named) return Refusal::conversation_closed;
    }
    if (!conversation && !post.first_visit && !post.lookup.done) return ask_storage();
    if (!conversation && !post.lookup.conversation.is_nil()) return stored_long_ago(post.message, post.lookup);
    if (named) return Refusal::unknown_conversation;
    return start(state, command, post, visitor, now);
}

namespace {

Decision agent_line(const State& state, const Command& command, ConversationId id, MessageId message, const Text& text,
                    bool note, const Lookup& lookup, Instant now) {
    const Conversation* conversation = find(state, id);
    if (!conversation && !lookup.done) return ask_storage();
    if (!conversation && !lookup.conversation.is_nil()) return stored_long_ago(message, lookup);
    if (!conversation) return Refusal::unknown_conversation;
    // First of all: it may have been stored while the conversation was still his.
    if (auto original = repeated(state, *conversation, message, Party::agent)) return *std::move(original);
    if (conversation->record.agent != command.actor.agent) return Refusal::not_your_conversation;
    const bool active = conversation->record.state == ConversationState::active;
    // A note may still be written when the chat is over: that is what wrap-up is for.
    if (!active && !(note && conversation->record.state == ConversationState::ended))
        return Refusal::conversation_closed;
    if (!has_room(*conversation)) return Refusal::conversation_closed;
    const Agent* agent = find(state, command.actor.agent);
    const std::string name = agent ? agent->settings.name : std::string{};
    LineNumbers numbers(state, *conversation);
    Decision decision;
    LineAdded line = note ? numbers.note(command.actor.agent, name, message, text, now)
                          : numbers.text(Party::agent, command.actor.agent.value, name, message, text, now);
    decision.ack = ack_of(line.line);
    decision.add(std::move(line));
    return decision;
}

}  // namespace

Decision decide(const State& state, const Command& command, const PostAsAgent& post, Instant now) {
    return agent_line(state, command, post.conversation, post.message, post.text, false, post.lookup, now);
}

Decision decide(const State& state, const Command& command, const PostNote& post, Instant now) {
    return agent_line(state, command, post.conversation, post.message, post.text, true, post.lookup, now);
}

}  // namespace relais
