#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "rules.hpp"

namespace relais::tidy {
namespace {

const Source* find_source(const Sources& sources, std::string_view path) {
    const auto found = std::ranges::find(sources, path, &Source::path);
    return found == sources.end() ? nullptr : &*found;
}

/// The first words after each `start` in CMakeLists.txt.
std::set<std::string, std::less<>> names_after(std::string_view cmake, std::string_view start) {
    std::set<std::string, std::less<>> names;
    for (auto at = cmake.find(start); at != std::string_view::npos; at = cmake.find(start, at + 1)) {
        const auto rest = cmake.substr(at + start.size());
        names.emplace(rest.substr(0, rest.find_first_of(" )\n")));
    }
    return names;
}

/// Every header named by an #include of another file, by its last part and by its whole path.
std::set<std::string, std::less<>> included_names(const Sources& sources) {
    std::set<std::string, std::less<>> names;
    for (const auto& source : sources) {
        if (!is_cpp(source)) continue;
        for (auto line : lines_of(source.text)) {
            line = trimmed(line);
            if (!line.starts_with("#include \"")) continue;
            const auto name = line.substr(10, line.find('"', 10) - 10);
            if (!source.path.ends_with(name)) names.emplace(name);
        }
    }
    return names;
}

bool is_included(const std::string& path, const std::set<std::string, std::less<>>& names) {
    for (auto slash = path.size(); slash != std::string::npos && slash != 0; slash = path.rfind('/', slash - 1)) {
        const auto tail = slash == path.size() ? std::string{} : path.substr(slash + 1);
        if (!tail.empty() && names.contains(tail)) return true;
    }
    return names.contains(path);
}

/// Between backticks and from the top of the tree: `src/floor/decide.cpp`. What is built (`dist`) is not in the tree.
bool is_path_in_tree(std::string_view words) {
    static constexpr std::array folders{"src", "include", "web", "sql", "tests", "docker", "docs", "cmake"};
    const bool is_plain = words.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_./-") == std::string_view::npos;
    return is_plain && !words.ends_with("/dist") &&
           std::ranges::any_of(folders, [&](std::string_view folder) { return is_below(words, folder); });
}

struct NamedPath {
    std::size_t at;
    std::string path;
};

std::vector<NamedPath> named_paths(std::string_view page) {
    std::vector<NamedPath> named;
    for (std::size_t open = page.find('`'); open != std::string_view::npos;) {
        const auto close = page.find('`', open + 1);
        if (close == std::string_view::npos) break;
        auto words = page.substr(open + 1, close - open - 1);
        if (words.ends_with('/')) words.remove_suffix(1);
        if (is_path_in_tree(words)) named.push_back({open, std::string(words)});
        open = page.find('`', close + 1);
    }
    return named;
}

bool is_compiled(const std::string& path, const Source& cmake) {
    if (path == "src/main.cpp") return true;
    if (path.starts_with("src/")) return names_after(cmake.text, "relais_module(").contains(module_of(path));
    for (std::string_view folder :
         {"tests/simulation", "tests/scenarios", "tests/integration", "tests/faults", "tests/tidy", "tests/load"}) {
        if (is_below(path, folder)) return true;
    }
    if (!is_below(path, "tests/unit")) return false;
    const auto rest = path.substr(std::string_view{"tests/unit/"}.size());
    const auto folder = rest.substr(0, rest.find('/'));
    if (find_word(cmake.text, "tests/unit/" + folder) != std::string::npos) return true;
    const auto list = cmake.text.find("foreach(module IN ITEMS ");
    return list != std::string::npos &&
           find_word(cmake.text.substr(list, cmake.text.find(')', list) - list), folder) != std::string::npos;
}

}  // namespace

Findings strange_top_level(const std::vector<std::string>& names) {
    static const std::set<std::string, std::less<>> fixed{
        "CMakeLists.txt", "src",          "include",         "web",     "sql", "tests", "docker", "README.md", "docs",
        "cmake",          "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "dev", "build"};
    Findings findings;
    for (const auto& name : names) {
        if (!name.starts_with('.') && !fixed.contains(name)) {
            findings.push_back({name, 0, "the top level of the tree is fixed: find its room below"});
        }
    }
    return findings;
}

Findings dead_files(const Sources& sources) {
    Findings findings;
    const auto* cmake = find_source(sources, "CMakeLists.txt");
    if (!cmake) return {{"CMakeLists.txt", 0, "is missing"}};
    const auto included = included_names(sources);
    for (const auto& source : sources) {
        if (source.path.ends_with(".cpp") && !is_compiled(source.path, *cmake)) {
            findings.push_back({source.path, 0, "no target of CMakeLists.txt compiles it"});
        }
        if (is_header(source) && !is_included(source.path, included)) {
            findings.push_back({source.path, 0, "nothing includes it"});
        }
    }
    return findings;
}

Findings addresses_in_lock_files(const Sources& sources) {
    Findings findings;
    for (const auto& source : sources) {
        if (source.path.ends_with("package-lock.json")) {
            for (std::string_view mark : {"\"resolved\": \"http", "\"resolved\":\"http"}) {
                const auto at = source.text.find(mark);
                if (at != std::string::npos) {
                    findings.push_back({source.path, line_of(source.text, at),
                                        "a download address: keep omit-lockfile-registry-resolved=true in .npmrc"});
                }
            }
        }
        const auto host = source.text.find(std::string{"registry."} + "npmjs");
        if (host != std::string::npos) {
            findings.push_back({source.path, line_of(source.text, host), "the address of a registry: npm knows it"});
        }
    }
    return findings;
}

Findings broken_links(const Sources& sources) {
    Findings findings;
    const auto leads_somewhere = [&sources](const std::string& path) {
        return std::ranges::any_of(
            sources, [&](const Source& other) { return other.path == path || is_below(other.path, path); });
    };
    for (const auto& source : sources) {
        if (!source.path.ends_with(".md")) continue;
        const auto folder = std::filesystem::path{source.path}.parent_path();
        for (auto at = source.text.find("]("); at != std::string::npos; at = source.text.find("](", at + 1)) {
            auto target = source.text.substr(at + 2, source.text.find_first_of(") \n", at + 2) - at - 2);
            target = target.substr(0, target.find('#'));
            if (target.empty() || target.find(':') != std::string::npos) continue;
            auto path = (folder / target).lexically_normal().generic_string();
            if (path.ends_with('/')) path.pop_back();
            if (!leads_somewhere(path))
                findings.push_back({source.path, line_of(source.text, at), "leads nowhere: " + target});
        }
        for (const auto& named : named_paths(source.text)) {
            if (!leads_somewhere(named.path))
                findings.push_back({source.path, line_of(source.text, named.at), "there is no " + named.path});
        }
    }
    return findings;
}

Findings unlisted_pages(const Sources& sources) {
    Findings findings;
    const auto* index = find_source(sources, "docs/README.md");
    if (!index) return {{"docs/README.md", 0, "is missing"}};
    for (const auto& source : sources) {
        if (!is_below(source.path, "docs") || !source.path.ends_with(".md") || &source == index) continue;
        const auto name = source.path.substr(5);
        const auto folder = name.substr(0, name.find('/') + 1);  // a folder may be listed as a whole
        const bool listed = index->text.find("(" + name) != std::string::npos ||
                            (!folder.empty() && index->text.find("(" + folder + ")") != std::string::npos);
        if (!listed) findings.push_back({source.path, 0, "not listed in docs/README.md"});
    }
    return findings;
}

}  // namespace relais::tidy
