#include <algorithm>
#include <cctype>
#include <string>

#include "rules.hpp"

namespace relais::tidy {
namespace {

std::string lower(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/// Without comments, lower case.
std::string statements(const Source& source) {
    std::string result;
    for (auto line : lines_of(source.text)) result += lower(line.substr(0, line.find("--"))) + "\n";
    return result;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_well_named(std::string_view name) {
    return name.ends_with(".sql") && std::ranges::all_of(name.substr(0, name.size() - 4), [](char c) {
               return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_';
           });
}

}  // namespace

Findings wrong_migrations(const Sources& sources) {
    constexpr std::string_view folder = "sql/migrations/";
    Findings findings;
    std::size_t expected = 1;
    for (const auto& source : sources) {  // ascending by path
        if (!source.path.starts_with(folder)) continue;
        const auto name = std::string_view{source.path}.substr(folder.size());
        const bool numbered = name.size() > 5 && std::ranges::all_of(name.substr(0, 4), is_digit) && name[4] == '_';
        if (!numbered || !is_well_named(name)) {
            findings.push_back({source.path, 0, "a migration is named 0001_what_it_does.sql"});
            continue;
        }
        if (std::stoul(std::string{name.substr(0, 4)}) != expected) {
            findings.push_back(
                {source.path, 0, "a gap or a double: number " + std::to_string(expected) + " was expected"});
        }
        expected = std::stoul(std::string{name.substr(0, 4)}) + 1;
        if (name.find("down") != std::string_view::npos || name.find("revert") != std::string_view::npos) {
            findings.push_back({source.path, 0, "migrations go forward only"});
        }
        const auto text = statements(source);
        for (std::string_view word : {"begin;", "commit;", "rollback;", "start transaction"}) {
            const auto at = text.find(word);
            if (at != std::string::npos) {
                findings.push_back(
                    {source.path, line_of(text, at), "each migration runs in a transaction made around it"});
            }
        }
    }
    return findings;
}

Findings wrong_sql(const Sources& sources) {
    Findings findings;
    for (const auto& source : sources) {
        if (!source.path.ends_with(".sql") || !source.path.starts_with("sql/")) continue;
        const auto rest = source.path.substr(4);
        const auto folder = rest.substr(0, rest.find('/'));
        if (folder != "migrations" && folder != "queries" && folder != "checks") {
            findings.push_back({source.path, 0, "SQL lives in migrations/, queries/ or checks/"});
        }
        if (!is_well_named(source.path.substr(source.path.rfind('/') + 1))) {
            findings.push_back({source.path, 0, "named in small letters, digits and '_'"});
        }
        const auto text = statements(source);
        const auto at = find_word(text, "timestamp");
        if (at != std::string::npos)
            findings.push_back({source.path, line_of(text, at), "not timestamp but timestamptz"});
        if (folder == "queries") {
            const auto name = rest.substr(8, rest.size() - 12);  // "recovery/agents"
            const auto uses = [&](const Source& other) {
                return other.path.starts_with("src/") && other.text.find(name) != std::string::npos;
            };
            if (std::ranges::none_of(sources, uses)) {
                findings.push_back({source.path, 0, "no source of src/ names this query"});
            }
        }
    }
    return findings;
}

}  // namespace relais::tidy
