// The values behind the golden frames that only supervisors and administrators get.
#include "golden_values.hpp"

namespace relais::wire_test {
namespace {

using wire::Side;

const AgentId claire{golden_uuid("b1")};
const AgentId marc{golden_uuid("b2")};
const EntryPointId orders{golden_uuid("e1")};

std::string of(const Frame& frame) { return wire::encode(frame, Side::agent, golden_now); }

std::vector<WaitingList> waiting() {
    WaitingConversation first;
    first.id = ConversationId{golden_uuid("c003")};
    first.arrival = golden_at(-20000);
    first.since = golden_at(-5000);
    first.episode = 2;
    first.position = 1;
    first.name = "Zoé";
    first.language = "fr";
    WaitingConversation second;
    second.id = ConversationId{golden_uuid("c004")};
    second.arrival = golden_at(-3000);
    second.since = golden_at(-3000);
    second.position = 2;
    second.language = "en";
    second.presence = VisitorPresence::away;
    return {WaitingList{orders, 57, {first, second}}};
}

RunningChats chats() {
    RunningChats running;
    running.total = 151;
    const ConversationId offered{golden_uuid("c005")};
    const ConversationId wrapped_up{golden_uuid("c006")};
    running.first = {
        RunningChat{offered, claire, SeatUse::offer, golden_at(-2000), golden_at(-7000), orders, "Noé", "fr"},
        RunningChat{wrapped_up, marc, SeatUse::wrap_up, golden_at(-9000), golden_at(-8888), {}, "", "en"}};
    return running;
}

std::string snapshot() {
    AgentSnapshot made;
    made.agent.id = marc;
    made.agent.status = AgentStatus::away;
    made.agent.since = golden_now;
    made.agent.seats = 3;
    made.watch = Watch{waiting(), chats()};
    return of(made);
}

Act act() {
    Act made;
    made.number = 4711;
    made.at = golden_at(-300001);
    made.by = marc;
    made.by_name = "Marc";
    made.reason = "Panne du transporteur";
    return made;
}

std::string closed_by_hand() {
    Act made = act();
    made.entry_point = orders;
    made.by_hand = ByHand::closed;
    made.of_name = "Commandes";
    return of(ActFrame{made});
}

std::string sent_home() {
    Act made = act();
    made.agent = claire;
    made.status = AgentStatus::offline;
    made.of_name = "Claire";
    made.reason = "";
    return of(ActFrame{made});
}

}  // namespace

void add_watch(std::map<std::string, Encode>& made) {
    made["snapshot of a supervisor"] = snapshot;
    made["waiting_list"] = [] { return of(WaitingListFrame{waiting()}); };
    made["waiting_list when nobody waits"] = [] { return of(WaitingListFrame{}); };
    made["chats"] = [] { return of(ChatsFrame{chats()}); };
    made["act: a queue closed by hand"] = closed_by_hand;
    made["act: a status forced without a reason"] = sent_home;
}

}  // namespace relais::wire_test
