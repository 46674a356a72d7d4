// Who listens to what: subjects (a visitor, an agent, an entry point) to sockets. Pure.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "relais/base/id.hpp"
#include "relais/wire/decode.hpp"

namespace relais {

/// How far one socket has a conversation: seq for visitors, position for agents.
struct Progress {
    std::uint32_t sent = 0;
    std::uint32_t upto = 0;   // of the gap being filled; 0: none
    std::uint32_t read = 0;   // position up to which older lines were read for the gap
    std::uint32_t asked = 0;  // behind this position: an answer that begins elsewhere is to an older question
    [[nodiscard]] bool filling() const { return upto != 0; }
};

/// An acknowledgement or a final refusal that may not leave yet.
struct HeldAnswer {
    ConversationId conversation;  // nil: of none, it only keeps its place
    std::shared_ptr<const std::string> text;
};

struct Subscriber {
    wire::Side side = wire::Side::visitor;
    bool stateful = false;  // false: only listens for availability
    VisitorId visitor;
    AgentId agent;
    bool supervises = false;
    EntryPointId entry_point;
    std::map<ConversationId, Progress> conversations;
    std::deque<HeldAnswer> answers;  // in order of number; bounded: by the unanswered commands of a client

    [[nodiscard]] bool filling(ConversationId conversation) const {
        const auto found = conversations.find(conversation);
        return found != conversations.end() && found->second.filling();
    }
};

class Subscriptions {
public:
    /// Creates or finds.
    Subscriber& at(ConnectionId connection);
    [[nodiscard]] Subscriber* find(ConnectionId connection);
    void subscribe(ConnectionId connection, VisitorId visitor);
    void subscribe(ConnectionId connection, AgentId agent, bool supervises);
    void listen(ConnectionId connection, EntryPointId entry_point);
    void forget(ConnectionId connection);

    [[nodiscard]] const std::vector<ConnectionId>& of(VisitorId visitor) const;
    [[nodiscard]] const std::vector<ConnectionId>& of(AgentId agent) const;
    [[nodiscard]] const std::vector<ConnectionId>& of(EntryPointId entry_point) const;
    [[nodiscard]] std::vector<ConnectionId> agents() const;
    [[nodiscard]] std::vector<ConnectionId> supervisors() const;
    [[nodiscard]] std::vector<ConnectionId> visitors() const;
    [[nodiscard]] std::size_t size() const { return subscribers_.size(); }

private:
    std::unordered_map<ConnectionId, Subscriber> subscribers_;
    std::unordered_map<VisitorId, std::vector<ConnectionId>> visitors_;
    std::map<AgentId, std::vector<ConnectionId>> agents_;
    std::map<EntryPointId, std::vector<ConnectionId>> listeners_;
    std::unordered_map<ConnectionId, std::size_t>
        listener_place_;  // where in its list: forgetting is O(1) with 19,000 pages
};

}  // namespace relais
