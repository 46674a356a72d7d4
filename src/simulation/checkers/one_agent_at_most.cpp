// A conversation is offered to one agent at a time and has one agent at most: nobody is asked while another is asked or
// serves, but for a colleague's transfer.
#include "simulation/checkers/live_rules.hpp"

namespace relais::simulation {
namespace {

class OneAgentAtMost : public LiveRule {
public:
    explicit OneAgentAtMost(Findings& findings) : LiveRule(findings, "one_agent_at_most") {}

    void event(const Mirror& mirror, const Event& event) override {
        if (const auto* made = std::get_if<OfferMade>(&event.body)) {
            const MirroredConversation* conversation = mirror.find(made->conversation);
            if (conversation == nullptr)
                return violation("an unknown conversation is offered: " + to_string(made->conversation));
            if (!conversation->offered_to.is_nil())
                violation("conversation " + to_string(made->conversation) + " is offered to a second agent");
            const bool active = conversation->state == ConversationState::active;
            if (active != !made->from.is_nil())
                violation("conversation " + to_string(made->conversation) + " is offered while somebody serves it");
        } else if (const auto* accepted = std::get_if<OfferAccepted>(&event.body)) {
            const MirroredConversation* conversation = mirror.find(accepted->conversation);
            if (conversation == nullptr || conversation->offered_to != accepted->agent) {
                violation("conversation " + to_string(accepted->conversation) +
                          " is accepted by somebody who was not asked");
            }
        }
    }

    void turned(const Mirror& mirror, const LiveTurn& live) override {
        for (const AgentId id : live.turn.changes.agents_with_seats_changed) {
            for (const SeatRecord& seat : mirror.agents().at(id).seats) {
                if (seat.held_as != SeatUse::active) continue;
                const MirroredConversation* conversation = mirror.find(seat.conversation);
                if (conversation == nullptr || conversation->agent != id)
                    violation("agent " + to_string(id) + " holds " + to_string(seat.conversation) +
                              ", which is not his");
            }
        }
    }
};

}  // namespace

std::unique_ptr<LiveRule> one_agent_at_most(Findings& findings) { return std::make_unique<OneAgentAtMost>(findings); }

}  // namespace relais::simulation
