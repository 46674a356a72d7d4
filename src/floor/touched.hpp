// What a turn changed: the rows to write and the screens to refresh. Cleared when the turn is derived.
#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "relais/floor/frame.hpp"

namespace relais {

struct Touched {
    std::map<VisitorId, VisitorRecord> visitors;  // rows as they were seen: at the end of the turn he may be forgotten
    std::set<ConversationId> conversations;       // row
    std::set<AgentId> agents;                     // row
    std::set<AgentId> agents_with_seats;          // rows of the ledger
    std::set<EntryPointId> entry_points;
    std::set<ClientId> clients;
    std::vector<ConversationRecord> conversations_over;  // forgotten in this turn, behind a change
    std::vector<EpisodeRecord> episodes_over;            // of these, or replaced by a later episode in this turn
    std::vector<OfferRecord> offers;                     // made or over
    std::set<ConversationId> screens;                    // state frames to send
    std::set<AgentId> agent_screens;
    std::map<std::pair<ConversationId, AgentId>, RemovedWhy> removed;
};

}  // namespace relais
