#include "relais/office/hours_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>
#include <string_view>

namespace relais::office {
namespace {

constexpr std::array<std::string_view, 7> day_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

struct Days {
    unsigned first = 0;  // ISO 8601: 1 Monday to 7 Sunday; 0: not understood
    unsigned last = 0;
};

unsigned day_of(std::string_view name) {
    const auto* const found = std::find(day_names.begin(), day_names.end(), name);
    return found == day_names.end() ? 0 : static_cast<unsigned>(found - day_names.begin()) + 1;
}

Days days_of(const std::string& word) {
    const std::size_t dash = word.find('-');
    if (dash == std::string::npos) return {day_of(word), day_of(word)};
    const Days days{day_of(word.substr(0, dash)), day_of(word.substr(dash + 1))};
    return days.last == 0 || days.first > days.last ? Days{} : days;
}

/// Nothing: not "hh:mm".
std::optional<std::chrono::minutes> time_of(const std::string& word) {
    unsigned hour = 0;
    unsigned minute = 0;
    int used = 0;
    if (word.size() != 5 || std::sscanf(word.c_str(), "%2u:%2u%n", &hour, &minute, &used) != 2 || used != 5)
        return std::nullopt;
    if (minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
    return std::chrono::minutes{hour * 60 + minute};
}

std::optional<Span> span_of(const std::string& word) {
    if (word.size() != 11 || word[5] != '-') return std::nullopt;
    const auto opens = time_of(word.substr(0, 5));
    const auto closes = time_of(word.substr(6));
    if (!opens || !closes || *opens >= *closes) return std::nullopt;
    return Span{*opens, *closes};
}

std::optional<std::vector<Span>> spans_of(std::istringstream& words) {
    std::vector<Span> spans;
    std::string word;
    while (words >> word) {
        const auto span = span_of(word);
        if (!span) return std::nullopt;
        spans.push_back(*span);
    }
    if (spans.empty()) return std::nullopt;
    return spans;
}

Error not_understood(const std::string& text, const char* accepted) {
    return {Problem::not_allowed, "\"" + text + "\" is not understood; accepted: " + accepted};
}

std::optional<std::chrono::year_month_day> date_of(const std::string& word) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    int used = 0;
    if (word.size() != 10 || std::sscanf(word.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &used) != 3 || used != 10)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

bool add_week(OpeningHours& hours, const std::string& text) {
    std::istringstream words(text);
    std::string word;
    words >> word;
    const Days days = days_of(word);
    const auto spans = spans_of(words);
    if (days.first == 0 || !spans) return false;
    for (unsigned day = days.first; day <= days.last; ++day) {
        for (const Span& span : *spans) hours.week.push_back({day, span});
    }
    return true;
}

bool add_date(OpeningHours& hours, const std::string& text) {
    std::istringstream words(text);
    std::string word;
    words >> word;
    const auto date = date_of(word);
    if (!date) return false;
    if (text.ends_with(" closed") && text.size() == word.size() + 7) {
        hours.exceptions.push_back({*date, std::nullopt});
        return true;
    }
    const auto spans = spans_of(words);
    if (!spans) return false;
    for (const Span& span : *spans) hours.exceptions.push_back({*date, span});
    return true;
}

std::string text_of(const Span& span) {
    std::array<char, 64> text{};
    const auto opens = static_cast<int>(span.opens.count());
    const auto closes = static_cast<int>(span.closes.count());
    std::snprintf(text.data(), text.size(), "%02d:%02d-%02d:%02d", opens / 60, opens % 60, closes / 60, closes % 60);
    return text.data();
}

std::string text_of(std::chrono::year_month_day date) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text.data();
}

/// `words` on the line of `key`, which stands at its beginning.
void put(std::vector<std::string>& lines, const std::string& key, const std::string& words) {
    if (lines.empty() || !lines.back().starts_with(key + " ")) lines.push_back(key);
    lines.back() += " " + words;
}

}  // namespace

std::vector<std::string> week_lines(const OpeningHours& hours) {
    if (hours.always) return {"always"};
    std::vector<std::string> lines;
    for (const WeekdaySpan& open : hours.week) put(lines, std::string(day_names[open.weekday - 1]), text_of(open.span));
    return lines;
}

std::vector<std::string> date_lines(const OpeningHours& hours) {
    std::vector<std::string> lines;
    for (const DateSpan& exception : hours.exceptions)
        put(lines, text_of(exception.date), exception.span ? text_of(*exception.span) : "closed");
    return lines;
}

Result<OpeningHours, Error> parse_hours(const std::string& zone, const std::vector<std::string>& week,
                                        const std::vector<std::string>& dates) {
    OpeningHours hours;
    if (!zone.empty()) hours.zone = zone;
    hours.always = week.size() == 1 && week.front() == "always";
    for (const std::string& text : week) {
        if (!hours.always && !add_week(hours, text))
            return not_understood(text, "always, or days and spans such as \"mon-fri 09:00-12:30 14:00-18:00\"");
    }
    for (const std::string& text : dates) {
        if (!add_date(hours, text)) return not_understood(text, "\"2026-12-25 closed\" or \"2026-12-24 09:00-12:00\"");
    }
    return hours;
}

}  // namespace relais::office
