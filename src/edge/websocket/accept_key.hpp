// The answer to Sec-WebSocket-Key (RFC 6455, 4.2.2): SHA-1 (FIPS 180-4) and base64. No secret depends on either.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace relais::edge::websocket {

/// True for the base64 of 16 bytes.
[[nodiscard]] bool is_key(std::string_view key);
[[nodiscard]] std::string accept_key(std::string_view key);

[[nodiscard]] std::array<std::uint8_t, 20> sha1(std::string_view text);

}  // namespace relais::edge::websocket
