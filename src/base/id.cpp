#include "relais/base/id.hpp"

namespace relais {

std::string to_string(const Uuid& uuid) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (int nibble = 0; nibble < 32; ++nibble) {
        if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) text.push_back('-');
        const std::uint64_t half = nibble < 16 ? uuid.high : uuid.low;
        text.push_back(digits[(half >> (60 - 4 * (nibble % 16))) & 0xf]);
    }
    return text;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    Uuid uuid;
    int nibble = 0;
    for (std::size_t index = 0; index < text.size(); ++index) {
        const char letter = text[index];
        if (index == 8 || index == 13 || index == 18 || index == 23) {
            if (letter != '-') return std::nullopt;
            continue;
        }
        std::uint64_t value = 0;
        if (letter >= '0' && letter <= '9')
            value = static_cast<std::uint64_t>(letter - '0');
        else if (letter >= 'a' && letter <= 'f')
            value = static_cast<std::uint64_t>(letter - 'a' + 10);
        else if (letter >= 'A' && letter <= 'F')
            value = static_cast<std::uint64_t>(letter - 'A' + 10);
        else
            return std::nullopt;
        std::uint64_t& half = nibble < 16 ? uuid.high : uuid.low;
        half = (half << 4) | value;
        ++nibble;
    }
    return uuid;
}

Uuid make_uuid7(std::int64_t unix_ms, std::uint64_t random_high, std::uint64_t random_low) {
    Uuid uuid;
    uuid.high = (static_cast<std::uint64_t>(unix_ms) << 16) | 0x7000u | (random_high & 0x0fffu);
    uuid.low = 0x8000000000000000ULL | (random_low & 0x3fffffffffffffffULL);
    return uuid;
}

}  // namespace relais
