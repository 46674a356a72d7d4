// Argon2id by libsodium (RFC 9106), and random tokens. libsodium stays behind this header.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"
#include "relais/office/accounts.hpp"

namespace relais::office {

/// Salt and cost included, as text. Empty: not enough memory.
[[nodiscard]] std::string hash_password(std::string_view password, const PasswordCost& cost);
[[nodiscard]] bool password_matches(const std::string& hash, std::string_view password);
/// The hash was made with another cost than today's.
[[nodiscard]] bool is_outdated(const std::string& hash, const PasswordCost& cost);

using TokenHash = std::array<unsigned char, 32>;
/// 256 random bits as base64url without padding, 43 characters.
[[nodiscard]] std::string make_token();
/// BLAKE2b-256: a token is random, so nothing slower is needed.
[[nodiscard]] TokenHash hash_token(std::string_view token);

/// UUIDv7 at `now`.
[[nodiscard]] Uuid fresh_id(Instant now);

}  // namespace relais::office
