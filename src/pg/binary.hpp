// Big-endian numbers and PostgreSQL's own epoch, for parameters.cpp and rows.cpp.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"

namespace relais::pg {

/// 2000-01-01 UTC, from where timestamptz counts microseconds.
inline constexpr std::int64_t postgres_epoch_unix_ms = 946'684'800'000;

static_assert(std::endian::native == std::endian::little);

inline void append_int32(std::string& bytes, std::int32_t value) {
    const std::uint32_t big = __builtin_bswap32(static_cast<std::uint32_t>(value));
    bytes.append(reinterpret_cast<const char*>(&big), sizeof big);
}

inline void append_int64(std::string& bytes, std::int64_t value) {
    const std::uint64_t big = __builtin_bswap64(static_cast<std::uint64_t>(value));
    bytes.append(reinterpret_cast<const char*>(&big), sizeof big);
}

inline void append_uuid(std::string& bytes, const Uuid& uuid) {
    append_int64(bytes, static_cast<std::int64_t>(uuid.high));
    append_int64(bytes, static_cast<std::int64_t>(uuid.low));
}

inline void append_instant(std::string& bytes, Instant instant) {
    append_int64(bytes, (to_unix_ms(instant) - postgres_epoch_unix_ms) * 1000);
}

inline std::int32_t read_int32(const char* bytes) {
    std::uint32_t big = 0;
    std::memcpy(&big, bytes, sizeof big);
    return static_cast<std::int32_t>(__builtin_bswap32(big));
}

inline std::int64_t read_int64(const char* bytes) {
    std::uint64_t big = 0;
    std::memcpy(&big, bytes, sizeof big);
    return static_cast<std::int64_t>(__builtin_bswap64(big));
}

}  // namespace relais::pg
