#include "source.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <utility>

namespace relais::tidy {
namespace {

bool ends_with_any(std::string_view path, std::initializer_list<std::string_view> endings) {
    return std::ranges::any_of(endings, [&](std::string_view ending) { return path.ends_with(ending); });
}

/// Walks a text once and blanks comments and literals; newlines stay.
class Blanker {
public:
    explicit Blanker(std::string_view text) : text_(text), code_(text) {}

    std::string run() {
        while (at_ < text_.size()) step();
        return std::move(code_);
    }

private:
    void step() {
        const char c = text_[at_];
        if (starts("//")) {
            blank_to(text_.find('\n', at_));
        } else if (starts("/*")) {
            blank_to(after(text_.find("*/", at_ + 2), 2));
        } else if (starts("R\"") && (at_ == 0 || !is_word_character(text_[at_ - 1]))) {
            raw_string();
        } else if (c == '"' || c == '`') {
            literal(c);
        } else if (c == '\'' && (at_ == 0 || !std::isxdigit(static_cast<unsigned char>(text_[at_ - 1])))) {
            literal(c);  // after a digit it separates thousands
        } else {
            ++at_;
        }
    }

    bool starts(std::string_view mark) const { return text_.substr(at_).starts_with(mark); }

    std::size_t after(std::size_t found, std::size_t length) const {
        return found == std::string_view::npos ? found : found + length;
    }

    void blank_to(std::size_t end) {
        for (end = std::min(end, text_.size()); at_ < end; ++at_) {
            if (code_[at_] != '\n') code_[at_] = ' ';
        }
    }

    void raw_string() {
        const auto open = text_.find('(', at_);
        if (open == std::string_view::npos) return blank_to(open);
        const auto close = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
        blank_to(after(text_.find(close, open), close.size()));
    }

    void literal(char quote) {
        auto end = at_ + 1;
        while (end < text_.size() && text_[end] != quote && (quote == '`' || text_[end] != '\n')) {
            end += text_[end] == '\\' ? 2 : 1;
        }
        ++at_;
        blank_to(end);
        if (at_ < text_.size() && text_[at_] == quote) ++at_;
    }

    std::string_view text_;
    std::string code_;
    std::size_t at_ = 0;
};

}  // namespace

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

Source make_source(std::string path, std::string text) {
    Source source{std::move(path), std::move(text), {}};
    source.code = is_cpp(source) || is_typescript(source) ? Blanker{source.text}.run() : source.text;
    return source;
}

Sources read_tree(const std::filesystem::path& root) {
    constexpr std::array<std::string_view, 4> left_out{".git", "build", "node_modules", "dist"};
    Sources sources;
    std::filesystem::recursive_directory_iterator entries{root};
    for (auto entry = begin(entries); entry != end(entries); ++entry) {
        const auto name = entry->path().filename().string();
        if (entry->is_directory() && std::ranges::find(left_out, name) != left_out.end()) {
            entry.disable_recursion_pending();
        }
        if (!entry->is_regular_file() || ends_with_any(name, {".png", ".ico", ".woff2", ".dat", ".br", ".gz"}))
            continue;
        std::ifstream file{entry->path(), std::ios::binary};
        std::string text{std::istreambuf_iterator<char>{file}, {}};
        sources.push_back(make_source(entry->path().lexically_relative(root).generic_string(), std::move(text)));
    }
    std::ranges::sort(sources, {}, &Source::path);
    return sources;
}

const Sources& the_tree() {
    static const Sources tree = read_tree(RELAIS_SOURCE_DIR);
    return tree;
}

bool is_cpp(const Source& source) { return ends_with_any(source.path, {".cpp", ".hpp"}); }
bool is_header(const Source& source) { return source.path.ends_with(".hpp"); }
bool is_typescript(const Source& source) { return ends_with_any(source.path, {".ts", ".tsx", ".mjs", ".js"}); }

bool is_below(std::string_view path, std::string_view folder) {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

std::string module_of(std::string_view path) {
    for (std::string_view root : {"src/", "include/relais/"}) {
        if (!path.starts_with(root)) continue;
        const auto rest = path.substr(root.size());
        const auto slash = rest.find('/');
        return slash == std::string_view::npos ? std::string{} : std::string{rest.substr(0, slash)};
    }
    return {};
}

std::size_t find_word(std::string_view code, std::string_view word, std::size_t from) {
    for (auto at = code.find(word, from); at != std::string_view::npos; at = code.find(word, at + 1)) {
        const auto end = at + word.size();
        const bool glued_before = at > 0 && is_word_character(word.front()) && is_word_character(code[at - 1]);
        const bool glued_after = end < code.size() && is_word_character(word.back()) && is_word_character(code[end]);
        if (!glued_before && !glued_after) return at;
    }
    return std::string_view::npos;
}

std::size_t line_of(std::string_view text, std::size_t offset) {
    return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n'));
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace relais::tidy
