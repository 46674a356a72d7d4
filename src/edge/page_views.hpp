// Which pages were counted already: a page that lost its connection and comes back is not a second view (RULES 18).
#pragma once

#include <cstdint>
#include <unordered_set>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"

namespace relais::edge {

class PageViews {
public:
    static constexpr Duration remembered_at_least{std::chrono::minutes{30}};
    static constexpr std::size_t pages_max = 65'536;  // a generation; beyond it the oldest are forgotten early

    /// True the first time a page is seen.
    [[nodiscard]] bool first_of(ClientId page, Instant now) {
        if (young_.size() >= pages_max || now >= turned_ + remembered_at_least) {
            old_ = std::move(young_);
            young_ = {};
            turned_ = now;
        }
        const std::size_t key = std::hash<ClientId>{}(page);
        const bool known = old_.contains(key);
        return young_.insert(key).second && !known;
    }

private:
    std::unordered_set<std::size_t> young_;
    std::unordered_set<std::size_t> old_;
    Instant turned_;
};

}  // namespace relais::edge
