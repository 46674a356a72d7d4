#include "golden_values.hpp"

namespace relais::wire_test {
namespace {

using std::chrono::seconds;
using wire::Side;

const AgentId claire{golden_uuid("b1")};
const AgentId marc{golden_uuid("b2")};
const ConversationId talk{golden_uuid("c001")};

std::string of(const Frame& frame) { return wire::encode(frame, Side::agent, golden_now); }

std::string hello(AgentId agent, const char* name, Role role, std::uint64_t next, bool reload) {
    wire::HelloOk ok;
    ok.client = ClientId{parse_uuid("5f0c1d7e-3b1a-4c55-9d0e-7a1b2c3d4e5f").value()};
    ok.next = next;
    ok.heartbeat = seconds{5};
    ok.silence = seconds{10};
    ok.now = golden_now;
    ok.reload = reload;
    ok.agent = agent;
    ok.name = name;
    ok.role = role;
    return encode(ok, Side::agent);
}

AgentSelf self(AgentStatus status, std::uint32_t in_use) {
    AgentSelf made;
    made.id = claire;
    made.status = status;
    made.since = golden_now;
    made.seats = 3;
    made.in_use = in_use;
    return made;
}

AgentConversation conversation() {
    AgentConversation made;
    made.record.id = talk;
    made.record.visitor = VisitorId{golden_uuid("a1")};
    made.record.entry_point = EntryPointId{golden_uuid("e1")};
    made.record.language = "fr";
    made.record.state = ConversationState::active;
    made.record.arrival = golden_now;
    made.record.visitor_read_seq = 3;
    made.visitor.id = made.record.visitor;
    made.visitor.name = "Zoé";
    made.page_title = "Chaussures d'été";
    made.page_url = "https://shop.example/fr/shoes";
    made.position = 5;
    made.seq = 4;
    return made;
}

AgentConversation offered() {
    AgentConversation made = conversation();
    made.record.state = ConversationState::offered;
    made.offered_to_me = true;
    made.offer_until = golden_at(10000);
    return made;
}

std::string offered_from_queue() {
    return wire::encode(AgentConversationFrame{offered(), true}, Side::agent, golden_at(800));
}

std::string offered_by_colleague() {
    AgentConversation made = offered();
    made.record.state = ConversationState::active;  // it stays with its source until the target accepts
    made.offer_until = Instant{};
    made.offer_remaining = seconds{10};
    made.offer_from = "Marc";
    return of(AgentConversationFrame{made, true});
}

std::string left_the_page() {
    AgentConversation made = conversation();
    made.visitor.name.clear();
    made.presence = VisitorPresence::away;
    made.record.language = "en";
    made.page_title.clear();
    made.page_url.clear();
    made.record.transfer_to = marc;
    made.transfer_to = "Marc";
    return of(AgentConversationFrame{made, false});
}

std::string wrapping_up() {
    AgentConversation made = conversation();
    made.record.state = ConversationState::ended;
    made.record.episode = 2;
    made.presence = VisitorPresence::gone;
    made.wrap_up_until = golden_at(30000);
    return of(AgentConversationFrame{made, false});
}

std::vector<TeamMember> team() {
    return {{claire, "Claire", AgentStatus::available, "", 1, 3, true, golden_at(-60000)},
            {marc, "Marc", AgentStatus::away, "déjeuner", 0, 2, true, golden_at(-120000)},
            {AgentId{golden_uuid("b3")}, "Inès", AgentStatus::missed, "", 0, 3, false, golden_at(-180000)}};
}

std::vector<WaitingHere> entry_points() {
    WaitingHere full;
    full.id = EntryPointId{golden_uuid("e1")};
    full.name = "Commandes";
    full.waiting = 2;
    full.oldest_ms = 14200;
    full.state = Availability::full;
    full.cause = AvailabilityCause::someone_waits;
    WaitingHere closed;
    closed.id = EntryPointId{golden_uuid("e2")};
    closed.name = "Orders";
    closed.waiting = 1;
    closed.oldest_ms = 800;
    closed.state = Availability::closed;
    closed.cause = AvailabilityCause::by_hand;
    closed.since = golden_at(-300000);
    closed.by_hand = ByHand::closed;
    closed.set_by = marc;
    closed.set_by_name = "Marc";
    closed.set_at = golden_at(-300001);
    closed.set_reason = "Panne du transporteur";
    return {full, closed};
}

std::string snapshot() {
    AgentConversation other = conversation();
    other.record.id = ConversationId{golden_uuid("c002")};
    const AgentSnapshot made{self(AgentStatus::available, 1), {offered(), other}, {}, entry_points(), {}};
    return wire::encode(made, Side::agent, golden_at(800));
}

Ack message_ack(const char* message, std::uint32_t seq, std::uint32_t position) {
    Ack ack;
    ack.conversation = talk;
    ack.message = MessageId{golden_uuid(message)};
    ack.seq = seq;
    ack.position = position;
    ack.at = golden_now;
    return ack;
}

std::string accept_ack() {
    Ack ack;
    ack.conversation = talk;
    return of(AckFrame{5, ack});
}

std::string explanation() {
    Ack ack;
    ack.conversation = talk;
    ack.explanation = {{claire, "Claire", {}}, {marc, "Marc", {"away", "no_open_seat"}}};
    return of(AckFrame{16, ack});
}

std::string lines() {
    Line visitor = golden_line(1, 1, LineKind::text);
    visitor.author_kind = Party::visitor;
    visitor.author = golden_uuid("a1");
    visitor.author_name = "Zoé";
    visitor.message = MessageId{golden_uuid("111")};
    visitor.body = std::make_shared<const std::string>("Bonjour");
    Line agent = golden_line(3, 3, LineKind::text);
    agent.author_kind = Party::agent;
    agent.author = claire.value;
    agent.author_name = "Claire";
    agent.message = MessageId{golden_uuid("222")};
    agent.body = std::make_shared<const std::string>("Bonjour Zoé !");
    Line note = golden_line(4, 0, LineKind::note);
    note.author_kind = Party::agent;
    note.author = claire.value;
    note.author_name = "Claire";
    note.message = MessageId{golden_uuid("333")};
    note.body = std::make_shared<const std::string>("Cliente fidèle, rester courtois.");
    const std::vector<Line> all{visitor, golden_system_line(2, SystemWhat::agent_joined, "Claire"), agent, note};
    return encode_lines(talk, all, Side::agent);
}

std::string left_message() {
    LeftMessage left;
    left.id = MessageId{golden_uuid("333")};
    left.at = golden_now;
    left.name = "Zoé";
    left.email = "zoe@mail.example";
    left.text = std::make_shared<const std::string>("Rappelez-moi demain matin, merci.");
    left.conversation = talk;
    left.entry_point = EntryPointId{golden_uuid("e1")};
    left.language = "fr";
    return of(LeftMessageFrame{left});
}

AgentSelf missed_twice() {
    AgentSelf made = self(AgentStatus::missed, 0);
    made.missed_in_a_row = 2;
    return made;
}

AgentSelf away() {
    AgentSelf made = self(AgentStatus::away, 1);
    made.reason = "déjeuner";
    return made;
}

void add_removals(std::map<std::string, Encode>& made) {
    const auto add = [&](const char* why, RemovedWhy value) {
        made[std::string("removed: ") + why] = [value] { return of(RemovedFrame{talk, value}); };
    };
    add("missed", RemovedWhy::missed);
    add("declined", RemovedWhy::declined);
    add("withdrawn", RemovedWhy::withdrawn);
    add("visitor_left", RemovedWhy::visitor_left);
    add("transferred", RemovedWhy::transferred);
    add("requeued", RemovedWhy::requeued);
    add("taken_elsewhere", RemovedWhy::taken_elsewhere);
    add("closed", RemovedWhy::closed);
}

}  // namespace

std::map<std::string, Encode> golden_for_agents() {
    std::map<std::string, Encode> made;
    made["hello_ok to an agent"] = [] { return hello(claire, "Claire", Role::agent, 1, false); };
    made["hello_ok to a supervisor"] = [] { return hello(marc, "Marc", Role::supervisor, 18, true); };
    made["ping"] = wire::encode_ping;
    made["service late"] = [] { return of(ServiceFrame{true}); };
    made["ack of a message"] = [] { return of(AckFrame{7, message_ack("111", 5, 6)}); };
    made["ack of a note"] = [] { return of(AckFrame{8, message_ack("222", 0, 7)}); };
    made["ack of an accept"] = accept_ack;
    made["ack of explain"] = explanation;
    made["refused for good"] = [] { return of(RefusedFrame{5, Refusal::offer_expired, 0}); };
    made["refused out of order"] = [] { return of(RefusedFrame{9, Refusal::out_of_order, 8}); };
    made["snapshot"] = snapshot;
    made["snapshot of an empty centre"] = [] {
        return of(AgentSnapshot{self(AgentStatus::offline, 0), {}, {}, {}, {}});
    };
    add_watch(made);
    made["agent missed two offers"] = [] { return of(AgentSelfFrame{missed_twice()}); };
    made["agent away"] = [] { return of(AgentSelfFrame{away()}); };
    made["conversation offered from the queue"] = offered_from_queue;
    made["conversation offered by a colleague"] = offered_by_colleague;
    made["conversation active"] = [] { return of(AgentConversationFrame{conversation(), false}); };
    made["conversation active, visitor left the page, transfer under way"] = left_the_page;
    made["conversation ended, wrap-up running"] = wrapping_up;
    add_removals(made);
    made["entries with positions and a note"] = lines;
    made["typing"] = [] { return of(TypingFrame{talk, Party::visitor}); };
    made["waiting"] = [] { return of(WaitingFrame{entry_points()}); };
    made["team"] = [] { return of(TeamFrame{team(), {}, 41, {}}); };
    made["team: what changed"] = [] {
        return of(TeamFrame{{team().at(1)}, {AgentId{golden_uuid("b3")}, AgentId{golden_uuid("b4")}}, 42, 41});
    };
    made["team: a change that nobody left by"] = [] { return of(TeamFrame{{team().at(1)}, {}, 43, 42}); };
    made["team of nobody"] = [] { return of(TeamFrame{}); };
    made["left_message"] = left_message;
    made["left_message done"] = [] {
        return of(LeftMessageDoneFrame{MessageId{golden_uuid("333")}, claire, golden_at(5000)});
    };
    made["bye before a restart"] = [] { return wire::encode_bye(1012, true, seconds{5}); };
    return made;
}

}  // namespace relais::wire_test
