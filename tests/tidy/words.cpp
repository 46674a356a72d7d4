#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "rules.hpp"

namespace relais::tidy {
namespace {

enum class Language { cpp, typescript };

struct Banned {
    std::string_view word;
    std::string_view instead;
    Language language = Language::cpp;
    std::vector<std::string_view> where{};   // empty: everywhere
    std::vector<std::string_view> except{};  // files or folders
};

const std::vector<Banned>& cpp_words() {
    static const std::vector<std::string_view> tests{"tests"};
    static const std::vector<std::string_view> product{"src", "include"};
    static const std::vector<Banned> table{
        {"std::regex", "a scanner written out: std::regex recurses with the length of its input"},
        {"using namespace std;", "std::"},
        {"std::endl", "'\\n'"},
        {"NULL", "nullptr"},
        {"goto", "a function with an early return"},
        {"#pragma GCC", "code without the warning"},
        {"assert(", "RELAIS_ASSERT, which stays on in release"},
        {"atoi(", "std::from_chars"},
        {"atof(", "std::from_chars"},
        {"strtol(", "std::from_chars"},
        {"sprintf(", "std::snprintf or fmt"},
        {"strcpy(", "std::string"},
        {"localtime(", "Hinnant's date with a named zone"},
        {"gmtime(", "relais::Instant and Hinnant's date"},
        {"rand(", "the injected random source"},
        {"srand(", "the injected random source"},
        {"std::random_device", "the injected random source", Language::cpp, {}, {"src/base"}},
        {"std::mt19937",
         "the injected random source: a seed must mean the same everywhere",
         Language::cpp,
         {},
         {"src/base"}},
        {"system_clock::now",
         "`now` as a parameter",
         Language::cpp,
         {},
         {"src/base", "src/app", "src/edge", "tests/integration", "tests/load"}},
        {"steady_clock::now",
         "`now` as a parameter",
         Language::cpp,
         {"src/floor", "src/wire", "src/courier", "src/journal/projection", "include", "tests/unit/floor",
          "tests/scenarios/floor"},
         {}},
        {"time(nullptr)", "`now` as a parameter", Language::cpp, {}, {"src/edge"}},
        {"gettimeofday(", "`now` as a parameter"},
        {"std::cout",
         "the log, or the app for what a person reads",
         Language::cpp,
         product,
         {"src/app", "src/main.cpp"}},
        {"std::cerr",
         "the log, or the app for what a person reads",
         Language::cpp,
         product,
         {"src/app", "src/main.cpp"}},
        {"sleep_for", "waiting for the thing itself, with a deadline", Language::cpp, tests},
        {"sleep_until", "waiting for the thing itself, with a deadline", Language::cpp, tests},
        {"usleep(", "waiting for the thing itself, with a deadline"},
        {"GTEST_SKIP", "installing what is missing, in ./dev", Language::cpp, tests},
        {"EXPECT_TRUE(true)", "an expectation that can fail", Language::cpp, tests},
        {"ASSERT_TRUE(true)", "an expectation that can fail", Language::cpp, tests},
    };
    return table;
}

const std::vector<Banned>& typescript_words() {
    static const std::vector<Banned> table{
        {"innerHTML", "nodes made from text", Language::typescript, {"web"}},
        {"outerHTML", "nodes made from text", Language::typescript, {"web"}},
        {"insertAdjacentHTML", "nodes made from text", Language::typescript},
        {"dangerouslySetInnerHTML", "nodes made from text", Language::typescript},
        {"document.write", "nodes made from text", Language::typescript},
        {"eval(", "code", Language::typescript},
        {": any", "unknown, parsed once at the door", Language::typescript},
        {"as any", "unknown, parsed once at the door", Language::typescript},
        {"<any>", "unknown, parsed once at the door", Language::typescript},
        {"test.only", "the whole suite", Language::typescript},
        {"it.only", "the whole suite", Language::typescript},
        {"describe.only", "the whole suite", Language::typescript},
        {"test.skip", "a test that runs", Language::typescript},
        {"it.skip", "a test that runs", Language::typescript},
        {"describe.skip", "a test that runs", Language::typescript},
    };
    return table;
}

bool in_any(const std::string& path, const std::vector<std::string_view>& places) {
    return std::ranges::any_of(places, [&](std::string_view place) { return path == place || is_below(path, place); });
}

void find_banned(const Source& source, const std::vector<Banned>& table, Findings& findings) {
    for (const auto& banned : table) {
        if (!banned.where.empty() && !in_any(source.path, banned.where)) continue;
        if (in_any(source.path, banned.except)) continue;
        for (auto at = find_word(source.code, banned.word); at != std::string_view::npos;
             at = find_word(source.code, banned.word, at + 1)) {
            findings.push_back({source.path, line_of(source.code, at),
                                "not " + std::string{banned.word} + " but " + std::string{banned.instead}});
        }
    }
}

/// "ClientInfo" ends in "Info"; "Information" and "DataError" do not.
bool says_nothing(std::string_view name) {
    constexpr std::array<std::string_view, 8> empty{"Manager", "Helper", "Helpers", "Util",
                                                    "Utils",   "Data",   "Info",    "Infos"};
    return std::ranges::any_of(empty, [&](std::string_view word) { return name.ends_with(word); });
}

std::string_view word_at(std::string_view code, std::size_t at) {
    auto end = at;
    while (end < code.size() && is_word_character(code[end])) ++end;
    return code.substr(at, end - at);
}

}  // namespace

Findings banned_words(const Sources& sources) {
    Findings findings;
    for (const auto& source : sources) {
        if (is_cpp(source)) find_banned(source, cpp_words(), findings);
        if (is_typescript(source)) find_banned(source, typescript_words(), findings);
    }
    return findings;
}

Findings empty_names(const Sources& sources) {
    Findings findings;
    for (const auto& source : sources) {
        if (!is_cpp(source) && !is_typescript(source)) continue;
        const std::string_view code = source.code;
        for (std::string_view keyword : {"class", "struct", "enum", "using", "interface", "type"}) {
            for (auto at = find_word(code, keyword); at != std::string_view::npos;
                 at = find_word(code, keyword, at + 1)) {
                const auto start = code.find_first_not_of(' ', at + keyword.size());
                if (start == std::string_view::npos || start == at + keyword.size()) continue;
                const auto name = word_at(code, start);
                if (says_nothing(name)) {
                    findings.push_back(
                        {source.path, line_of(code, at), std::string{name} + " does not say what it is"});
                }
            }
        }
    }
    return findings;
}

Findings loose_ends(const Sources& sources) {
    Findings findings;
    for (const auto& source : sources) {
        if (is_below(source.path, "tests/tidy") || source.path.ends_with(".md")) continue;
        if (!is_cpp(source) && !is_typescript(source) && !source.path.ends_with(".sql") &&
            !source.path.ends_with(".cmake"))
            continue;
        for (std::string_view word : {"TODO", "FIXME", "XXX", "HACK"}) {
            for (auto at = find_word(source.text, word); at != std::string_view::npos;
                 at = find_word(source.text, word, at + 1)) {
                const auto rest = std::string_view{source.text}.substr(at + word.size());
                if (rest.size() > 2 && rest.starts_with("(#") && std::isdigit(static_cast<unsigned char>(rest[2])))
                    continue;
                findings.push_back(
                    {source.path, line_of(source.text, at),
                     std::string{word} + " without the number of its issue, as in " + std::string{word} + "(#12)"});
            }
        }
    }
    return findings;
}

}  // namespace relais::tidy
