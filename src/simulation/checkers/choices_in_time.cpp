// At 15 s every visitor has an agent, or his position and the choices (GOALS, "wait"): the state that says so leaves in
// the turn that is due.
#include "simulation/checkers/live_rules.hpp"

namespace relais::simulation {
namespace {

constexpr Duration choices_after{std::chrono::seconds{15}};
constexpr Duration choices_late_at_most{std::chrono::seconds{1}};

class ChoicesInTime : public LiveRule {
public:
    explicit ChoicesInTime(Findings& findings) : LiveRule(findings, "choices_in_time") {}

    void turned(const Mirror& mirror, const LiveTurn& live) override {
        for (const Output& output : live.turn.outputs) {
            const auto* frame = std::get_if<VisitorConversationFrame>(&output.frame);
            if (frame != nullptr && frame->conversation.choices && frame->conversation.position)
                told_.insert(frame->conversation.id);
        }
        for (const Event& event : live.turn.events) {
            if (const auto* requeued = std::get_if<ConversationRequeued>(&event.body))
                told_.erase(requeued->conversation);
            if (const auto* reopened = std::get_if<ConversationReopened>(&event.body))
                told_.erase(reopened->conversation);
        }
        std::erase_if(since_, [&](const auto& entry) { return !mirror.waiting().contains(entry.first); });
        for (const ConversationId id : mirror.waiting()) {
            const MirroredConversation& waiting = *mirror.find(id);
            const Instant since = since_.try_emplace(id, std::max(waiting.waiting_since, resumed_)).first->second;
            if (live.now - since <= choices_after + choices_late_at_most || told_.contains(id) || live.frozen) continue;
            violation("conversation " + to_string(id) + " waits without a position and a choice");
        }
    }

    void time_lost(const Mirror&, Instant now) override {
        resumed_ = now;
        since_.clear();
    }

private:
    std::set<ConversationId> told_;
    std::map<ConversationId, Instant> since_;
    Instant resumed_;
};

}  // namespace

std::unique_ptr<LiveRule> choices_in_time(Findings& findings) { return std::make_unique<ChoicesInTime>(findings); }

}  // namespace relais::simulation
