#include <algorithm>
#include <array>
#include <string>

#include "rules.hpp"

namespace relais::tidy {
namespace {

/// The end of the expression that follows a co_await: its ';', or the bracket that closes what stands around it.
std::size_t end_of_expression(std::string_view code, std::size_t at) {
    int depth = 0;
    for (; at < code.size(); ++at) {
        const char c = code[at];
        if (c == ';' && depth == 0) return at;
        if (c == '(' || c == '[' || c == '{') ++depth;
        if ((c == ')' || c == ']' || c == '}') && --depth < 0) return at;
    }
    return code.size();
}

}  // namespace

Findings braces_in_co_await(const Sources& sources) {
    Findings findings;
    for (const auto& source : sources) {
        if (!is_cpp(source)) continue;
        const std::string_view code = source.code;
        for (auto at = find_word(code, "co_await"); at != std::string_view::npos;
             at = find_word(code, "co_await", at + 1)) {
            const auto expression = code.substr(at, end_of_expression(code, at) - at);
            if (expression.find_first_of("{[") != std::string_view::npos) {
                findings.push_back({source.path, line_of(code, at),
                                    "'{' or '[' inside a co_await expression: name the aggregate or lambda first"});
            }
        }
    }
    return findings;
}

Findings strayed_coroutines(const Sources& sources) {
    constexpr std::array<std::string_view, 3> homes{"src/edge", "src/phone", "src/outbox"};
    Findings findings;
    for (const auto& source : sources) {
        if (!is_cpp(source) || !(source.path.starts_with("src/") || source.path.starts_with("include/"))) continue;
        if (std::ranges::any_of(homes, [&](std::string_view home) { return is_below(source.path, home); })) continue;
        for (std::string_view word : {"co_await", "co_return", "co_yield"}) {
            const auto at = find_word(source.code, word);
            if (at != std::string_view::npos) {
                findings.push_back(
                    {source.path, line_of(source.code, at), "coroutines live in edge, phone and outbox only"});
            }
        }
    }
    return findings;
}

}  // namespace relais::tidy
