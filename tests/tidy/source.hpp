// The tree as the tidy rules see it. A rule is a pure function from sources to findings, so that each can be shown to
// catch a violation (the tests named "catches...") before it is asked about the real tree.
#pragma once

#include <cstddef>
#include <filesystem>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace relais::tidy {

struct Source {
    std::string path;  // from the top of the tree, with '/'
    std::string text;
    std::string code;  // the same length and lines, with comments and the insides of literals blanked
};

struct Finding {
    std::string path;
    std::size_t line = 0;  // from 1; 0: the whole file
    std::string message;

    friend std::ostream& operator<<(std::ostream& out, const Finding& finding) {
        return out << finding.path << ":" << finding.line << ": " << finding.message;
    }
};

using Sources = std::vector<Source>;
using Findings = std::vector<Finding>;

[[nodiscard]] Source make_source(std::string path, std::string text);

/// All text files below `root` in the order of their paths; what is built or fetched is left out.
[[nodiscard]] Sources read_tree(const std::filesystem::path& root);

/// The checkout this test was built from, read once.
[[nodiscard]] const Sources& the_tree();

[[nodiscard]] bool is_cpp(const Source& source);
[[nodiscard]] bool is_header(const Source& source);
[[nodiscard]] bool is_typescript(const Source& source);
/// True if `path` lies below `folder`.
[[nodiscard]] bool is_below(std::string_view path, std::string_view folder);

/// The module of a source: "floor" for src/floor/... and include/relais/floor/...; empty for any other.
[[nodiscard]] std::string module_of(std::string_view path);

/// `npos`, or the next place where `word` stands not glued to other letters, digits or underscores.
[[nodiscard]] std::size_t find_word(std::string_view code, std::string_view word, std::size_t from = 0);

[[nodiscard]] std::size_t line_of(std::string_view text, std::size_t offset);
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);
[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] bool is_word_character(char c);

}  // namespace relais::tidy
