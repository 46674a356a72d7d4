#include "golden_values.hpp"

namespace relais::wire_test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using wire::Side;

const ClientId client{parse_uuid("5f0c1d7e-3b1a-4c55-9d0e-7a1b2c3d4e5f").value()};

std::string of(const Frame& frame) { return wire::encode(frame, Side::visitor, golden_now); }

wire::HelloOk hello(Duration heartbeat, Duration silence, std::uint64_t next) {
    wire::HelloOk ok;
    ok.client = client;
    ok.next = next;
    ok.heartbeat = heartbeat;
    ok.silence = silence;
    ok.now = golden_now;
    return ok;
}

std::string hello_to_page() {
    wire::HelloOk ok = hello(seconds{30}, seconds{60}, 1);
    ok.availability = Availability::open;
    ok.availability_version = 41;
    return encode(ok, Side::visitor);
}

std::string hello_to_visitor() {
    wire::HelloOk ok = hello(seconds{10}, seconds{25}, 5);
    ok.storing_late = true;
    ok.reload = true;
    ok.visitor = VisitorId{golden_uuid("a1")};
    ok.token = "v1.AbCd_ef-09";
    ok.availability = Availability::full;
    ok.availability_version = 42;
    return encode(ok, Side::visitor);
}

VisitorConversation conversation(ConversationState state) {
    VisitorConversation made;
    made.id = ConversationId{golden_uuid("c001")};
    made.state = state;
    made.seq = 1;
    made.since = golden_now;
    return made;
}

VisitorConversation waiting() {
    VisitorConversation made = conversation(ConversationState::waiting);
    made.position = 2;
    made.estimate_ms = 60001;  // over a minute: whole minutes, rounded up
    made.choices = true;
    return made;
}

VisitorConversation next_to_be_served() {
    VisitorConversation made = conversation(ConversationState::waiting);
    made.position = 1;
    made.estimate_ms = 37001;
    return made;
}

VisitorConversation active() {
    VisitorConversation made = conversation(ConversationState::active);
    made.seq = 4;
    made.since = golden_at(9000);
    made.agent_name = "Claire";
    made.read_seq = 3;
    made.position = 1;  // no longer said
    return made;
}

VisitorConversation ended() {
    VisitorConversation made = conversation(ConversationState::ended);
    made.seq = 9;
    made.since = golden_at(600000);
    made.agent_name = "Claire";
    made.ended_by = Party::agent;
    made.read_seq = 8;
    return made;
}

Ack about_conversation() {
    Ack ack;
    ack.conversation = ConversationId{golden_uuid("c001")};
    return ack;
}

Ack of_message() {
    Ack ack = about_conversation();
    ack.message = MessageId{golden_uuid("111")};
    ack.seq = 2;
    ack.position = 3;
    ack.at = golden_now;
    return ack;
}

Ack of_left_message() {
    Ack ack = about_conversation();
    ack.message = MessageId{golden_uuid("333")};
    ack.at = golden_now;
    return ack;
}

Ack of_admission() {
    Ack ack;
    ack.until = golden_at(60000);
    return ack;
}

Line text(std::uint32_t position, Party author, const char* body, const char* message) {
    Line line = golden_line(position, position, LineKind::text);
    line.author_kind = author;
    line.author = golden_uuid(author == Party::visitor ? "a1" : "b1");
    line.author_name = author == Party::visitor ? "Zoé" : "Claire";
    line.message = MessageId{golden_uuid(message)};
    line.body = std::make_shared<const std::string>(body);
    return line;
}

std::string lines() {
    std::vector<Line> lines{golden_system_line(1, SystemWhat::started)};
    lines[0].at = golden_now;
    lines.push_back(text(2, Party::visitor,
                         "Bonjour, où est ma commande ? \"<b>\"\n\t\\ / \x1b \x7f \u202e \U0001F469\u200D\U0001F680",
                         "111"));
    lines.push_back(golden_system_line(3, SystemWhat::agent_joined, "Claire"));
    lines.push_back(text(4, Party::agent, "Je regarde tout de suite.", "222"));
    lines.push_back(golden_system_line(5, SystemWhat::requeued, "agent_lost"));
    lines.push_back(golden_system_line(6, SystemWhat::transferred, "Marc"));
    lines.push_back(golden_system_line(7, SystemWhat::visitor_silent));
    lines.push_back(golden_system_line(8, SystemWhat::ended, "closed"));
    lines.back().by = Party::visitor;
    lines.push_back(golden_system_line(9, SystemWhat::reopened));
    for (Line& line : lines) line.at = golden_at(line.seq - 1);
    Line note = golden_line(10, 0, LineKind::note);  // never with a visitor
    note.body = std::make_shared<const std::string>("a note");
    lines.push_back(note);
    return encode_lines(ConversationId{golden_uuid("c001")}, lines, Side::visitor);
}

std::string availability(Availability state, std::uint64_t version) {
    return of(AvailabilityFrame{EntryPointId{golden_uuid("e1")}, state, version});
}

}  // namespace

std::map<std::string, Encode> golden_for_visitors() {
    const ConversationId talk{golden_uuid("c001")};
    std::map<std::string, Encode> made;
    made["hello_ok to a page that only listens"] = hello_to_page;
    made["hello_ok to a visitor"] = hello_to_visitor;
    made["ping"] = wire::encode_ping;
    made["service late"] = [] { return of(ServiceFrame{true}); };
    made["service ok"] = [] { return of(ServiceFrame{false}); };
    made["ack of a message"] = [] { return of(AckFrame{2, of_message()}); };
    made["ack of an admission"] = [] { return of(AckFrame{1, of_admission()}); };
    made["ack of an end"] = [] { return of(AckFrame{4, about_conversation()}); };
    made["ack of a left message"] = [] { return of(AckFrame{6, of_left_message()}); };
    made["ack of nothing more"] = [] { return of(AckFrame{5, Ack{}}); };
    made["refused for good"] = [] { return of(RefusedFrame{1, Refusal::no_seat, 0}); };
    made["refused for now"] = [] { return of(RefusedFrame{3, Refusal::overloaded, 3}); };
    made["refused out of order"] = [] { return of(RefusedFrame{9, Refusal::out_of_order, 7}); };
    made["refused without a number"] = [] { return wire::encode_refused(0, Refusal::bad_json, 0); };
    made["snapshot of a visitor without a conversation"] = [] { return of(VisitorSnapshot{}); };
    made["snapshot of a visitor who waits"] = [] {
        return of(VisitorSnapshot{VisitorId{golden_uuid("a1")}, waiting(), 0});
    };
    made["conversation waiting"] = [] { return of(VisitorConversationFrame{waiting()}); };
    made["conversation waiting, next, estimate under a minute"] = [] {
        return of(VisitorConversationFrame{next_to_be_served()});
    };
    made["conversation offered is shown as waiting"] = [] {
        return of(VisitorConversationFrame{conversation(ConversationState::offered)});
    };
    made["conversation active"] = [] { return of(VisitorConversationFrame{active()}); };
    made["conversation ended"] = [] { return of(VisitorConversationFrame{ended()}); };
    made["entries of every kind"] = lines;
    made["typing"] = [=] { return of(TypingFrame{talk, Party::agent}); };
    made["availability open"] = [] { return availability(Availability::open, 43); };
    made["availability full"] = [] { return availability(Availability::full, 44); };
    made["availability closed"] = [] { return availability(Availability::closed, 45); };
    made["bye before a restart"] = [] { return wire::encode_bye(1012, true, seconds{5}); };
    made["bye to an old page"] = [] { return wire::encode_bye(4410, false, milliseconds{0}); };
    return made;
}

}  // namespace relais::wire_test
