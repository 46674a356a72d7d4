#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "relais/edge/static_files.hpp"

namespace relais::edge {
namespace {

struct Type {
    std::string_view extension;
    std::string_view content_type;
};

constexpr std::array<Type, 19> types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".mp3", "audio/mpeg"},
    {".ogg", "audio/ogg"},
    {".wav", "audio/wav"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
}};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// The part before `separator`, which is taken off `rest` with it.
std::string_view take_until(std::string_view& rest, char separator) {
    const std::size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view part = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

bool same_word(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// "q=0", "q=0.000": not wanted.
bool is_unwanted(std::string_view parameter) {
    if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return false;
    return parameter.size() > 2 && parameter.substr(2).find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

std::string_view content_type_of(std::string_view file_name) {
    for (const Type& type : types) {
        if (file_name.ends_with(type.extension)) return type.content_type;
    }
    return "application/octet-stream";
}

bool accepts_encoding(std::string_view accept_encoding, std::string_view coding) {
    bool any = false;
    while (!accept_encoding.empty()) {
        std::string_view member = take_until(accept_encoding, ',');
        const std::string_view name = take_until(member, ';');
        const bool wanted = !is_unwanted(trimmed(member));
        if (same_word(name, coding)) return wanted;
        if (name == "*") any = wanted;
    }
    return any;
}

/// What bundlers make: a dash or dot, eight letters or digits or more with a digit or an upper-case letter among them, then
/// the extension. "my-component.js" is none.
bool is_hashed_name(std::string_view file_name) {
    const std::size_t dot = file_name.rfind('.');
    if (dot == std::string_view::npos) return false;
    const std::string_view stem = file_name.substr(0, dot);
    const std::size_t mark = stem.find_last_of("-.");
    if (mark == std::string_view::npos) return false;
    const std::string_view hash = stem.substr(mark + 1);
    const auto in_hash = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
    const auto unlike_a_word = [](unsigned char c) { return std::isdigit(c) != 0 || std::isupper(c) != 0; };
    return hash.size() >= 8 && std::all_of(hash.begin(), hash.end(), in_hash) &&
           std::any_of(hash.begin(), hash.end(), unlike_a_word);
}

}  // namespace relais::edge
