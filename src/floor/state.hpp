// The floor's memory: a struct of topic structs. Owner: Floor::Impl. Changed by `apply_event` (apply.hpp) and by the clock
// keeping of the turn, by nobody else; read by every decide, route, expire and derive.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>

#include "relais/floor/floor.hpp"

#include "floor/agent/agent.hpp"
#include "floor/conversation/conversation.hpp"
#include "floor/deadline/deadline_queue.hpp"
#include "floor/routing/queue.hpp"
#include "floor/touched.hpp"
#include "floor/visitor/visitor.hpp"

namespace relais {

struct Answer {
    std::uint64_t number = 0;
    std::variant<Ack, Refusal> answer;
};

struct Client {
    ClientRecord record;
    bool stored = false;         // false: nothing of his was ever accepted, so a restart would not know him
    std::deque<Answer> answers;  // at most limits::answers_kept_a_client
};

/// RULES 20: business time stands still while storage is late.
struct BusinessClock {
    Duration paused{0};
    std::optional<Instant> stalled_since;

    [[nodiscard]] Instant at(Instant now) const { return (stalled_since ? *stalled_since : now) - paused; }
    [[nodiscard]] Instant back(Instant business) const { return business + paused; }
};

struct State {
    CentreId centre;
    std::uint64_t head = 0;
    Instant last_instant;
    std::shared_ptr<const Settings> settings = std::make_shared<Settings>();
    BusinessClock clock;
    bool storing_late = false;
    Floor::Breaks breaks;

    std::unordered_map<ConversationId, Conversation> conversations;
    std::unordered_map<VisitorId, Visitor> visitors;
    std::unordered_map<AgentId, Agent> agents;
    std::map<QueueId, Queue> queues;
    std::map<EntryPointId, EntryPoint> entry_points;
    std::unordered_map<ClientId, Client> clients;
    std::set<MessageId> left_messages;       // open ones
    std::set<MessageId> left_messages_done;  // since the start: a late copy is none of them again
    std::map<std::string, std::uint32_t> leases_by_address;
    std::uint32_t agents_connected = 0;

    AgentPool pool;
    DeadlineQueue deadlines;
    std::deque<std::pair<std::uint64_t, ConversationId>> offers_unreleased;  // their 10 s begin when durable (RULES 6)
    bool availability_dirty = true;
    bool waiting_dirty = false;
    std::unordered_set<AgentId> team_touched;  // since the last tally
    bool tally_due = false;
    Touched touched;  // of this turn
    std::uint64_t turns = 0;
    Instant last_freed;  // the two below: for Breaks only
    std::uint64_t lines_added = 0;
};

[[nodiscard]] inline const Rules& rules(const State& state) { return state.settings->rules; }
[[nodiscard]] inline const Conversation* find(const State& state, ConversationId id) {
    const auto found = state.conversations.find(id);
    return found == state.conversations.end() ? nullptr : &found->second;
}
[[nodiscard]] inline const Agent* find(const State& state, AgentId id) {
    const auto found = state.agents.find(id);
    return found == state.agents.end() ? nullptr : &found->second;
}
[[nodiscard]] inline const Visitor* find(const State& state, VisitorId id) {
    const auto found = state.visitors.find(id);
    return found == state.visitors.end() ? nullptr : &found->second;
}

}  // namespace relais
