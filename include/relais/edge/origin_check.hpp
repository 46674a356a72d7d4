// Which web pages may talk to us: exact comparison of origins, before any upgrade (RFC 6455, 10.2). No substring, no
// wildcard. It keeps foreign pages out, not foreign programs: those can send any Origin.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relais::edge {

/// As browsers write it: "https://shop.example", "http://127.0.0.1:8080"; lower case, without the scheme's own port.
/// Nothing: a path, a user, another scheme than http and https, a letter outside ASCII (write the host in punycode), "null".
[[nodiscard]] std::optional<std::string> normal_origin(std::string_view text);

class AllowedOrigins {
public:
    /// Throws std::invalid_argument naming the one that is no origin.
    explicit AllowedOrigins(const std::vector<std::string>& list);

    /// False for an empty (missing) origin.
    [[nodiscard]] bool allows(std::string_view origin) const;

private:
    std::vector<std::string> origins_;  // ascending
};

/// The page came from this very server, as its Host header and the trusted proxy's X-Forwarded-Proto name it.
[[nodiscard]] bool is_own_origin(std::string_view origin, std::string_view host, bool over_tls);

}  // namespace relais::edge
