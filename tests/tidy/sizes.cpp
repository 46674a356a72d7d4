#include <algorithm>
#include <array>
#include <string>

#include "rules.hpp"

namespace relais::tidy {
namespace {

bool has_a_limit(const Source& source) {
    constexpr std::array<std::string_view, 6> endings{".sql", ".sh", ".css", ".cmake", ".script", "CMakeLists.txt"};
    return is_cpp(source) || is_typescript(source) || source.path == "dev" ||
           std::ranges::any_of(endings, [&](std::string_view ending) { return source.path.ends_with(ending); });
}

enum class Block { scope, function, other };

/// What a '{' opens, from the statement before it and the block around it.
Block block_after(std::string_view head, Block around) {
    if (around != Block::scope) return Block::other;
    head = trimmed(head);
    while (head.starts_with("template")) {  // its parameters may say "class"
        std::size_t depth = 0;
        std::size_t at = head.find('<');
        for (; at < head.size(); ++at) {
            if (head[at] == '<') ++depth;
            if (head[at] == '>' && --depth == 0) break;
        }
        head = trimmed(head.substr(std::min(at + 1, head.size())));
    }
    for (std::string_view keyword :
         {"namespace", "inline namespace", "class", "struct", "union", "enum", "extern", "typedef"}) {
        if (head.starts_with(keyword)) return Block::scope;
    }
    // The rest of a constructor's initialisers starts with ',' or is empty; an initialiser of a constant has no '('.
    const bool continues = head.empty() || head.front() == ',' || head.front() == ':';
    return continues || head.find('(') != std::string_view::npos ? Block::function : Block::other;
}

/// Lambdas and local types count with the function around them.
void find_long_functions(const Source& source, Findings& findings) {
    struct Open {
        Block block;
        std::size_t first_line;
    };
    std::vector<Open> open;
    std::size_t head = 0;  // where the current statement starts
    std::size_t line = 1;
    for (std::size_t at = 0; at < source.code.size(); ++at) {
        const char c = source.code[at];
        if (c == '\n') ++line;
        if (c == '#' && trimmed(std::string_view{source.code}.substr(head, at - head)).empty()) {
            at = std::min(source.code.find('\n', at), source.code.size()) - 1;
            head = at + 1;
        } else if (c == '{') {
            const auto statement = std::string_view{source.code}.substr(head, at - head);
            const auto around = open.empty() ? Block::scope : open.back().block;
            const auto skipped = statement.find_first_not_of(" \t\r\n");
            const auto first = skipped == std::string_view::npos ? at : head + skipped;
            open.push_back({block_after(statement, around), line_of(source.code, first)});
            head = at + 1;
        } else if (c == '}') {
            if (!open.empty()) {
                const auto length = line - open.back().first_line + 1;
                if (open.back().block == Block::function && length > function_lines_max) {
                    findings.push_back({source.path, open.back().first_line,
                                        "a function of " + std::to_string(length) + " lines; at most " +
                                            std::to_string(function_lines_max)});
                }
                open.pop_back();
            }
            head = at + 1;
        } else if (c == ';') {
            head = at + 1;
        }
    }
}

bool opens_typescript_function(std::string_view line) {
    return find_word(line, "function") != std::string_view::npos && trimmed(line).ends_with('{');
}

/// Formatted TypeScript closes a function at the indentation it was opened with. A function that holds others is what a
/// class is in C++: the lines of the inner ones are theirs.
void find_long_typescript_functions(const Source& source, Findings& findings) {
    struct Open {
        std::size_t first;
        std::size_t indent;
        std::size_t lines_of_inner = 0;
    };
    const auto lines = lines_of(source.code);
    std::vector<Open> open;
    for (std::size_t number = 0; number < lines.size(); ++number) {
        const auto line = trimmed(lines[number]);
        const auto indent = lines[number].find_first_not_of(' ');
        if (!open.empty() && line.starts_with('}') && indent == open.back().indent) {
            const auto whole = number - open.back().first + 1;
            const auto own = whole - open.back().lines_of_inner;
            if (own > function_lines_max) {
                findings.push_back(
                    {source.path, open.back().first + 1,
                     "a function of " + std::to_string(own) + " lines; at most " + std::to_string(function_lines_max)});
            }
            open.pop_back();
            if (!open.empty()) open.back().lines_of_inner += whole;
        }
        if (opens_typescript_function(lines[number])) open.push_back({number, indent});
    }
}

}  // namespace

Findings long_files(const Sources& sources) {
    Findings findings;
    for (const auto& source : sources) {
        if (!has_a_limit(source)) continue;
        const auto limit = is_header(source) ? header_lines_max : source_lines_max;
        const auto length = lines_of(source.text).size();
        if (length > limit) {
            findings.push_back({source.path, 0,
                                std::to_string(length) + " lines; at most " + std::to_string(limit) +
                                    ": split it along a seam that has a name"});
        }
    }
    return findings;
}

Findings long_functions(const Sources& sources) {
    Findings findings;
    for (const auto& source : sources) {
        if (is_cpp(source)) find_long_functions(source, findings);
        if (is_typescript(source)) find_long_typescript_functions(source, findings);
    }
    return findings;
}

}  // namespace relais::tidy
