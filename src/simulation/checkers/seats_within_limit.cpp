// RULES 5: an agent never has more chats than his limit. A lowered limit touches nothing that runs, so only a seat that is
// taken counts.
#include <algorithm>

#include "simulation/checkers/live_rules.hpp"

namespace relais::simulation {
namespace {

class SeatsWithinLimit : public LiveRule {
public:
    explicit SeatsWithinLimit(Findings& findings) : LiveRule(findings, "seats_within_limit") {}

    void turned(const Mirror& mirror, const LiveTurn& live) override {
        for (const AgentId id : live.turn.changes.agents_with_seats_changed) {
            const MirroredAgent& agent = mirror.agents().at(id);
            auto& held = held_[id];
            const bool took = std::any_of(agent.seats.begin(), agent.seats.end(),
                                          [&](const SeatRecord& seat) { return !held.contains(seat.conversation); });
            const std::size_t limit = std::min(agent.settings.seats, mirror.seats_max());
            if (took && agent.seats.size() > limit) {
                violation("agent " + to_string(id) + " has " + std::to_string(agent.seats.size()) +
                          " chats, his limit is " + std::to_string(limit));
            }
            held.clear();
            for (const SeatRecord& seat : agent.seats) held.insert(seat.conversation);
        }
    }

    void time_lost(const Mirror& mirror, Instant) override {
        held_.clear();
        for (const auto& [id, agent] : mirror.agents()) {
            for (const SeatRecord& seat : agent.seats) held_[id].insert(seat.conversation);
        }
    }

private:
    std::map<AgentId, std::set<ConversationId>> held_;
};

}  // namespace

std::unique_ptr<LiveRule> seats_within_limit(Findings& findings) {
    return std::make_unique<SeatsWithinLimit>(findings);
}

}  // namespace relais::simulation
