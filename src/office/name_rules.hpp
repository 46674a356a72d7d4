// What a name may be, whichever door it comes in by: the console or the command line. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "relais/office/office_error.hpp"

namespace relais::office {

/// A word of docs/protocol.md, 7: text_empty, text_too_long, bad_value. Nothing: acceptable.
using Complaint = std::optional<std::string>;

inline constexpr std::size_t name_points_max = 80;
inline constexpr std::size_t skill_points_max = 40;

/// 1 to `points_max` code points of UTF-8, not only blanks, without what moves a cursor, breaks a line or turns text round.
[[nodiscard]] Complaint check_name(std::string_view name, std::size_t points_max = name_points_max);

/// Why this is no name of a centre, queue, site or person, in a sentence. Nothing: it is one.
[[nodiscard]] std::optional<Error> no_name(std::string_view name);
/// The same of a skill.
[[nodiscard]] std::optional<Error> no_skill(std::string_view name);

}  // namespace relais::office
