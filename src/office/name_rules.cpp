#include "office/name_rules.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "relais/office/plain_text.hpp"

namespace relais::office {
namespace {

struct Span {
    char32_t first, last;
};
/// Controls, separators of lines, what turns the direction of a text round, and what is no character.
constexpr Span unfit[] = {{0x00, 0x1F},     {0x7F, 0x9F},     {0x61C, 0x61C},   {0x200E, 0x200F},
                          {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF}};
constexpr Span blank[] = {{0x20, 0x20},     {0xA0, 0xA0},     {0xAD, 0xAD},     {0x1680, 0x1680}, {0x2000, 0x200D},
                          {0x202F, 0x202F}, {0x205F, 0x2060}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};

template <std::size_t Size>
bool in(const Span (&spans)[Size], char32_t point) {
    return std::ranges::any_of(spans, [&](Span span) { return point >= span.first && point <= span.last; });
}

/// Moves `at` past the next code point. Nothing, and past one byte: it is no UTF-8. The console's door has refused such bytes
/// already, the command line takes whatever a shell hands on.
std::optional<char32_t> next_point(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0x80) return lead;
    const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4 || text.size() - at < more) return std::nullopt;
    char32_t point = lead & (0x3Fu >> more);
    for (std::size_t n = 0; n < more; ++n) {
        const auto byte = static_cast<unsigned char>(text[at + n]);
        if ((byte & 0xC0u) != 0x80u) return std::nullopt;
        point = (point << 6) | (byte & 0x3Fu);
    }
    static constexpr std::array<char32_t, 4> least{0, 0x80, 0x800, 0x10000};
    if (point < least[more] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return std::nullopt;
    at += more;
    return point;
}

}  // namespace

Complaint check_name(std::string_view name, std::size_t points_max) {
    std::vector<char32_t> points;
    for (std::size_t at = 0; at < name.size();) {
        const auto point = next_point(name, at);
        if (!point) return "bad_value";
        points.push_back(*point);
        if (points.size() > points_max) return "text_too_long";
    }
    if (std::ranges::any_of(points, [](char32_t point) { return in(unfit, point); })) return "bad_value";
    if (std::ranges::all_of(points, [](char32_t point) { return in(blank, point); })) return "text_empty";
    return {};
}

std::optional<Error> no_name(std::string_view name) {
    if (!check_name(name)) return std::nullopt;
    return Error{Problem::not_allowed, "a name has 1 to 80 characters on one line, not only blanks"};
}

std::optional<Error> no_skill(std::string_view name) {
    if (!check_name(name, skill_points_max)) return std::nullopt;
    return Error{Problem::not_allowed, "a skill has 1 to 40 characters on one line, not only blanks"};
}

std::string plain_text(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t from = at;
        const auto point = next_point(text, at);
        if (point && !in(unfit, *point))
            plain += text.substr(from, at - from);
        else
            plain += ' ';
    }
    return plain;
}

}  // namespace relais::office
