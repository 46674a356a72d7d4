#include "wire/json_writer.hpp"

#include <array>
#include <charconv>

namespace relais::wire {
namespace {

/// 0: as it is; 'u': six characters; else the letter behind the backslash.
constexpr std::array<char, 256> make_escapes() {
    std::array<char, 256> table{};
    for (std::size_t c = 0; c < 0x20; ++c) table[c] = 'u';
    table['\b'] = 'b';
    table['\f'] = 'f';
    table['\n'] = 'n';
    table['\r'] = 'r';
    table['\t'] = 't';
    table['"'] = '"';
    table['\\'] = '\\';
    return table;
}
constexpr std::array<char, 256> escapes = make_escapes();
constexpr std::string_view hex_digits = "0123456789abcdef";

void append_hex(std::string& out, std::uint64_t value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out += hex_digits[(value >> shift) & 0xFU];
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    std::size_t plain = 0;  // first byte not yet copied
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const char escape = escapes[byte];
        if (escape == 0) continue;
        out.append(text, plain, at - plain);
        plain = at + 1;
        out += '\\';
        out += escape;
        if (escape == 'u') append_hex(out, byte, 4);
    }
    out.append(text, plain);
    out += '"';
}

std::size_t quoted_size(std::string_view text) {
    std::size_t size = text.size() + 2;
    for (const char c : text) {
        const char escape = escapes[static_cast<unsigned char>(c)];
        if (escape != 0) size += escape == 'u' ? 5 : 1;
    }
    return size;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
    comma();
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out_.append(digits.data(), end);
    return *this;
}

JsonWriter& JsonWriter::uuid(const Uuid& value) {
    comma();
    out_ += '"';
    append_hex(out_, value.high >> 32U, 8);
    out_ += '-';
    append_hex(out_, value.high >> 16U, 4);
    out_ += '-';
    append_hex(out_, value.high, 4);
    out_ += '-';
    append_hex(out_, value.low >> 48U, 4);
    out_ += '-';
    append_hex(out_, value.low, 12);
    out_ += '"';
    return *this;
}

}  // namespace relais::wire
