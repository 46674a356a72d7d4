// The durable state of the floor, as values: what the projection writes to PostgreSQL, what recovery reads back and what
// the simulator compares (rebuilt == live). One struct is one row of sql/migrations; texts are not here but in LineRecord.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"

namespace relais {

enum class ConversationState : std::uint8_t { waiting, offered, active, ended };
enum class AgentStatus : std::uint8_t { offline, available, away, missed };
enum class Party : std::uint8_t { visitor, agent, system };
enum class EndWhy : std::uint8_t { closed, abandoned, left_page, silent, left_message, erased };
enum class EpisodeCause : std::uint8_t { arrival, requeue, reopening };
enum class EpisodeOutcome : std::uint8_t { waiting, accepted, abandoned, left_message, ended };
enum class SeatUse : std::uint8_t { offer, active, reserved, wrap_up };
enum class OfferOutcome : std::uint8_t { open, accepted, declined, missed, withdrawn };
enum class Availability : std::uint8_t { open, full, closed };
enum class AvailabilityCause : std::uint8_t { seats, no_agent, no_seat, someone_waits, places, hours, by_hand, target };
enum class ByHand : std::uint8_t { automatic, open, closed };
enum class LineKind : std::uint8_t { text, file, call, system, note };

/// Table visitor.
struct VisitorRecord {
    VisitorId id;
    SiteId site;
    Instant first_seen;
    std::string name;
    friend bool operator==(const VisitorRecord&, const VisitorRecord&) = default;
};

/// Table conversation. Numbers of lines are not here: they follow from the lines (RULES 32).
struct ConversationRecord {
    ConversationId id;
    VisitorId visitor;
    SiteId site;
    EntryPointId entry_point;
    std::string language;  // "fr", "en"
    std::uint8_t priority = 0;
    ConversationState state = ConversationState::waiting;
    std::uint32_t episode = 1;
    Instant arrival;      // original arrival of this visit: the place in the queue (RULES 3)
    AgentId agent;        // who has it while active; nil otherwise; who had it when ended
    AgentId transfer_to;  // nil: no transfer under way
    Instant state_since;
    std::vector<AgentId> excluded;  // ascending (RULES 7)
    Party ended_by = Party::system;
    EndWhy ended_why = EndWhy::closed;
    std::uint32_t visitor_read_seq = 0;
    std::uint32_t agent_read_seq = 0;
    friend bool operator==(const ConversationRecord&, const ConversationRecord&) = default;
};

/// Table episode: one period of waiting (RULES 2, 3). `wait_to_agent` = accepted - started, `wait_to_answer` = answered - started.
struct EpisodeRecord {
    ConversationId conversation;
    std::uint32_t n = 1;
    EpisodeCause cause = EpisodeCause::arrival;
    EntryPointId entry_point;
    Instant started;
    std::optional<Instant> accepted;
    std::optional<Instant> answered;  // the first human text
    std::optional<Instant> over;      // when its outcome was known, dated at the last sign of life for abandons
    AgentId agent;
    EpisodeOutcome outcome = EpisodeOutcome::waiting;
    std::optional<std::int64_t> predicted_ms;  // the estimate first shown (RULES 13)
    friend bool operator==(const EpisodeRecord&, const EpisodeRecord&) = default;
};

/// Table agent_state.
struct AgentRecord {
    AgentId id;
    AgentStatus status = AgentStatus::offline;
    std::string reason;
    Instant since;
    Instant last_assigned;
    std::uint32_t missed_in_a_row = 0;
    friend bool operator==(const AgentRecord&, const AgentRecord&) = default;
};

/// Table seat: the one ledger (RULES 33). `n` counts from 1.
struct SeatRecord {
    AgentId agent;
    std::uint32_t n = 1;
    SeatUse held_as = SeatUse::active;
    ConversationId conversation;
    std::uint32_t limit_when_taken = 3;
    Instant since;
    friend bool operator==(const SeatRecord&, const SeatRecord&) = default;
};

/// Table offer. `number` is the event that made it; at most one open offer a conversation.
struct OfferRecord {
    ConversationId conversation;
    std::uint64_t number = 0;
    AgentId agent;
    AgentId from;  // the colleague who transfers; nil: from the queue
    Instant made;
    std::optional<Instant> over;
    OfferOutcome outcome = OfferOutcome::open;
    friend bool operator==(const OfferRecord&, const OfferRecord&) = default;
};

/// Table entry_point_state.
struct EntryPointRecord {
    EntryPointId id;
    Availability availability = Availability::closed;
    AvailabilityCause cause = AvailabilityCause::no_agent;
    std::uint64_t version = 0;
    ByHand by_hand = ByHand::automatic;
    Instant since;       // of the availability, closed also of its cause; zero: not known
    AgentId by_hand_by;  // who set it last; nil: nobody ever did
    Instant by_hand_at;  // zero: never
    std::string by_hand_reason;
    friend bool operator==(const EntryPointRecord&, const EntryPointRecord&) = default;
};

/// Table client: the last command number that was consumed (RULES 23, 24).
struct ClientRecord {
    ClientId id;
    std::uint64_t last_number = 0;
    Instant seen;
    friend bool operator==(const ClientRecord&, const ClientRecord&) = default;
};

}  // namespace relais
