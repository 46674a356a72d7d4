// What is acceptable for a person's account, before PostgreSQL is asked. Pure, but for the one-time password.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "office/name_rules.hpp"

namespace relais::office {

/// Printable ASCII, one '@' with something on both sides, at most 254 bytes.
[[nodiscard]] Complaint check_email(std::string_view email);
/// Two small letters.
[[nodiscard]] Complaint check_language(std::string_view language);
/// 1 to `seats_max`.
[[nodiscard]] Complaint check_seats(std::uint32_t seats, std::uint32_t seats_max);
/// Every name, and no more of them than a centre may have.
[[nodiscard]] Complaint check_skills(const std::vector<std::string>& skills);

/// Four groups of four of 28 letters and digits that cannot be taken for one another: 76 random bits.
[[nodiscard]] std::string make_one_time_password();

}  // namespace relais::office
