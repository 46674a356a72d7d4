// What happened. Durable events are numbered 1, 2, 3 ... per centre, journaled, and compared after recovery; volatile
// ones have number 0 and are rebuilt by reconnection (RULES 21). `apply_event` is the only reader that changes state.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "relais/floor/line.hpp"
#include "relais/floor/record.hpp"
#include "relais/floor/settings.hpp"

namespace relais {

// A table to read across, one line a kind.
// clang-format off
enum class RequeueWhy : std::uint8_t { agent_lost, agent_asked, signed_out, transferred, no_human_sign, missed, declined };
enum class StatusWhy : std::uint8_t { chosen, connection_lost, missed_offers, forced, signed_out, disabled };

// ---- durable -------------------------------------------------------------------------------------------------
struct VisitorSeen { VisitorRecord visitor; };
struct ConversationStarted { ConversationRecord conversation; };
/// Every transcript line: messages, notes, system lines.
struct LineAdded { Line line; };
struct OfferMade { ConversationId conversation; AgentId agent; AgentId from; };
struct OfferAccepted { ConversationId conversation; AgentId agent; };
struct OfferDeclined { ConversationId conversation; AgentId agent; };
struct OfferMissed { ConversationId conversation; AgentId agent; };
/// The agent disappeared, the visitor left, the source took it back, or the conversation ended.
struct OfferWithdrawn { ConversationId conversation; AgentId agent; };
/// From `agent` back to waiting with the original arrival, or to another entry point.
struct ConversationRequeued { ConversationId conversation; AgentId agent; EntryPointId entry_point; RequeueWhy why; bool exclude_agent = false; };
struct ConversationEnded { ConversationId conversation; Party by; EndWhy why; Instant dated; };
struct ConversationReopened { ConversationId conversation; std::string language; };
struct ExclusionLapsed { ConversationId conversation; };
struct EstimateMade { ConversationId conversation; std::int64_t predicted_ms = 0; };
struct ReadMarked { ConversationId conversation; Party by; std::uint32_t seq = 0; };
struct AgentStatusSet { AgentId agent; AgentStatus status; std::string reason; StatusWhy why; AgentId by; };
struct AgentLost { AgentId agent; };      // the grace begins
struct AgentReturned { AgentId agent; };  // within the grace, or from offline
struct WrapUpOver { AgentId agent; ConversationId conversation; };
struct AvailabilityChanged { EntryPointId entry_point; Availability availability; AvailabilityCause cause; };
struct EntryPointSetByHand { EntryPointId entry_point; ByHand by_hand; AgentId by; std::string reason; };
struct MessageLeft { LeftMessage message; };
struct LeftMessageDone { MessageId message; AgentId agent; };
/// The first command of this client, or an accepted one: its number is consumed.
struct CommandConsumed { ClientId client; std::uint64_t number = 0; };

// ---- volatile ------------------------------------------------------------------------------------------------
struct SettingsApplied { std::shared_ptr<const Settings> settings; };
struct VisitorConnected { VisitorId visitor; ConnectionId connection; SiteId site; std::string page_title; std::string page_url; std::string language; };
struct VisitorDisconnected { VisitorId visitor; ConnectionId connection; };
struct AgentConnected { AgentId agent; ConnectionId connection; };
struct AgentDisconnected { AgentId agent; ConnectionId connection; };
struct LeaseGranted { VisitorId visitor; EntryPointId entry_point; std::string address; };
struct LeaseRenewed { VisitorId visitor; };
struct LeaseEnded { VisitorId visitor; };
struct TypingSeen { ConversationId conversation; Party by; AgentId agent; };
struct ReadSeen { ConversationId conversation; Party by; std::uint32_t seq = 0; };
/// Kept in memory only (RULES 23).
struct BusinessRefused { ClientId client; std::uint64_t number = 0; std::uint8_t refusal = 0; };
struct VisitorAway { ConversationId conversation; };   // longer than a page change: the agent is told
struct SilenceWarned { ConversationId conversation; };
struct ChoicesOpened { ConversationId conversation; };
struct ChoicesPutOff { ConversationId conversation; };

using EventBody = std::variant<
    VisitorSeen, ConversationStarted, LineAdded, OfferMade, OfferAccepted, OfferDeclined, OfferMissed, OfferWithdrawn,
    ConversationRequeued, ConversationEnded, ConversationReopened, ExclusionLapsed, EstimateMade, ReadMarked,
    AgentStatusSet, AgentLost, AgentReturned, WrapUpOver, AvailabilityChanged, EntryPointSetByHand, MessageLeft,
    LeftMessageDone, CommandConsumed,
    SettingsApplied, VisitorConnected, VisitorDisconnected, AgentConnected, AgentDisconnected, LeaseGranted,
    LeaseRenewed, LeaseEnded, TypingSeen, ReadSeen, BusinessRefused, VisitorAway, SilenceWarned, ChoicesOpened,
    ChoicesPutOff>;

struct Event {
    std::uint64_t number = 0;  // 0: volatile
    Instant at;
    EventBody body;
};

/// True for the kinds that get a number and a place in the journal.
[[nodiscard]] bool is_durable(const EventBody& body);
/// The stable name of the kind, for the table `event` and for traces: "offer_made".
[[nodiscard]] std::string_view kind_name(const EventBody& body);

// clang-format on

}  // namespace relais
