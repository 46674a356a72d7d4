// Just enough of docs/protocol.md to read what a load needs from a frame, without making a tree of it.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "load/support/measure.hpp"

namespace relais::load {

/// The server writes `kind` first; the value behind it, empty for anything else.
[[nodiscard]] inline std::string_view kind_of(std::string_view frame) {
    constexpr std::string_view begin = R"({"kind":")";
    if (!frame.starts_with(begin)) return {};
    frame.remove_prefix(begin.size());
    return frame.substr(0, frame.find('"'));
}

/// The text behind the first `"key":"`; empty when there is none. Nothing is unescaped: ids and words only.
[[nodiscard]] inline std::string_view word(std::string_view frame, std::string_view key) {
    const std::size_t at = frame.find(key);
    if (at == std::string_view::npos) return {};
    frame.remove_prefix(at + key.size());
    return frame.substr(0, frame.find('"'));
}

[[nodiscard]] inline std::uint64_t number(std::string_view frame, std::string_view key) {
    const std::size_t at = frame.find(key);
    std::uint64_t value = 0;
    if (at != std::string_view::npos)
        std::from_chars(frame.data() + at + key.size(), frame.data() + frame.size(), value);
    return value;
}

namespace keys {
inline constexpr std::string_view n = R"("n":)";
inline constexpr std::string_view next = R"("next":)";
inline constexpr std::string_view id = R"("id":")";
inline constexpr std::string_view conversation = R"("conversation":")";
inline constexpr std::string_view state = R"("state":")";
inline constexpr std::string_view code = R"("code":")";
inline constexpr std::string_view token = R"("token":")";
}  // namespace keys

/// The texts of the load are 120 characters: the instant they were due, then filling.
inline constexpr std::size_t text_size = 120;
inline constexpr std::size_t due_digits = 19;
inline constexpr char text_mark = 'T';

inline constexpr std::string_view filling =
    " Bonjour, ma commande n'est toujours pas partie, pourriez-vous regarder s'il vous plait ? Merci bien";
static_assert(1 + due_digits + filling.size() == text_size);

inline void append_text(std::string& out, Nanoseconds due) {
    char digits[due_digits];
    for (std::size_t i = due_digits; i-- > 0; due /= 10) digits[i] = static_cast<char>('0' + due % 10);
    out.push_back(text_mark);
    out.append(digits, due_digits);
    out.append(filling);
}

/// The instant in a text that append_text made; `text` begins behind the mark.
[[nodiscard]] inline Nanoseconds due_of(std::string_view text) {
    Nanoseconds due = 0;
    std::from_chars(text.data(), text.data() + std::min(text.size(), due_digits), due);
    return due;
}

/// Random enough for ids, and the same for everybody who starts with the same seed.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {  // splitmix64
        std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15ULL;
        mixed = (mixed ^ mixed >> 30U) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ mixed >> 27U) * 0x94d049bb133111ebULL;
        return mixed ^ mixed >> 31U;
    }
    /// A UUID of version 4 (RFC 9562, 5.4), as text.
    [[nodiscard]] std::string uuid() {
        const std::uint64_t parts[2] = {(next() & ~0xF000ULL) | 0x4000U, (next() >> 2U) | 0x8000000000000000ULL};
        constexpr std::string_view hex = "0123456789abcdef";
        std::string text;
        text.reserve(36);
        for (int digit = 0; digit < 32; ++digit) {
            if (digit == 8 || digit == 12 || digit == 16 || digit == 20) text.push_back('-');
            text.push_back(hex[parts[digit / 16] >> (60 - 4 * (digit % 16)) & 0xFU]);
        }
        return text;
    }

private:
    std::uint64_t state_;
};

}  // namespace relais::load
