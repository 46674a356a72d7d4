// What is live, worked out again from the events alone: who waits, who is there, who may be asked. Shares nothing with
// src/floor, so that a mistake there shows as a difference.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>

#include "simulation/checkers/checker.hpp"

namespace relais::simulation {

struct MirroredConversation {
    ConversationId id;
    VisitorId visitor;
    EntryPointId entry_point;
    std::uint8_t priority = 0;
    Instant arrival;
    Instant waiting_since;  // of this episode
    ConversationState state = ConversationState::waiting;
    AgentId agent;  // while active
    AgentId offered_to;
    bool transfer = false;  // the offer is a colleague's
    std::set<AgentId> excluded;

    /// RULES 3.
    [[nodiscard]] auto place() const { return std::tuple(priority, arrival, id); }
};

struct MirroredAgent {
    AgentSettings settings;
    bool known = false;
    AgentStatus status = AgentStatus::offline;
    bool lost = false;  // in the grace
    std::set<ConnectionId> connections;
    std::vector<SeatRecord> seats;

    [[nodiscard]] bool takes_chats() const {
        return known && !settings.disabled && status == AgentStatus::available && !lost && !connections.empty();
    }
    [[nodiscard]] bool has_open_seat(std::uint32_t seats_max) const {
        return seats.size() < std::min(settings.seats, seats_max);
    }
};

class Mirror {
public:
    void restart(const Recovered& recovered);
    void apply(const Settings& settings);
    /// In the order of the turn's events.
    void apply(const Event& event);
    /// After the last event of a turn: the ledger as the turn left it.
    void apply_seats(const RowChanges& changes);

    [[nodiscard]] const std::unordered_map<ConversationId, MirroredConversation>& open() const { return open_; }
    [[nodiscard]] const std::map<AgentId, MirroredAgent>& agents() const { return agents_; }
    [[nodiscard]] const std::set<ConversationId>& waiting() const { return waiting_; }
    [[nodiscard]] bool visitor_here(VisitorId visitor) const { return visitors_.contains(visitor); }
    [[nodiscard]] std::uint32_t seats_max() const { return seats_max_; }
    /// Skills, presence, status; not seats, not exclusion.
    [[nodiscard]] bool could_serve(const MirroredAgent& agent, const MirroredConversation& conversation) const;
    [[nodiscard]] const MirroredConversation* find(ConversationId id) const;

private:
    void on(const ConversationStarted& event, Instant at);
    void on(const ConversationRequeued& event, Instant at);
    void on(const ConversationReopened& event, Instant at);
    void on(const OfferMade& event);
    void on(const OfferAccepted& event);
    void offer_over(ConversationId id, AgentId agent, bool exclude);
    void wait(MirroredConversation& conversation);
    MirroredConversation* find(ConversationId id);

    std::unordered_map<ConversationId, MirroredConversation> open_;  // ended ones are kept for reopening
    std::set<ConversationId> waiting_;
    std::map<AgentId, MirroredAgent> agents_;
    std::map<VisitorId, std::set<ConnectionId>> visitors_;
    std::map<EntryPointId, SkillSet> required_;
    std::map<EntryPointId, std::uint8_t> priorities_;
    std::uint32_t seats_max_ = 0;
};

}  // namespace relais::simulation
