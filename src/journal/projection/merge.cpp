#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "relais/journal/journal.hpp"

namespace relais {
namespace {

// Below this many comparisons a plain search beats making an index.
constexpr std::size_t searched_max = 4096;

struct KeyHash {
    template <class Tag>
    std::size_t operator()(const Id<Tag>& id) const {
        return std::hash<Id<Tag>>{}(id);
    }
    template <class Tag, class Number>
    std::size_t operator()(const std::pair<Id<Tag>, Number>& key) const {
        return std::hash<Id<Tag>>{}(key.first) ^ (static_cast<std::size_t>(key.second) * 0x9e3779b97f4a7c15ULL);
    }
};

auto key_of(const VisitorRecord& record) { return record.id; }
auto key_of(const ConversationRecord& record) { return record.id; }
auto key_of(const EpisodeRecord& record) { return std::pair(record.conversation, record.n); }
auto key_of(const AgentRecord& record) { return record.id; }
auto key_of(const OfferRecord& record) { return std::pair(record.conversation, record.number); }
auto key_of(const EntryPointRecord& record) { return record.id; }
auto key_of(const ClientRecord& record) { return record.id; }
auto key_of(AgentId id) { return id; }

// The later state of a key takes the place of the earlier one; new keys go behind.
template <class Row>
void merge_rows(std::vector<Row>& earlier, std::vector<Row>&& later) {
    if (earlier.empty()) {
        earlier = std::move(later);
        return;
    }
    const std::size_t known = earlier.size();
    if (known * later.size() <= searched_max) {
        for (Row& row : later) {
            const auto end = earlier.begin() + static_cast<std::ptrdiff_t>(known);
            const auto same =
                std::find_if(earlier.begin(), end, [&row](const Row& other) { return key_of(other) == key_of(row); });
            if (same == end) {
                earlier.push_back(std::move(row));
            } else {
                *same = std::move(row);
            }
        }
        return;
    }
    std::unordered_map<decltype(key_of(earlier.front())), std::size_t, KeyHash> place;
    place.reserve(known);
    for (std::size_t i = 0; i < known; ++i) place.emplace(key_of(earlier[i]), i);
    for (Row& row : later) {
        const auto same = place.find(key_of(row));
        if (same == place.end()) {
            earlier.push_back(std::move(row));
        } else {
            earlier[same->second] = std::move(row);
        }
    }
}

// All seats of an agent go together: an agent who changed later has only the later seats.
void merge_seats(RowChanges& earlier, RowChanges& later) {
    if (!later.agents_with_seats_changed.empty() && !earlier.seats.empty()) {
        std::vector<AgentId> changed = later.agents_with_seats_changed;
        std::ranges::sort(changed);
        std::erase_if(earlier.seats,
                      [&changed](const SeatRecord& seat) { return std::ranges::binary_search(changed, seat.agent); });
    }
    earlier.seats.insert(earlier.seats.end(), later.seats.begin(), later.seats.end());
    merge_rows(earlier.agents_with_seats_changed, std::move(later.agents_with_seats_changed));
}

}  // namespace

void merge(Batch& earlier, Batch&& later) {
    earlier.head_after = later.head_after;
    earlier.bytes += later.bytes;
    earlier.events.insert(earlier.events.end(), std::make_move_iterator(later.events.begin()),
                          std::make_move_iterator(later.events.end()));
    merge_seats(earlier.changes, later.changes);
    merge_rows(earlier.changes.visitors, std::move(later.changes.visitors));
    merge_rows(earlier.changes.conversations, std::move(later.changes.conversations));
    merge_rows(earlier.changes.episodes, std::move(later.changes.episodes));
    merge_rows(earlier.changes.agents, std::move(later.changes.agents));
    merge_rows(earlier.changes.offers, std::move(later.changes.offers));
    merge_rows(earlier.changes.entry_points, std::move(later.changes.entry_points));
    merge_rows(earlier.changes.clients, std::move(later.changes.clients));
}

}  // namespace relais
