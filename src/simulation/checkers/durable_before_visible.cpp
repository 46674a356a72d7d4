// Nothing is visible before it is stored: whatever a frame says was in the tables when the frame left the daemon.
#include <algorithm>

#include "simulation/checkers/every_checker.hpp"

namespace relais::simulation {
namespace {

class DurableBeforeVisible : public Checker {
public:
    DurableBeforeVisible(Findings& findings, const Store& store)
        : Checker(findings, "durable_before_visible"), store_(store) {}

    void saw_line(const Viewer& viewer, const SeenLine& line, std::uint64_t head) override {
        const Line* stored = stored_line(line);
        const std::string name = "line " + std::to_string(line.seq) + "/" + std::to_string(line.position) +
                                 " of conversation " + to_string(line.conversation);
        if (stored == nullptr || stored->made_by_event > head)
            return violation(name + " was shown to viewer " + std::to_string(viewer.number) + " before it was stored");
        const bool same_text =
            (stored->body == nullptr ? std::string_view{} : std::string_view(*stored->body)) == line.body;
        if (!same_text || stored->message != line.message)
            violation(name + " was shown with other words than are stored");
    }

    void saw_state(const Viewer& viewer, const SeenState& state, std::uint64_t head) override {
        const StoredConversation* stored = store_.find(state.conversation);
        if (stored == nullptr || !was_so(*stored, viewer, state.state, head)) {
            violation("conversation " + to_string(state.conversation) + " was shown as " + std::string(state.state) +
                      " to viewer " + std::to_string(viewer.number) + " before it was so");
        }
    }

private:
    [[nodiscard]] const Line* stored_line(const SeenLine& line) const {
        const StoredConversation* stored = store_.find(line.conversation);
        if (stored == nullptr) return nullptr;
        if (line.position != 0)
            return line.position <= stored->lines.size() ? &stored->lines[line.position - 1] : nullptr;
        for (std::size_t index = line.seq == 0 ? 0 : line.seq - 1; index < stored->lines.size(); ++index) {
            if (stored->lines[index].seq == line.seq) return &stored->lines[index];
        }
        return nullptr;
    }

    static bool was_so(const StoredConversation& stored, const Viewer& viewer, std::string_view state,
                       std::uint64_t head) {
        if (state == "offered") {
            return std::any_of(stored.offers.begin(), stored.offers.end(), [&](const OfferRecord& offer) {
                return offer.number <= head && offer.agent == viewer.agent;
            });
        }
        return std::any_of(stored.states.begin(), stored.states.end(), [&](const StoredConversation::State& was) {
            if (was.number > head) return false;
            if (state == "waiting")
                return was.state == ConversationState::waiting || was.state == ConversationState::offered;
            if (state == "ended") return was.state == ConversationState::ended;
            return was.state == ConversationState::active && (viewer.agent.is_nil() || viewer.agent == was.agent);
        });
    }

    const Store& store_;
};

class AcknowledgedIsStored : public Checker {
public:
    AcknowledgedIsStored(Findings& findings, const Store& store)
        : Checker(findings, "acknowledged_is_stored"), store_(store) {}

    void saw_acknowledged(const Viewer&, const Acknowledged& message, std::uint64_t head) override {
        const Promise promise{message.conversation, message.message, message.seq,
                              std::hash<std::string_view>{}(message.text)};
        if (!kept(promise, head))
            return violation("message " + to_string(message.message) + " was acknowledged and is not stored so");
        promises_.push_back(promise);
    }

    void restarted(const Recovered&, const Floor&, Instant) override {
        const std::size_t newest = promises_.size() > looked_at_again ? promises_.size() - looked_at_again : 0;
        look_again(newest);
    }
    void rested(const Floor&, const Store&, Instant) override { look_again(0); }

private:
    static constexpr std::size_t looked_at_again = 2000;

    struct Promise {
        ConversationId conversation;
        MessageId message;
        std::uint32_t seq = 0;
        std::size_t text = 0;
    };

    [[nodiscard]] bool kept(const Promise& promise, std::uint64_t head) const {
        const StoredConversation* stored = store_.find(promise.conversation);
        if (stored == nullptr) return false;
        const auto position = stored->position_of.find(promise.message);
        if (position == stored->position_of.end()) return false;
        const Line& line = stored->lines[position->second - 1];
        return line.seq == promise.seq && line.made_by_event <= head && line.body != nullptr &&
               std::hash<std::string_view>{}(*line.body) == promise.text;
    }

    void look_again(std::size_t from) {
        for (std::size_t n = from; n < promises_.size(); ++n) {
            if (!kept(promises_[n], store_.head()))
                return violation("message " + to_string(promises_[n].message) + " was acknowledged and is lost");
        }
    }

    const Store& store_;
    std::vector<Promise> promises_;
};

}  // namespace

std::unique_ptr<Checker> durable_before_visible(Findings& findings, const Store& store) {
    return std::make_unique<DurableBeforeVisible>(findings, store);
}
std::unique_ptr<Checker> acknowledged_is_stored(Findings& findings, const Store& store) {
    return std::make_unique<AcknowledgedIsStored>(findings, store);
}

}  // namespace relais::simulation
