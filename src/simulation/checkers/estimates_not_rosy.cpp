// RULES 13, one estimate at a time: nobody is promised less than the first place could take if every busy seat were his to
// hope for. Far below that, the formula is wrong, whatever the waits of this run turn out to be.
#include <algorithm>
#include <deque>
#include <map>

#include "simulation/checkers/live_rules.hpp"

namespace relais::simulation {
namespace {

constexpr std::size_t handlings_kept = 50;
constexpr std::size_t handlings_enough = 20;
constexpr double rosy = 0.4;

class EstimatesNotRosy : public LiveRule {
public:
    explicit EstimatesNotRosy(Findings& findings) : LiveRule(findings, "estimates_not_rosy") {}

    void event(const Mirror& mirror, const Event& event) override {
        if (const auto* applied = std::get_if<SettingsApplied>(&event.body)) {
            guess_ = Duration::max();
            for (const QueueSettings& queue : applied->settings->queues)
                guess_ = std::min(guess_, queue.handling_guess);
        }
        if (const auto* accepted = std::get_if<OfferAccepted>(&event.body)) {
            const MirroredConversation* conversation = mirror.find(accepted->conversation);
            if (conversation != nullptr && !conversation->transfer)
                accepted_[accepted->conversation] = {conversation->entry_point, event.at};
        }
        if (const auto* ended = std::get_if<ConversationEnded>(&event.body)) over(ended->conversation, event.at);
        if (const auto* back = std::get_if<ConversationRequeued>(&event.body)) over(back->conversation, event.at);
        if (const auto* made = std::get_if<EstimateMade>(&event.body)) promised_.push_back(made->predicted_ms);
    }

    void turned(const Mirror& mirror, const LiveTurn&) override {
        std::size_t busy = 0;
        for (const auto& [id, agent] : mirror.agents()) busy += agent.seats.size();
        for (const std::int64_t predicted : promised_) {
            const double least = rosy * mean_ms() / static_cast<double>(std::max<std::size_t>(busy, 1));
            if (static_cast<double>(predicted) < least)
                violation("a wait of " + std::to_string(predicted) + " ms was promised with " + std::to_string(busy) +
                          " busy seats and handlings of " + std::to_string(static_cast<std::int64_t>(mean_ms())) +
                          " ms");
        }
        promised_.clear();
    }

private:
    /// Of the entry point with the shortest ones, as far as they are known.
    [[nodiscard]] double mean_ms() const {
        if (guess_ == Duration::max()) return 0;
        const auto guess = static_cast<double>(guess_.count());
        double shortest = guess;
        for (const auto& [entry_point, handlings] : handlings_) {
            const std::size_t missing = handlings_enough - std::min(handlings.size(), handlings_enough);
            double sum = static_cast<double>(missing) * guess;
            for (const Duration handling : handlings) sum += static_cast<double>(handling.count());
            shortest = std::min(shortest, sum / static_cast<double>(handlings.size() + missing));
        }
        return shortest;
    }

    void over(ConversationId id, Instant at) {
        const auto found = accepted_.find(id);
        if (found == accepted_.end()) return;
        std::deque<Duration>& handlings = handlings_[found->second.first];
        handlings.push_back(at - found->second.second);
        accepted_.erase(found);
        if (handlings.size() > handlings_kept) handlings.pop_front();
    }

    Duration guess_ = Duration::max();
    std::map<ConversationId, std::pair<EntryPointId, Instant>> accepted_;
    std::map<EntryPointId, std::deque<Duration>> handlings_;
    std::vector<std::int64_t> promised_;
};

}  // namespace

std::unique_ptr<LiveRule> estimates_not_rosy(Findings& findings) {
    return std::make_unique<EstimatesNotRosy>(findings);
}

}  // namespace relais::simulation
