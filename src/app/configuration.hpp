// relais.toml: every key has a default and is checked at the start; a wrong one stops it, named with its value and with
// what is accepted. Environment variables override: RELAIS_SERVER_LISTEN for server.listen, and so on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "relais/base/result.hpp"

namespace relais {

struct Endpoint {
    std::string address;     // IPv4 or IPv6 literal
    std::uint16_t port = 0;  // 0: any free one
};

struct Configuration {
    // [server]
    Endpoint listen{"127.0.0.1", 8080};      // pages and sockets; TLS is the proxy's
    Endpoint operations{"127.0.0.1", 8081};  // /metrics and /readyz; loopback only
    std::string public_origin;  // "https://chat.example.com": what the console's Origin must be; empty: the Host header
    std::vector<std::string> trusted_proxies;  // addresses or networks whose X-Forwarded-For is believed
    std::uint32_t sockets_max = 19000;
    // [sign_in]
    std::uint32_t idle_minutes = 720;  // without use for so long: a session is over
    std::uint32_t hours_max = 168;     // and at the latest then
    // [limits]
    std::uint32_t sockets_per_address = 20;     // visitors' sockets of one address
    std::uint32_t handshakes_per_address = 10;  // a second; twice as many at once
    std::uint32_t commands_under_way = 2048;    // then those who write faster than people do wait for their turn
    // [database]
    std::string database_url;  // empty: the embedded PostgreSQL
    // [storage]
    std::string directory;        // of the embedded PostgreSQL; empty: /var/lib/relais or the XDG state directory
    std::string user = "relais";  // who owns it when started as root
    // [web]
    std::string web_directory;  // with widget/ and console/; empty: found beside the program
    // [log]
    std::string log_level = "info";  // debug, info, warning, error
};

/// One sentence for people.
struct ConfigurationError {
    std::string text;
};

/// Where a configuration is looked for when none is named.
inline constexpr const char* configuration_of_the_machine = "/etc/relais/relais.toml";

/// `path` empty: defaults and environment only. The error names the key, the value and what is accepted.
[[nodiscard]] Result<Configuration, ConfigurationError> load_configuration(const std::string& path);

/// "127.0.0.1:8080" or "[::1]:8080".
[[nodiscard]] Result<Endpoint, ConfigurationError> parse_endpoint(const std::string& text);

/// One "key = value" line per key, as the daemon understood it; a password in database.url is hidden.
[[nodiscard]] std::string describe(const Configuration& configuration);

}  // namespace relais
