// How fast somebody writes, without a list of when he did. Pure.
#pragma once

#include <algorithm>

#include "relais/base/instant.hpp"

namespace relais::edge {

/// The generic cell rate algorithm (ITU-T I.371, annex A): each frame pays for one `interval`, and who has paid for more than
/// `burst` ahead is loud. People with three chats are not, whatever they do; a program that writes as fast as it can is.
class Pace {
public:
    static constexpr Duration interval{200};
    static constexpr Duration burst = 20 * interval;
    /// Who falls silent is quiet again within this time, however much he wrote.
    static constexpr Duration loud_at_most{2000};

    void count(Instant now) {
        paid_until_ = std::min(std::max(paid_until_, now) + interval, now + burst + loud_at_most);
    }
    [[nodiscard]] bool is_quiet(Instant now) const { return paid_until_ <= now + burst; }

private:
    Instant paid_until_;
};

}  // namespace relais::edge
