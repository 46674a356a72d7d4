// Who may have how many of the sockets (RULES 6): visitors `server.sockets_max`, of these pages that only listen 60 %, and
// agents a share on top that no visitor can take, and of which one person has a few.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace relais {

inline constexpr std::size_t agents_share = 80;  // one socket in so many
inline constexpr std::size_t agents_least = 8;
inline constexpr std::size_t sockets_per_person_max =
    20;  // consoles of one account: tabs, machines, and those just left

/// The sockets there must be so that this many are left for visitors.
[[nodiscard]] constexpr std::uint32_t with_agents(std::uint32_t visitors) {
    const auto share = static_cast<std::uint32_t>(visitors / (agents_share - 1) + 1);
    return visitors + std::max(share, static_cast<std::uint32_t>(agents_least));
}

/// How many of `sockets`, which may be fewer than asked for, visitors may have.
[[nodiscard]] constexpr std::size_t visitors_within(std::size_t sockets) {
    return sockets - std::min(sockets, std::max(sockets / agents_share, agents_least));
}

[[nodiscard]] constexpr std::size_t listeners_within(std::size_t sockets) { return visitors_within(sockets) * 6 / 10; }

static_assert(visitors_within(with_agents(19'000)) >= 19'000);
static_assert(visitors_within(with_agents(16)) == 16);

}  // namespace relais
