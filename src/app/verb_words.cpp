#include "app/verb_words.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include "relais/office/administration.hpp"
#include "relais/office/directory.hpp"
#include "relais/office/plain_text.hpp"

namespace relais::verbs {

Instant now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

int failed(const std::string& why) {
    std::fprintf(stderr, "relais: %s\n", office::plain_text(why).c_str());
    return 1;
}

int done(const std::string& what) {
    print_line(what);
    return 0;
}

void print_line(const std::string& words) { std::printf("%s\n", office::plain_text(words).c_str()); }

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

Result<CentreId, office::Error> centre_of(office::Database& database, const std::string& name) {
    if (!name.empty()) return office::find_centre(database, name);
    auto all = office::list_centres(database);
    if (!all) return all.error();
    if (all.value().size() != 1)
        return office::Error{office::Problem::unknown, "there is not exactly one centre: name it with --centre"};
    return all.value().front().id;
}

}  // namespace relais::verbs
