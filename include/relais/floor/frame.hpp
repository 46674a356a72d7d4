// What leaves the floor towards browsers, as values; `wire` turns them into text, `courier` holds them until durable.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "relais/floor/event.hpp"
#include "relais/floor/refusal.hpp"
#include "relais/floor/watch.hpp"

namespace relais {

// A table to read across, one line a kind.
// clang-format off
enum class RemovedWhy : std::uint8_t {
    missed, declined, withdrawn, visitor_left, transferred, requeued, taken_elsewhere, closed
};

/// The whole state of a conversation for its visitor.
struct VisitorConversation {
    ConversationId id;
    ConversationState state = ConversationState::waiting;  // `offered` is shown as waiting
    std::uint32_t seq = 0;
    Instant since;
    std::optional<std::uint32_t> position;    // 1: next
    std::optional<std::int64_t> estimate_ms;
    bool choices = false;
    std::string agent_name;                   // empty: nobody yet
    Party ended_by = Party::system;
    EndWhy ended_why = EndWhy::closed;
    std::uint32_t read_seq = 0;               // the agent's side has read up to here
};

/// The whole state of a conversation for the agent who has it, or to whom it is offered.
struct AgentConversation {
    ConversationRecord record;
    VisitorRecord visitor;
    VisitorPresence presence = VisitorPresence::here;
    std::string page_title;
    std::string page_url;
    std::uint32_t position = 0;
    std::uint32_t seq = 0;
    bool offered_to_me = false;
    Instant offer_until;          // meaningful when offered_to_me
    Duration offer_remaining{0};
    std::string offer_from;       // colleague's name; empty: from the queue
    std::string transfer_to;      // colleague's name; empty: none
    std::optional<Instant> wrap_up_until;
};

struct AgentSelf {
    AgentId id;
    AgentStatus status = AgentStatus::offline;
    std::string reason;
    Instant since;
    std::uint32_t seats = 0;
    std::uint32_t in_use = 0;
    std::uint32_t missed_in_a_row = 0;
};

struct TeamMember { AgentId id; std::string name; AgentStatus status = AgentStatus::offline; std::string reason; std::uint32_t in_use = 0; std::uint32_t seats = 0; bool reachable = false; Instant since; bool operator==(const TeamMember&) const = default; };
/// One entry point: how many wait, and why it is as it is. The last four: who set it by hand, when and why; empty while automatic.
struct WaitingHere {
    EntryPointId id;
    std::string name;
    std::uint32_t waiting = 0;
    std::int64_t oldest_ms = 0;
    Availability state = Availability::closed;
    AvailabilityCause cause = AvailabilityCause::no_agent;
    Instant since;
    ByHand by_hand = ByHand::automatic;
    AgentId set_by;
    std::string set_by_name;
    Instant set_at;
    std::string set_reason;
};
/// One agent's line of `explain`; no reason means he is eligible now.
struct Explanation { AgentId agent; std::string name; std::vector<std::string_view> why_not; };

/// An accepted command. Lines are there for messages and notes, `until` for leases, `explanation` for explain.
struct Ack {
    ConversationId conversation;
    MessageId message;
    std::uint32_t seq = 0;
    std::uint32_t position = 0;
    std::optional<Instant> at;
    std::optional<Instant> until;
    std::vector<Explanation> explanation;
};

struct AckFrame { std::uint64_t number = 0; Ack ack; };
struct RefusedFrame { std::uint64_t number = 0; Refusal refusal = Refusal::bad_frame; std::uint64_t next = 0; };
/// The answer to a hello that does not wait: the number the floor expects next from this client.
struct GreetedFrame { std::uint64_t next = 1; bool storing_late = false; Availability availability = Availability::closed; std::uint64_t availability_version = 0; };
/// From here on the connection is subscribed; `courier` adds the lines above `have`.
struct VisitorSnapshot { VisitorId visitor; std::optional<VisitorConversation> conversation; std::uint32_t have = 0; };
struct HaveLines { ConversationId conversation; std::uint32_t have = 0; std::uint32_t position = 0; };
struct AgentSnapshot {
    AgentSelf agent;
    std::vector<AgentConversation> conversations;
    std::vector<HaveLines> lines;
    std::vector<WaitingHere> entry_points;
    std::optional<Watch> watch;  // supervisors and administrators
};
struct VisitorConversationFrame { VisitorConversation conversation; };
struct AgentConversationFrame { AgentConversation conversation; bool with_lines = false; };  // with_lines: new to this agent, the transcript follows
struct RemovedFrame { ConversationId conversation; RemovedWhy why = RemovedWhy::closed; };
struct AgentSelfFrame { AgentSelf agent; };
struct LineFrame { Line line; };
struct TypingFrame { ConversationId conversation; Party by = Party::visitor; };
struct AvailabilityFrame { EntryPointId entry_point; Availability availability = Availability::closed; std::uint64_t version = 0; };
struct ServiceFrame { bool storing_late = false; };
struct WaitingFrame { std::vector<WaitingHere> entry_points; };
/// Rows that may have changed, each whole, and who is in the team no more. `courier`, who knows what was told, leaves out what was
/// and numbers it: it goes out from version `after`, or is all there is.
struct TeamFrame { std::vector<TeamMember> team; std::vector<AgentId> gone; std::uint64_t version = 0; std::optional<std::uint64_t> after; };
struct WaitingListFrame { std::vector<WaitingList> waiting; };
struct ChatsFrame { RunningChats chats; };
struct ActFrame { Act act; };
struct LeftMessageFrame { LeftMessage message; };
struct LeftMessageDoneFrame { MessageId message; AgentId agent; Instant at; };

using Frame = std::variant<
    AckFrame, RefusedFrame, GreetedFrame, VisitorSnapshot, AgentSnapshot, VisitorConversationFrame,
    AgentConversationFrame, RemovedFrame, AgentSelfFrame, LineFrame, TypingFrame, AvailabilityFrame, ServiceFrame,
    WaitingFrame, TeamFrame, WaitingListFrame, ChatsFrame, ActFrame, LeftMessageFrame, LeftMessageDoneFrame>;

// ---- addressees are subjects, never sockets, but for answers -----------------------------------------------------
struct ToConnection { ConnectionId connection; bool agent = false; };
struct ToVisitor { VisitorId visitor; };
struct ToAgent { AgentId agent; };
struct ToAllAgents {};
struct ToSupervisors {};                            // and administrators
struct ToEntryPoint { EntryPointId entry_point; };  // every page that listens there
struct ToEveryone {};                               // agents and visitors with a conversation
using Addressee = std::variant<ToConnection, ToVisitor, ToAgent, ToAllAgents, ToSupervisors, ToEntryPoint, ToEveryone>;

struct Output {
    std::uint64_t depends_on = 0;  // held until this event is durable; 0: at once (notices, transient refusals)
    Addressee to;
    ConnectionId except;           // the sender has its ack instead
    Frame frame;
};

// clang-format on

}  // namespace relais
