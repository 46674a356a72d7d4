// RULES 4 and 7: no open seat beside somebody who waits and may have it, after any turn; and nobody waits more than 30 s
// beside an open seat whose agent has the skills, exclusion or not.
#include "simulation/checkers/live_rules.hpp"

namespace relais::simulation {
namespace {

constexpr Duration beside_most{std::chrono::seconds{30}};
constexpr Duration idle_at_most{std::chrono::seconds{1}};

class NoIdleSeat : public LiveRule {
public:
    explicit NoIdleSeat(Findings& findings) : LiveRule(findings, "no_idle_seat") {}

    void turned(const Mirror& mirror, const LiveTurn& live) override {
        if (live.frozen || mirror.waiting().empty()) {
            beside_.clear();
            return;
        }
        std::vector<std::pair<AgentId, const MirroredAgent*>> open;
        for (const auto& [id, agent] : mirror.agents()) {
            if (agent.takes_chats() && agent.has_open_seat(mirror.seats_max())) open.emplace_back(id, &agent);
        }
        std::erase_if(beside_, [&](const auto& entry) { return !mirror.waiting().contains(entry.first); });
        if (open.empty()) {
            beside_.clear();
            return;
        }
        for (const ConversationId id : mirror.waiting()) look_at(mirror, *mirror.find(id), open, live.now);
    }

    void time_lost(const Mirror&, Instant) override { beside_.clear(); }

private:
    void look_at(const Mirror& mirror, const MirroredConversation& waiting,
                 const std::vector<std::pair<AgentId, const MirroredAgent*>>& open, Instant now) {
        bool beside = false;
        for (const auto& [id, agent] : open) {
            if (!mirror.visitor_here(waiting.visitor) || !mirror.could_serve(*agent, waiting)) continue;
            beside = true;
            if (waiting.excluded.contains(id)) continue;
            violation("conversation " + to_string(waiting.id) + " waits beside an open seat of agent " + to_string(id));
        }
        if (!beside) {
            beside_.erase(waiting.id);
        } else if (now - beside_.try_emplace(waiting.id, now).first->second > beside_most + idle_at_most) {
            violation("conversation " + to_string(waiting.id) + " waited more than 30 s beside an open seat");
        }
    }

    std::map<ConversationId, Instant> beside_;
};

/// RULES 10: during the grace no offers; who has no socket is not asked.
class OffersToPresentAgents : public LiveRule {
public:
    explicit OffersToPresentAgents(Findings& findings) : LiveRule(findings, "offers_to_present_agents") {}

    void event(const Mirror& mirror, const Event& event) override {
        const auto* made = std::get_if<OfferMade>(&event.body);
        if (made == nullptr) return;
        const auto agent = mirror.agents().find(made->agent);
        if (agent == mirror.agents().end() || !agent->second.takes_chats())
            violation("agent " + to_string(made->agent) + " is asked although he is not there");
    }
};

}  // namespace

std::unique_ptr<LiveRule> no_idle_seat(Findings& findings) { return std::make_unique<NoIdleSeat>(findings); }
std::unique_ptr<LiveRule> offers_to_present_agents(Findings& findings) {
    return std::make_unique<OffersToPresentAgents>(findings);
}

}  // namespace relais::simulation
