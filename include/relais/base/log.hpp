// One JSON line per fact on standard error: {"at":...,"level":...,"what":...,fields}. Never message text, numbers, tokens.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

namespace relais::log {

enum class Level : std::uint8_t { debug, info, warning, error };

/// A field is text or a whole number; text is escaped, so control characters cannot forge a line.
struct Field {
    Field(std::string_view key, std::string_view text) : name(key), value(text) {}
    Field(std::string_view key, const char* text) : name(key), value(text) {}
    Field(std::string_view key, const std::string& text) : name(key), value(text) {}
    template <class Number>
    requires std::is_integral_v<Number> Field(std::string_view key, Number number)
        : name(key), value(std::to_string(number)), is_number(true) {}

    std::string_view name;
    std::string value;
    bool is_number = false;
};

/// `what` is a stable word that can be searched for ever: "offer_expired".
void write(Level level, std::string_view what, std::initializer_list<Field> fields);
inline void debug(std::string_view what, std::initializer_list<Field> fields = {}) {
    write(Level::debug, what, fields);
}
inline void info(std::string_view what, std::initializer_list<Field> fields = {}) { write(Level::info, what, fields); }
inline void warning(std::string_view what, std::initializer_list<Field> fields = {}) {
    write(Level::warning, what, fields);
}
inline void error(std::string_view what, std::initializer_list<Field> fields = {}) {
    write(Level::error, what, fields);
}

/// Words that strangers can have said as often as they like: of each a few lines a second are written, and the next one behind
/// says in `left_out` how many were not. Adds to those named before; from any thread.
void write_sparingly(std::initializer_list<std::string_view> words);

/// How many facts of this level there were since the start, written or not: an error can raise an alarm by it.
[[nodiscard]] std::uint64_t count(Level level);

/// Lines below `level` are not written. Accepts debug, info, warning, error; false for anything else.
bool set_level(std::string_view level);

}  // namespace relais::log
