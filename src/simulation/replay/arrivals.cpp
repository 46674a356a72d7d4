#include "simulation/replay/arrivals.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace relais::simulation {
namespace {

constexpr double seconds_max = 1e9;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// Takes one line off the front.
std::string_view next_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

struct Fields {
    std::array<std::string_view, 3> text;
    std::size_t count = 0;  // 4: too many
};

Fields split(std::string_view line) {
    Fields fields;
    while (true) {
        const auto comma = line.find(',');
        if (fields.count == fields.text.size()) {
            ++fields.count;
            return fields;
        }
        fields.text[fields.count++] = trimmed(line.substr(0, comma));
        if (comma == std::string_view::npos) return fields;
        line.remove_prefix(comma + 1);
    }
}

bool is_header(const Fields& fields) {
    if (fields.count != 2 && fields.count != 3) return false;
    return fields.text[0] == "arrive_s" && fields.text[1] == "handle_s" &&
           (fields.count == 2 || fields.text[2] == "patience_s");
}

Result<Arrival, std::string> parse_row(const Fields& fields) {
    if (fields.count < 2) return std::string("expected arrive_s,handle_s[,patience_s]");
    if (fields.count > 3) return std::string("more than three columns");
    Arrival row;
    const auto at = parse_seconds(fields.text[0]);
    if (!at) return "arrive_s is not a number of seconds: '" + std::string(fields.text[0]) + "'";
    const auto handle = parse_seconds(fields.text[1]);
    if (!handle) return "handle_s is not a number of seconds: '" + std::string(fields.text[1]) + "'";
    row.at = *at;
    row.handle = *handle;
    if (fields.count == 3 && !fields.text[2].empty()) {
        row.patience = parse_seconds(fields.text[2]);
        if (!row.patience) return "patience_s is not a number of seconds: '" + std::string(fields.text[2]) + "'";
    }
    return row;
}

}  // namespace

std::optional<Duration> parse_seconds(std::string_view text) {
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (!std::isfinite(seconds) || std::signbit(seconds) || seconds > seconds_max) return std::nullopt;
    return Duration{std::llround(seconds * 1000.0)};
}

Result<std::vector<Arrival>, BadRow> parse_arrivals(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::vector<Arrival> rows;
    std::size_t number = 0;
    std::size_t empty_line = 0;
    while (!text.empty()) {
        ++number;
        const std::string_view line = trimmed(next_line(text));
        if (line.empty()) {
            if (empty_line == 0) empty_line = number;
            continue;
        }
        if (empty_line != 0) return BadRow{empty_line, "an empty line"};
        const Fields fields = split(line);
        if (number == 1 && is_header(fields)) continue;
        const auto row = parse_row(fields);
        if (!row) return BadRow{number, row.error()};
        if (!rows.empty() && row.value().at < rows.back().at) return BadRow{number, "arrives before the row above it"};
        rows.push_back(row.value());
    }
    return rows;
}

std::string seconds_text(Duration duration) {
    std::array<char, 32> text{};
    const int size =
        std::snprintf(text.data(), text.size(), "%lld.%03lld", static_cast<long long>(duration.count() / 1000),
                      static_cast<long long>(duration.count() % 1000));
    return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace relais::simulation
