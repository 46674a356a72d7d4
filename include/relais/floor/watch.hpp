// What only supervisors and administrators are told: who waits, who talks with whom, and what was done by hand and why.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "relais/floor/record.hpp"

namespace relais {

enum class VisitorPresence : std::uint8_t { here, away, gone };

struct WaitingConversation {
    ConversationId id;
    Instant arrival;  // the place in the queue; a requeue keeps it
    Instant since;    // this wait
    std::uint32_t episode = 1;
    std::uint32_t position = 1;  // in the order of waiting at its entry point
    std::string name;            // empty: not given
    std::string language;
    VisitorPresence presence = VisitorPresence::here;
};

/// The first of those who wait at one entry point, at most limits::waiting_listed_an_entry_point_max, in the order of waiting.
struct WaitingList {
    EntryPointId entry_point;
    std::uint32_t total = 0;  // how many wait there, listed or not
    std::vector<WaitingConversation> first;
};

/// A seat in use: whose it is, what for, since when.
struct RunningChat {
    ConversationId conversation;
    AgentId agent;
    SeatUse held_as = SeatUse::active;
    Instant since;    // of this use of the seat
    Instant arrival;  // of the visitor's wait
    EntryPointId entry_point;
    std::string name;  // of the visitor; empty: not given
    std::string language;
};

/// Offers first, then those that have lasted longest: at most limits::chats_listed_max of `total`.
struct RunningChats {
    std::uint32_t total = 0;
    std::vector<RunningChat> first;
};

struct Watch {
    std::vector<WaitingList> waiting;  // of entry points where somebody waits
    RunningChats chats;
};

/// One order of a supervisor, as it is stored: `number` is its event.
struct Act {
    std::uint64_t number = 0;
    Instant at;
    AgentId by;
    std::string by_name;
    EntryPointId entry_point;  // nil: a status was forced
    ByHand by_hand = ByHand::automatic;
    AgentId agent;  // nil: an entry point was set
    AgentStatus status = AgentStatus::offline;
    std::string of_name;  // of the entry point or the agent
    std::string reason;
};

}  // namespace relais
