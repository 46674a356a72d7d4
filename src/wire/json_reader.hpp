// JSON as this protocol allows it, read into plain values. Stricter than the grammar: duplicate keys, U+0000, a byte order
// mark and deep nesting are refused, numbers are integers within +-2^53 (docs/protocol.md, 7).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "relais/base/result.hpp"
#include "relais/floor/refusal.hpp"

namespace relais::wire {

inline constexpr std::size_t nesting_max = 16;
inline constexpr std::size_t fields_an_object_max = 64;  // also keeps the search for duplicates cheap
inline constexpr std::size_t items_a_list_max = 1024;
inline constexpr std::int64_t integer_max = std::int64_t{1} << 53;

struct Value {
    enum class Type : std::uint8_t { null, boolean, integer, unfit_number, text, list, object };

    Type type = Type::null;
    bool boolean = false;
    std::int64_t integer = 0;
    std::string text;
    std::vector<Value> items;       // of a list; of an object: its values, in the order of `keys`
    std::vector<std::string> keys;  // of an object

    [[nodiscard]] const Value* find(std::string_view key) const;
};

struct Document {
    Value root;
    bool has_unfit_number = false;  // somewhere in it: a fraction, an exponent, or beyond +-2^53
    bool too_many = false;          // fields or items: what is above the bound was not kept
};

/// `bad_json`, or `bad_value` for a number that no double can hold. Never throws.
[[nodiscard]] Result<Document, Refusal> read_json(std::string_view text);

/// The top-level `n` of a text that read_json refused, so that its author learns which command failed; 0: not readable.
[[nodiscard]] std::uint64_t scan_number(std::string_view text);

}  // namespace relais::wire
