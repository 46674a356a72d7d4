#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "rules.hpp"

namespace relais::tidy {
namespace {

using Modules = std::set<std::string, std::less<>>;

/// Modules whose contracts (include/relais/X) a module may know, besides its own.
const std::map<std::string, Modules, std::less<>>& contracts() {
    static const Modules middle{"base",  "floor",  "journal", "wire",   "courier",
                                "phone", "outbox", "edge",    "office", "bus"};
    static const std::map<std::string, Modules, std::less<>> table{
        {"base", {}},        {"floor", {"base"}}, {"pg", {"base", "journal"}},
        {"journal", middle}, {"wire", middle},    {"courier", middle},
        {"phone", middle},   {"outbox", middle},  {"edge", middle},
        {"office", middle},  {"bus", middle},     {"simulation", middle},
    };
    return table;
}

/// Modules whose own headers (src/X) a module may include, besides its own. The middle never reaches into the middle;
/// the simulator runs the pure parts of the product unchanged.
const std::map<std::string, Modules, std::less<>>& own_headers() {
    static const std::map<std::string, Modules, std::less<>> table{
        {"base", {}},
        {"floor", {"base"}},
        {"pg", {"base"}},
        {"journal", {"base", "pg"}},
        {"wire", {"base"}},
        {"courier", {"base"}},
        {"phone", {"base"}},
        {"outbox", {"base", "pg"}},
        {"edge", {"base"}},
        {"office", {"base", "pg"}},
        {"simulation", {"base", "floor", "journal", "wire", "courier"}},
    };
    return table;
}

struct Part {
    std::string_view include;  // how its headers begin
    std::vector<std::string_view> homes;
};

/// The longest beginning that fits decides. Contracts (include/) are nobody's home.
const std::vector<Part>& parts() {
    static const std::vector<Part> table{
        {"boost/", {"src/edge", "src/app", "src/office", "src/phone", "src/outbox"}},
        {"boost/asio", {"src/edge", "src/app", "src/phone", "src/outbox"}},
        {"boost/beast", {"src/edge"}},
        {"nlohmann/", {"src/wire", "src/office", "src/simulation", "src/app"}},
        {"libpq", {"src/pg"}},
        {"postgresql/", {"src/pg"}},
        {"spdlog/", {"src/base/log.cpp"}},
        {"fmt/",
         {"src/base", "src/pg", "src/journal", "src/wire", "src/edge", "src/courier", "src/office", "src/phone",
          "src/outbox", "src/simulation", "src/app"}},
        {"sofia-sip/", {"src/phone/sip"}},
        {"toml++/", {"src/app"}},
        {"CLI/", {"src/app"}},
        {"date/", {"src/office", "src/app"}},
        {"prometheus/", {"src/app"}},
        {"sodium", {"src/office", "src/app"}},
        {"curl/", {"src/outbox"}},
        {"vips/", {"src/office"}},
        {"magic.h", {"src/office"}},
        {"relais_sql.hpp", {"src/journal", "src/office", "src/app"}},
    };
    return table;
}

/// The floor has no clock, thread, file, random or lock of its own.
const Modules& forbidden_on_the_floor() {
    static const Modules headers{"atomic",       "condition_variable",
                                 "coroutine",    "cstdio",
                                 "ctime",        "filesystem",
                                 "fstream",      "future",
                                 "iostream",     "mutex",
                                 "random",       "semaphore",
                                 "shared_mutex", "sstream",
                                 "stop_token",   "thread",
                                 "time.h",       "unistd.h"};
    return headers;
}

struct Include {
    std::size_t line;
    std::string_view name;
    bool quoted;
};

std::vector<Include> includes_of(const Source& source) {
    std::vector<Include> includes;
    std::size_t number = 0;
    for (auto line : lines_of(source.text)) {
        ++number;
        line = trimmed(line);
        if (!line.starts_with("#include")) continue;
        line = trimmed(line.substr(8));
        const auto end = line.find_first_of("\">", 1);
        if (line.empty() || end == std::string_view::npos) continue;
        includes.push_back({number, line.substr(1, end - 1), line.front() == '"'});
    }
    return includes;
}

/// Why `module` may not include the quoted header `name`; nothing when it may.
std::optional<std::string> why_not(const std::string& module, std::string_view name) {
    if (name.find("../") != std::string_view::npos) return "name it from src/ or include/, not from above";
    const bool contract = name.starts_with("relais/");
    const auto rest = contract ? name.substr(7) : name;
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos) return std::nullopt;  // beside the source, or generated
    const std::string other{rest.substr(0, slash)};
    const auto& table = contract ? contracts() : own_headers();
    const bool known = other == "app" || own_headers().contains(other);
    if (other == module || module == "app" || !known) return std::nullopt;
    const auto row = table.find(module);
    if (row != table.end() && row->second.contains(other)) return std::nullopt;
    return module + " does not know " + (contract ? "the contracts of " : "the inside of ") + other;
}

}  // namespace

Findings wrong_directions(const Sources& sources) {
    Findings findings;
    for (const auto& source : sources) {
        const auto module = module_of(source.path);
        if (!is_cpp(source) || module.empty()) continue;
        const bool is_contract = source.path.starts_with("include/");
        for (const auto& include : includes_of(source)) {
            if (!include.quoted) continue;
            if (is_contract && !include.name.starts_with("relais/")) {
                findings.push_back({source.path, include.line, "a contract includes contracts only"});
            } else if (const auto why = why_not(module, include.name)) {
                findings.push_back({source.path, include.line, *why});
            }
        }
    }
    return findings;
}

Findings strayed_parts(const Sources& sources) {
    Findings findings;
    for (const auto& source : sources) {
        if (!is_cpp(source) || !(source.path.starts_with("src/") || source.path.starts_with("include/"))) continue;
        for (const auto& include : includes_of(source)) {
            const Part* fits = nullptr;
            for (const auto& part : parts()) {
                if (include.name.starts_with(part.include) && (!fits || part.include.size() > fits->include.size()))
                    fits = &part;
            }
            const auto at_home = [&](std::string_view home) {
                return source.path == home || is_below(source.path, home);
            };
            if (fits && std::ranges::none_of(fits->homes, at_home)) {
                findings.push_back({source.path, include.line,
                                    "<" + std::string{include.name} + "> is at home in " +
                                        std::string{fits->homes.front()} + " and not here"});
            }
            if (module_of(source.path) == "floor" && forbidden_on_the_floor().contains(include.name)) {
                findings.push_back(
                    {source.path, include.line, "the floor is pure: no <" + std::string{include.name} + ">"});
            }
        }
    }
    return findings;
}

}  // namespace relais::tidy
