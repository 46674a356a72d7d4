// Addresses of peers: who may speak for others (X-Forwarded-For), and what counts as one address for limits. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relais::edge {

/// IPv4 is kept as IPv4-mapped IPv6.
struct Address {
    std::array<std::uint8_t, 16> bytes{};
    bool v4 = false;

    friend bool operator==(const Address&, const Address&) = default;
    [[nodiscard]] bool is_loopback() const;
};

[[nodiscard]] std::optional<Address> parse_address(std::string_view text);
[[nodiscard]] std::string to_string(const Address& address);

/// What limits count as one: an IPv4 address, or the /64 of an IPv6 address, which is what one household gets. A text that
/// is no address counts as itself.
[[nodiscard]] std::string limit_key(std::string_view address);

class TrustedProxies {
public:
    /// Addresses or networks ("10.0.0.0/8", "::1"). Throws std::invalid_argument naming the one that is neither, or that is so
    /// wide that strangers are in it: below /8, of public IPv6 below /16.
    explicit TrustedProxies(const std::vector<std::string>& list);

    [[nodiscard]] bool trusts(const Address& address) const;

    struct Origin {
        std::string address;
        bool over_tls = false;
        bool limited = true;  // false: loopback that speaks for nobody else
    };
    /// The nearest address that is not a trusted proxy, read from the right end of X-Forwarded-For; the peer's own when
    /// the peer is not trusted or the header is not made of addresses. Both headers are as sent; empty: absent. Of a chain of
    /// proxies the first X-Forwarded-Proto counts: what the browser spoke.
    [[nodiscard]] Origin origin_of(std::string_view peer, std::string_view forwarded_for,
                                   std::string_view forwarded_proto) const;

private:
    struct Network {
        Address address;
        std::uint32_t bits = 128;
    };
    std::vector<Network> networks_;
};

}  // namespace relais::edge
