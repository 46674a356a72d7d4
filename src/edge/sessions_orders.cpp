#include <algorithm>

#include "edge/sessions_impl.hpp"

namespace relais::edge {
namespace {

bool is_typing_or_read(const CommandBody& body) {
    return std::holds_alternative<TypingAsVisitor>(body) || std::holds_alternative<TypingAsAgent>(body) ||
           std::holds_alternative<ReadAsVisitor>(body) || std::holds_alternative<ReadAsAgent>(body);
}

bool is_for_supervisors(const CommandBody& body) {
    return std::holds_alternative<SetEntryPointByHand>(body) || std::holds_alternative<ForceStatus>(body);
}

/// False: the visitor's page sends more than it may, and the frame is not looked at.
bool take_frame(Session& session, std::size_t size, Instant now) {
    return session.frames.take(visitor_frame_rate, now) &&
           session.bytes.take(visitor_byte_rate, now, static_cast<double>(size));
}

/// False: this conversation was typed in a moment ago.
bool take_typing(Session& session, ConversationId conversation, Instant now) {
    Session::Typed* place = nullptr;
    for (Session::Typed& typed : session.typed) {
        if (typed.at != Instant{} && typed.conversation == conversation) place = &typed;
    }
    if (place != nullptr && now < place->at + typing_pause) return false;
    if (place == nullptr) {
        place = &*std::min_element(session.typed.begin(), session.typed.end(),
                                   [](const auto& a, const auto& b) { return a.at < b.at; });
    }
    *place = Session::Typed{conversation, now};
    return true;
}

/// What the frame cannot know: where the page is, and the id for a conversation that may start.
void complete(PostAsVisitor& post, const Session& session, SessionHost& host) {
    post.site = session.visit().site;
    post.entry_point = session.entry_point;
    post.language = session.language;
    post.new_conversation = ConversationId{host.fresh_id()};
    post.first_visit = session.first_visit;
}

void complete(Admit& admit, const Session& session) {
    admit.site = session.visit().site;
    admit.entry_point = session.entry_point;
    admit.address = session.visit().address;
}

void complete(LeaveMessage& leave, const Session& session) {
    leave.message.visitor = session.visitor;
    leave.message.site = session.visit().site;
    leave.message.entry_point = session.entry_point;
    leave.message.language = session.language;
}

}  // namespace

void Sessions::Impl::frame(Session& session, std::string_view text, Instant now) {
    session.heard = now;
    if (!session.is_agent() && !take_frame(session, text.size(), now)) {
        if (!session.refused_frames.take(refused_frame_rate, now)) return close(session, close_code::policy);
        return answer_refused(session, 0, Refusal::rate_limited);
    }
    Result<wire::Incoming, wire::NotDecoded> decoded = wire::decode(text, session.side());
    if (!decoded) return refuse(session, decoded.error().number, decoded.error().why, now);
    wire::Incoming incoming = std::move(decoded).value();
    if (std::holds_alternative<wire::Pong>(incoming)) return;
    if (const auto* said = std::get_if<wire::Hello>(&incoming)) return hello(session, *said, now);
    order(session, std::get<wire::Order>(std::move(incoming)), now);
}

void Sessions::Impl::order(Session& session, wire::Order order, Instant now) {
    if (!session.connected()) return refuse(session, order.number, Refusal::hello_first, now);
    if (is_typing_or_read(order.body)) return submit_volatile(session, std::move(order.body), now);
    if (session.is_agent() && session.shift().role == Role::agent && is_for_supervisors(order.body)) {
        return refuse(session, order.number, Refusal::not_allowed, now);
    }
    if (std::holds_alternative<LeaveMessage>(order.body) && !may_leave_message(session, now))
        return answer_refused(session, order.number, Refusal::rate_limited);
    if (auto* post = std::get_if<PostAsVisitor>(&order.body)) complete(*post, session, host);
    if (auto* leave = std::get_if<LeaveMessage>(&order.body)) complete(*leave, session);
    if (auto* admit = std::get_if<Admit>(&order.body)) {
        if (session.entry_point.is_nil()) return refuse(session, order.number, Refusal::no_seat, now);
        complete(*admit, session);
        session.admit_number = order.number;
    }
    submit_numbered(session, order.number, std::move(order.body), now);
}

bool Sessions::Impl::may_leave_message(const Session& session, Instant now) {
    const std::string& address = session.visit().address;
    return address.empty() || left_messages.take(address, now);
}

/// A refusal that consumes a number must be the floor's, so that the next number is not out of order.
void Sessions::Impl::refuse(Session& session, std::uint64_t number, Refusal why, Instant now) {
    if (number == 0 || !session.connected()) return answer_refused(session, number, why);
    submit_numbered(session, number, RefuseFrame{why}, now);
}

void Sessions::Impl::answer_refused(const Session& session, std::uint64_t number, Refusal why) {
    host.send(session.connection, wire::encode_refused(number, why, 0));
}

void Sessions::Impl::submit_numbered(Session& session, std::uint64_t number, CommandBody body, Instant now) {
    const bool too_many = session.unanswered >= relais::limits::in_flight_a_client_max;
    const bool too_fast = !session.is_agent() && !visitor_commands.take(session.visitor, now);
    if (too_many || too_fast) return answer_refused(session, number, Refusal::rate_limited);
    Command command{session.actor(), session.connection, session.client, number, std::move(body)};
    if (!host.submit(session.centre(), std::move(command))) {
        return answer_refused(session, number, Refusal::overloaded);
    }
    ++session.unanswered;
    ++under_way;
}

void Sessions::Impl::submit_volatile(Session& session, CommandBody body, Instant now) {
    if (!session.volatiles.take(volatile_rate, now)) return;
    const auto* by_visitor = std::get_if<TypingAsVisitor>(&body);
    const auto* by_agent = std::get_if<TypingAsAgent>(&body);
    if (by_visitor != nullptr && !take_typing(session, by_visitor->conversation, now)) return;
    if (by_agent != nullptr && !take_typing(session, by_agent->conversation, now)) return;
    Command command{session.actor(), session.connection, session.client, 0, std::move(body)};
    (void)host.submit(session.centre(), std::move(command));  // lossy by nature: a full mailbox drops it
}

void Sessions::Impl::answered(Session& session, const wire::Answered& answer) {
    if (answer.number == 0) return;
    if (session.unanswered > 0) {
        --session.unanswered;
        session.answers_waiting > 0 ? --session.answers_waiting : --under_way;
    }
    if (session.admit_number != answer.number) return;
    session.admit_number = 0;
    if (!answer.accepted || session.is_agent()) return;
    host.exposure(session.centre(), session.visit().site, session.entry_point, Availability::open, true);
}

}  // namespace relais::edge
