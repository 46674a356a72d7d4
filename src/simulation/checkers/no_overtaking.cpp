// RULES 3: priority, then original arrival, then id. Whoever is offered to an agent is the first of all whom this agent
// could have been given.
#include "simulation/checkers/live_rules.hpp"

namespace relais::simulation {
namespace {

class NoOvertaking : public LiveRule {
public:
    explicit NoOvertaking(Findings& findings) : LiveRule(findings, "no_overtaking") {}

    void event(const Mirror& mirror, const Event& event) override {
        const auto* made = std::get_if<OfferMade>(&event.body);
        if (made == nullptr || !made->from.is_nil()) return;
        const MirroredConversation* chosen = mirror.find(made->conversation);
        const auto agent = mirror.agents().find(made->agent);
        if (chosen == nullptr || agent == mirror.agents().end()) return;
        for (const ConversationId id : mirror.waiting()) {
            const MirroredConversation& other = *mirror.find(id);
            if (!(other.place() < chosen->place()) || !mirror.visitor_here(other.visitor)) continue;
            if (other.excluded.contains(made->agent) || !mirror.could_serve(agent->second, other)) continue;
            violation("conversation " + to_string(made->conversation) + " was given to agent " +
                      to_string(made->agent) + " before " + to_string(id));
            return;
        }
    }
};

}  // namespace

std::unique_ptr<LiveRule> no_overtaking(Findings& findings) { return std::make_unique<NoOvertaking>(findings); }

}  // namespace relais::simulation
