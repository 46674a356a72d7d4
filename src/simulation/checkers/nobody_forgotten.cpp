// Nobody is forgotten: who is served is served by an agent at work, who left is ended in time (RULES 11), and when
// everything has come to rest no conversation is open and no seat is held.
#include "simulation/checkers/live_rules.hpp"

namespace relais::simulation {
namespace {

constexpr Duration waiting_away{std::chrono::minutes{2}};
constexpr Duration active_away{std::chrono::minutes{3}};
constexpr Duration grace{std::chrono::seconds{20}};
constexpr Duration forgotten_late_at_most{std::chrono::seconds{10}};
constexpr Duration look_every{std::chrono::seconds{5}};

class NobodyForgotten : public LiveRule {
public:
    explicit NobodyForgotten(Findings& findings) : LiveRule(findings, "nobody_forgotten") {}

    void event(const Mirror&, const Event& event) override {
        if (const auto* returned = std::get_if<AgentReturned>(&event.body)) lost_.erase(returned->agent);
        if (const auto* status = std::get_if<AgentStatusSet>(&event.body)) lost_.erase(status->agent);
        if (const auto* came = std::get_if<VisitorConnected>(&event.body)) {
            std::erase_if(alone_, [&](const auto& entry) { return entry.second.visitor == came->visitor; });
        }
    }

    void turned(const Mirror& mirror, const LiveTurn& live) override {
        for (const Event& event : live.turn.events) {
            const auto* status = std::get_if<AgentStatusSet>(&event.body);
            if (status != nullptr && status->status == AgentStatus::offline) nothing_left_behind(mirror, status->agent);
        }
        if (live.now < next_look_) return;
        next_look_ = live.now + look_every;
        for (const auto& [id, conversation] : mirror.open()) {
            if (conversation.state == ConversationState::ended)
                alone_.erase(id);
            else
                look_at(mirror, conversation, live.now);
        }
        for (const auto& [id, agent] : mirror.agents()) {
            if (!agent.lost)
                lost_.erase(id);
            else if (live.now - lost_.try_emplace(id, live.now).first->second > grace + forgotten_late_at_most)
                violation("agent " + to_string(id) + " is lost and still expected");
        }
    }

    void time_lost(const Mirror&, Instant now) override {
        for (auto& [id, alone] : alone_) alone.since = now;
        for (auto& [id, since] : lost_) since = now;
        next_look_ = now;
    }

    void rested(const Mirror& mirror, const Store& store) override {
        for (const ConversationId id : store.conversations()) {
            const ConversationRecord& record = store.find(id)->record;
            if (record.state != ConversationState::ended)
                violation("conversation " + to_string(id) + " is still open when everybody has gone home");
        }
        for (const auto& [id, agent] : mirror.agents()) {
            if (!agent.seats.empty())
                violation("agent " + to_string(id) + " still holds a seat when everybody has gone home");
        }
    }

private:
    void nothing_left_behind(const Mirror& mirror, AgentId agent) {
        for (const auto& [id, conversation] : mirror.open()) {
            const bool serves = conversation.state == ConversationState::active && conversation.agent == agent;
            if (serves && mirror.agents().at(agent).status == AgentStatus::offline) {
                violation("conversation " + to_string(id) + " is left with an agent who is gone");
            }
        }
    }

    void look_at(const Mirror& mirror, const MirroredConversation& conversation, Instant now) {
        if (mirror.visitor_here(conversation.visitor)) {
            alone_.erase(conversation.id);
            return;
        }
        Alone& alone =
            alone_.try_emplace(conversation.id, Alone{now, conversation.state, conversation.visitor}).first->second;
        const bool was_active = alone.state == ConversationState::active;
        if (was_active != (conversation.state == ConversationState::active))
            alone = {now, conversation.state, conversation.visitor};
        const Instant since = alone.since;
        const Duration most = conversation.state == ConversationState::active ? active_away : waiting_away;
        if (now - since > most + forgotten_late_at_most)
            violation("conversation " + to_string(conversation.id) + " goes on without its visitor");
    }

    struct Alone {
        Instant since;
        ConversationState state;
        VisitorId visitor;
    };

    std::map<ConversationId, Alone> alone_;
    std::map<AgentId, Instant> lost_;
    Instant next_look_;
};

}  // namespace

std::unique_ptr<LiveRule> nobody_forgotten(Findings& findings) { return std::make_unique<NobodyForgotten>(findings); }

}  // namespace relais::simulation
