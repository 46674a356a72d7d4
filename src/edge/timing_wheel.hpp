// Deadlines of very many things at O(due) a tick: a ring of slots, each with the keys that fall due in it. Keys are never
// taken out: who asks for another instant schedules again, and the owner ignores what comes up at a tick it did not keep.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "relais/base/instant.hpp"

namespace relais::edge {

class TimingWheel {
public:
    static constexpr Duration slot{250};
    static constexpr std::int64_t slots = 512;  // a horizon of 128 s

    /// Gives the tick at which `key` comes up: not before `due`, and less than one slot after it. What lies beyond the
    /// horizon comes up there, early. `now` begins the wheel when nothing did before.
    std::int64_t schedule(std::uint64_t key, Instant due, Instant now) {
        begin(now);
        const std::int64_t tick = std::clamp(tick_of(due + slot - Duration{1}), done_ + 1, done_ + slots - 1);
        ring_[index(tick)].push_back(key);
        return tick;
    }

    /// Calls `due(key, tick)` for everything up to `now`; `due` may schedule.
    template <class Due>
    void advance(Instant now, Due due) {
        begin(now);
        const std::int64_t until = tick_of(now);
        while (done_ < until) {  // a gap of a day is 345,600 empty steps: under a millisecond
            const std::int64_t tick = ++done_;
            std::vector<std::uint64_t> keys;
            keys.swap(ring_[index(tick)]);
            for (const std::uint64_t key : keys) due(key, tick);
        }
    }

private:
    void begin(Instant now) {
        if (done_ < 0) done_ = tick_of(now);
    }
    [[nodiscard]] static std::int64_t tick_of(Instant at) { return to_unix_ms(at) / slot.count(); }
    [[nodiscard]] static std::size_t index(std::int64_t tick) { return static_cast<std::size_t>(tick % slots); }

    std::int64_t done_ = -1;
    std::array<std::vector<std::uint64_t>, slots> ring_;
};

}  // namespace relais::edge
