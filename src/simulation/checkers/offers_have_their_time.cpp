// RULES 6: ten seconds from the release of the offer's frame; a frame leaves when its event is stored, so an offer is not
// missed sooner than ten seconds after its commit. RULES 20: a paused process closes nobody for its own silence.
#include <unordered_map>

#include "simulation/checkers/every_checker.hpp"

namespace relais::simulation {
namespace {

constexpr Duration offer_time{std::chrono::seconds{10}};
constexpr Duration offers_short_at_most{100};

class OffersHaveTheirTime : public Checker {
public:
    explicit OffersHaveTheirTime(Findings& findings) : Checker(findings, "offers_have_their_time") {}

    void turned(const LiveTurn& live) override {
        for (const Event& event : live.turn.events) {
            if (const auto* made = std::get_if<OfferMade>(&event.body)) {
                released_[made->conversation] = {event.number, std::nullopt};
            } else if (const auto* missed = std::get_if<OfferMissed>(&event.body)) {
                const auto offer = released_.find(missed->conversation);
                if (offer == released_.end()) continue;
                const auto& at = offer->second.second;
                if (!at || live.now - *at < offer_time - offers_short_at_most)
                    violation("the offer of " + to_string(missed->conversation) + " was missed before its time");
            }
        }
    }

    void committed(const Batch& batch, const Store&, Instant now) override {
        for (const Event& event : batch.events) {
            const auto* made = std::get_if<OfferMade>(&event.body);
            if (made == nullptr) continue;
            const auto offer = released_.find(made->conversation);
            if (offer != released_.end() && offer->second.first == event.number) offer->second.second = now;
        }
    }

    void restarted(const Recovered&, const Floor&, Instant) override { released_.clear(); }

private:
    std::unordered_map<ConversationId, std::pair<std::uint64_t, std::optional<Instant>>> released_;
};

class PausesAreNoDeaths : public Checker {
public:
    explicit PausesAreNoDeaths(Findings& findings) : Checker(findings, "pauses_are_no_deaths") {}

    void paused(Duration pause, Instant now) override {
        if (pause > std::chrono::seconds{1}) forgiven_until_ = now + least_silence;
    }
    /// Another process, perhaps with another clock.
    void restarted(const Recovered&, const Floor&, Instant) override { forgiven_until_ = {}; }
    void closed_as_silent(Instant now) override {
        if (now < forgiven_until_) violation("somebody was taken for dead because the process stood still");
    }

private:
    static constexpr Duration least_silence{9000};  // RULES 6: nobody is dead before 10 s
    Instant forgiven_until_;
};

}  // namespace

std::unique_ptr<Checker> offers_have_their_time(Findings& findings) {
    return std::make_unique<OffersHaveTheirTime>(findings);
}
std::unique_ptr<Checker> pauses_are_no_deaths(Findings& findings) {
    return std::make_unique<PausesAreNoDeaths>(findings);
}

}  // namespace relais::simulation
