// Short ways to say ids, instants and rows, for the tests of the journal.
#pragma once

#include "relais/journal/journal.hpp"

namespace relais::test {

template <class SomeId>
SomeId id(std::uint64_t n) {
    return SomeId{Uuid{0x1000, n}};
}

inline Instant at(std::int64_t ms) { return from_unix_ms(1'700'000'000'000 + ms); }

inline ConversationRecord conversation(std::uint64_t n, ConversationState state) {
    ConversationRecord record;
    record.id = id<ConversationId>(n);
    record.state = state;
    return record;
}

inline SeatRecord seat(std::uint64_t agent, std::uint32_t n, std::uint64_t conversation) {
    return {id<AgentId>(agent), n, SeatUse::active, id<ConversationId>(conversation), 3, at(0)};
}

/// One numbered event a turn.
inline Batch turn(std::uint64_t centre, std::uint64_t head_before, std::size_t events = 1, std::size_t bytes = 100) {
    Batch batch;
    batch.centre = id<CentreId>(centre);
    batch.head_before = head_before;
    batch.head_after = head_before + events;
    batch.bytes = bytes;
    for (std::size_t i = 1; i <= events; ++i) {
        batch.events.push_back({head_before + i, at(0), AgentLost{id<AgentId>(1)}});
    }
    return batch;
}

}  // namespace relais::test
