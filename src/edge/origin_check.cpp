#include "relais/edge/origin_check.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <stdexcept>

namespace relais::edge {
namespace {

bool is_host_character(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_';
}

/// A name, an IPv4 address, or an IPv6 address in brackets.
bool is_host(std::string_view host) {
    if (host.starts_with('[')) {
        return host.size() > 3 && host.ends_with(']') &&
               host.substr(1, host.size() - 2).find_first_not_of("0123456789abcdef:.") == std::string_view::npos;
    }
    return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), is_host_character);
}

bool is_port(std::string_view port) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), value);
    return error == std::errc() && end == port.data() + port.size() && value >= 1 && value <= 65535 &&
           !port.starts_with('0');
}

}  // namespace

std::optional<std::string> normal_origin(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const bool tls = lower.starts_with("https://");
    if (!tls && !lower.starts_with("http://")) return std::nullopt;
    const std::string scheme = lower.substr(0, tls ? 8 : 7);
    std::string authority = lower.substr(scheme.size());

    const std::size_t colon = authority.find(':', authority.starts_with('[') ? authority.find(']') : 0);
    const std::string host = authority.substr(0, colon);
    if (!is_host(host)) return std::nullopt;
    if (colon == std::string::npos) return scheme + host;
    const std::string port = authority.substr(colon + 1);
    if (!is_port(port)) return std::nullopt;
    const bool default_port = port == (tls ? "443" : "80");
    return default_port ? scheme + host : scheme + host + ":" + port;
}

AllowedOrigins::AllowedOrigins(const std::vector<std::string>& list) {
    for (const std::string& text : list) {
        const std::optional<std::string> origin = normal_origin(text);
        if (!origin) throw std::invalid_argument("not an origin such as https://shop.example: '" + text + "'");
        origins_.push_back(*origin);
    }
    std::sort(origins_.begin(), origins_.end());
}

bool AllowedOrigins::allows(std::string_view origin) const {
    return std::binary_search(origins_.begin(), origins_.end(), origin);
}

bool is_own_origin(std::string_view origin, std::string_view host, bool over_tls) {
    const std::optional<std::string> own = normal_origin((over_tls ? "https://" : "http://") + std::string(host));
    return own && *own == origin;
}

}  // namespace relais::edge
