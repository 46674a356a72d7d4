// The values behind the golden frames of direction `to_client`, by side and name.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "relais/wire/encode.hpp"

namespace relais::wire_test {

using Encode = std::function<std::string()>;

[[nodiscard]] std::map<std::string, Encode> golden_for_visitors();
[[nodiscard]] std::map<std::string, Encode> golden_for_agents();
/// The frames of supervisors among those for agents.
void add_watch(std::map<std::string, Encode>& made);

// Ids and times of the golden frames.
[[nodiscard]] Uuid golden_uuid(const char* last_digits);
inline constexpr std::int64_t golden_ms = 1790000000000;
inline constexpr Instant golden_now = from_unix_ms(golden_ms);
[[nodiscard]] constexpr Instant golden_at(std::int64_t ms_later) { return from_unix_ms(golden_ms + ms_later); }

/// A line with only what every line has.
[[nodiscard]] Line golden_line(std::uint32_t position, std::uint32_t seq, LineKind kind);
[[nodiscard]] Line golden_system_line(std::uint32_t position, SystemWhat what, std::string detail = {});

}  // namespace relais::wire_test
