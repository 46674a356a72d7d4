#include "office/people_rules.hpp"

#include <algorithm>

#include <sodium.h>

#include "relais/base/bug.hpp"

namespace relais::office {
namespace {

constexpr std::size_t email_bytes_max = 254;
constexpr std::size_t skill_points_max = 40;
constexpr std::size_t skills_max = 64;

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

/// The code points; `text` is valid UTF-8, the reader of bodies sees to it.
std::u32string points_of(std::string_view text) {
    std::u32string points;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            points.push_back(byte);
        else if (byte >= 0xC0)
            points.push_back(byte & (byte >= 0xF0 ? 0x07u : byte >= 0xE0 ? 0x0Fu : 0x1Fu));
        else if (!points.empty())
            points.back() = (points.back() << 6) | (byte & 0x3Fu);
    }
    return points;
}

}  // namespace

Complaint check_email(std::string_view email) {
    if (email.empty()) return "text_empty";
    if (email.size() > email_bytes_max) return "text_too_long";
    const bool printable = std::ranges::all_of(email, [](char c) { return c > ' ' && c < '\x7F'; });
    const std::size_t at = email.find('@');
    const bool formed = at != std::string_view::npos && at > 0 && at + 1 < email.size() && email.rfind('@') == at;
    return printable && formed ? Complaint{} : "bad_value";
}

Complaint check_name(std::string_view name, std::size_t points_max) {
    const std::u32string points = points_of(name);
    if (points.size() > points_max) return "text_too_long";
    if (std::ranges::any_of(points, [](char32_t point) { return in(unfit, point); })) return "bad_value";
    if (std::ranges::all_of(points, [](char32_t point) { return in(blank, point); })) return "text_empty";
    return {};
}

Complaint check_language(std::string_view language) {
    const bool letters = std::ranges::all_of(language, [](char c) { return c >= 'a' && c <= 'z'; });
    return language.size() == 2 && letters ? Complaint{} : "bad_value";
}

Complaint check_seats(std::uint32_t seats, std::uint32_t seats_max) {
    return seats >= 1 && seats <= seats_max ? Complaint{} : "bad_value";
}

Complaint check_skills(const std::vector<std::string>& skills) {
    if (skills.size() > skills_max) return "bad_value";
    for (const std::string& skill : skills) {
        if (auto complaint = check_name(skill, skill_points_max)) return complaint;
    }
    return {};
}

std::string make_one_time_password() {
    static constexpr std::string_view letters = "23456789bcdfghjkmnpqrstvwxyz";
    static constexpr int groups = 4;
    static constexpr int group_letters = 4;
    static const int ready = sodium_init();
    RELAIS_ASSERT(ready >= 0);
    std::string password;
    for (int n = 0; n < groups * group_letters; ++n) {
        if (n > 0 && n % group_letters == 0) password += '-';
        password += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
    }
    return password;
}

}  // namespace relais::office
