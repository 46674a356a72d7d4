// A centre with a site, a queue, two ways in and three people, and rows of the floor that belong to it.
#pragma once

#include <string>
#include <vector>

#include "relais/journal/journal.hpp"

namespace relais::test {

inline Instant at(std::int64_t ms) { return from_unix_ms(1'790'000'000'000 + ms); }

template <class SomeId>
SomeId id(std::uint64_t n) {
    return SomeId{Uuid{0x0190'0000'0000'7000, 0x8000'0000'0000'0000 + n}};
}

struct SmallCentre {
    CentreId centre;
    SiteId site;
    QueueId queue;
    std::vector<EntryPointId> entry_points;  // two, of the one queue
    std::vector<AgentId> agents;             // three
};
/// Made by the office's own functions.
[[nodiscard]] SmallCentre make_small_centre(const std::string& url, const std::string& name = "Centre");

/// Rows with every field set to something that is not its default.
[[nodiscard]] VisitorRecord visitor(const SmallCentre& centre, std::uint64_t n);
[[nodiscard]] ConversationRecord conversation(const SmallCentre& centre, std::uint64_t n, ConversationState state);
[[nodiscard]] EpisodeRecord episode(const ConversationRecord& conversation, EpisodeOutcome outcome);
[[nodiscard]] Line line(const ConversationRecord& conversation, std::uint32_t position, std::uint64_t event,
                        const std::string& text);

/// The next batch of a centre: events get their numbers as they are added.
class BatchMaker {
public:
    BatchMaker(CentreId centre, std::uint64_t head) : centre_(centre), head_(head) { renew(); }

    /// Returns the event's number.
    std::uint64_t add(EventBody body);
    /// A line becomes an event too; `made_by_event` is set here.
    std::uint64_t add(Line line);
    /// What starts a conversation: visitor, conversation, episode and their events.
    void start(const SmallCentre& centre, const ConversationRecord& conversation,
               EpisodeOutcome outcome = EpisodeOutcome::waiting);
    RowChanges& changes() { return batch_.changes; }
    [[nodiscard]] std::uint64_t head() const { return head_; }
    [[nodiscard]] Batch take();

private:
    void renew();

    CentreId centre_;
    std::uint64_t head_;
    Batch batch_;
};

/// Each event kind and each kind of row at least once; what recovery should find afterwards is `expected`.
struct Everything {
    Batch batch;
    Recovered expected;
};
[[nodiscard]] Everything everything(const SmallCentre& centre);

}  // namespace relais::test
