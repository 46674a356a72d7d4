#include "office/people_rules.hpp"

#include <algorithm>

#include <sodium.h>

#include "relais/base/bug.hpp"

namespace relais::office {
namespace {

constexpr std::size_t email_bytes_max = 254;
constexpr std::size_t skills_max = 64;

}  // namespace

Complaint check_email(std::string_view email) {
    if (email.empty()) return "text_empty";
    if (email.size() > email_bytes_max) return "text_too_long";
    const bool printable = std::ranges::all_of(email, [](char c) { return c > ' ' && c < '\x7F'; });
    const std::size_t at = email.find('@');
    const bool formed = at != std::string_view::npos && at > 0 && at + 1 < email.size() && email.rfind('@') == at;
    return printable && formed ? Complaint{} : "bad_value";
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
