#include "app/verb_words.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include "relais/office/administration.hpp"
#include "relais/office/directory.hpp"

namespace relais::verbs {

Instant now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

int failed(const std::string& why) {
    std::fprintf(stderr, "relais: %s\n", why.c_str());
    return 1;
}

int done(const std::string& what) {
    std::printf("%s\n", what.c_str());
    return 0;
}

std::string text_of(Instant instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::minutes>(instant - day)};
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d UTC", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()));
    return text.data();
}

std::string plain(std::string text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (c1) text[i + 1] = ' ';
        if (c1 || byte < 0x20 || byte == 0x7F) text[i] = ' ';
    }
    return text;
}

Result<CentreId, office::Error> centre_of(office::Database& database, const std::string& name) {
    if (!name.empty()) return office::find_centre(database, name);
    auto all = office::list_centres(database);
    if (!all) return all.error();
    if (all.value().size() != 1)
        return office::Error{office::Problem::unknown, "there is not exactly one centre: name it with --centre"};
    return all.value().front().id;
}

}  // namespace relais::verbs
