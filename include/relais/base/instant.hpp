// Time as the product counts it: milliseconds. Nothing below `app` reads a clock; `now` is always a parameter.
#pragma once

#include <chrono>
#include <cstdint>

namespace relais {

using Duration = std::chrono::milliseconds;
/// UTC. Never goes backwards within a run (RULES 19).
using Instant = std::chrono::sys_time<Duration>;

[[nodiscard]] constexpr std::int64_t to_unix_ms(Instant instant) { return instant.time_since_epoch().count(); }
[[nodiscard]] constexpr Instant from_unix_ms(std::int64_t unix_ms) { return Instant{Duration{unix_ms}}; }

}  // namespace relais
