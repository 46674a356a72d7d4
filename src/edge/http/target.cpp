#include "edge/http/target.hpp"

#include <algorithm>

namespace relais::edge::http {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decoded(std::string_view path) {
    std::string out;
    for (std::size_t at = 0; at < path.size(); ++at) {
        char c = path[at];
        const bool escaped = c == '%';
        if (escaped) {
            const int high = at + 2 < path.size() ? hex_digit(path[at + 1]) : -1;
            const int low = at + 2 < path.size() ? hex_digit(path[at + 2]) : -1;
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            at += 2;
        }
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7F || c == '\\' || (escaped && c == '/')) return std::nullopt;
        out += c;
    }
    return out;
}

bool climbs(std::string_view path) {
    while (!path.empty()) {
        path.remove_prefix(1);  // the slash
        const std::size_t end = std::min(path.find('/'), path.size());
        const std::string_view segment = path.substr(0, end);
        if (segment == "." || segment == "..") return true;
        path.remove_prefix(end);
    }
    return false;
}

}  // namespace

std::optional<Target> split_target(std::string_view target) {
    if (!target.starts_with('/') || target.find('#') != std::string_view::npos) return std::nullopt;
    const std::size_t question = target.find('?');
    const std::optional<std::string> path = decoded(target.substr(0, question));
    if (!path || climbs(*path)) return std::nullopt;
    const bool has_query = question != std::string_view::npos;
    return Target{*path, std::string(has_query ? target.substr(question + 1) : std::string_view())};
}

}  // namespace relais::edge::http
