// Orders to the floor. Made by `edge` from frames, by `app` from settings and clocks, by tests and by the simulator.
// Texts are already checked (UTF-8, length, no U+0000): nothing reaches the floor that the schema could refuse.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "relais/floor/line.hpp"
#include "relais/floor/refusal.hpp"
#include "relais/floor/settings.hpp"

namespace relais {

// A table to read across, one line a kind.
// clang-format off
/// What storage says of a message whose conversation the floor does not hold (RULES 30): asked for by Turn::lookups.
struct Lookup {
    bool done = false;
    ConversationId conversation;  // nil: it was never stored
    std::uint32_t position = 0;
    std::uint32_t seq = 0;
    Instant at;
};

// ---- visitors ------------------------------------------------------------------------------------------------
struct ConnectVisitor {
    SiteId site;
    EntryPointId entry_point;
    std::string language;
    std::string address;      // for leases per address; empty: not limited
    std::string page_title;
    std::string page_url;
    ConversationId last_conversation;  // what the client has; nil: nothing
    std::uint32_t last_seq = 0;
};
struct DisconnectVisitor {};
struct Admit { SiteId site; EntryPointId entry_point; std::string address; };
struct PostAsVisitor {
    MessageId message;
    Text text;
    ConversationId conversation;      // nil: the open one, the reopenable one, or a new one
    ConversationId new_conversation;  // fresh id to use if one starts
    SiteId site;
    EntryPointId entry_point;
    std::string language;
    std::string name;                 // empty: unknown
    bool first_visit = false;         // the visitor is as new as this socket: storage cannot know the message
    Lookup lookup;
};
struct EndAsVisitor { ConversationId conversation; };
struct KeepWaiting { ConversationId conversation; };
struct LeaveMessage { LeftMessage message; };
struct TypingAsVisitor { ConversationId conversation; };  // nil: renews the lease
struct ReadAsVisitor { ConversationId conversation; std::uint32_t seq = 0; };

// ---- agents --------------------------------------------------------------------------------------------------
struct Have { ConversationId conversation; std::uint32_t position = 0; };
struct ConnectAgent { std::vector<Have> have; };
struct DisconnectAgent {};
struct SetStatus { AgentStatus status = AgentStatus::available; std::string reason; };
struct SignOut { bool requeue_chats = false; };
struct AcceptOffer { ConversationId conversation; };
struct DeclineOffer { ConversationId conversation; };
struct PostAsAgent { ConversationId conversation; MessageId message; Text text; Lookup lookup; };
struct PostNote { ConversationId conversation; MessageId message; Text text; Lookup lookup; };
struct EndAsAgent { ConversationId conversation; };
struct Transfer {
    ConversationId conversation;
    AgentId to_agent;             // one of the two
    EntryPointId to_entry_point;
    MessageId note;               // nil: none
    Text note_text;
};
struct CancelTransfer { ConversationId conversation; };
struct RequeueAsAgent { ConversationId conversation; };
struct FinishWrapUp { ConversationId conversation; };
struct TypingAsAgent { ConversationId conversation; };
struct ReadAsAgent { ConversationId conversation; std::uint32_t seq = 0; };
struct MarkLeftMessageDone { MessageId message; };
struct Explain { ConversationId conversation; };

// ---- supervisors ---------------------------------------------------------------------------------------------
struct SetEntryPointByHand { EntryPointId entry_point; ByHand by_hand = ByHand::automatic; std::string reason; };
struct ForceStatus { AgentId agent; AgentStatus status = AgentStatus::away; std::string reason; };

// ---- the house -----------------------------------------------------------------------------------------------
struct ApplySettings { std::shared_ptr<const Settings> settings; };
/// An erasure begins by ending the conversation here (RULES 29).
struct EndForErasure { ConversationId conversation; };

// ---- either side -----------------------------------------------------------------------------------------------
/// A numbered frame that `wire` or `edge` could not accept: the floor consumes the number in its turn and answers with
/// `why`, exactly as for a business refusal (docs/protocol.md, 7). Never sent for number 0.
struct RefuseFrame { Refusal why = Refusal::bad_frame; };

using CommandBody = std::variant<
    ConnectVisitor, DisconnectVisitor, Admit, PostAsVisitor, EndAsVisitor, KeepWaiting, LeaveMessage, TypingAsVisitor,
    ReadAsVisitor,
    ConnectAgent, DisconnectAgent, SetStatus, SignOut, AcceptOffer, DeclineOffer, PostAsAgent, PostNote, EndAsAgent,
    Transfer, CancelTransfer, RequeueAsAgent, FinishWrapUp, TypingAsAgent, ReadAsAgent, MarkLeftMessageDone, Explain,
    SetEntryPointByHand, ForceStatus, ApplySettings, EndForErasure, RefuseFrame>;

/// Who orders. Exactly one of `visitor` and `agent` is set, or neither for the house itself.
struct Actor {
    VisitorId visitor;
    AgentId agent;
    Role role = Role::agent;  // meaningful with `agent`; checked at every command
};

struct Command {
    Actor actor;
    ConnectionId connection;   // where the answer goes; nil: nobody waits for one
    ClientId client;           // nil: not numbered
    std::uint64_t number = 0;  // 0: not numbered (volatile commands)
    CommandBody body;
};

// clang-format on

}  // namespace relais
