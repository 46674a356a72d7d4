#include "relais/edge/address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <netinet/in.h>
#include <stdexcept>

namespace relais::edge {
namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

bool is_mapped(const std::array<std::uint8_t, 16>& bytes) {
    return std::equal(mapped_prefix.begin(), mapped_prefix.end(), bytes.begin());
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// Proxies also write "1.2.3.4:5678", "[::1]" and "[::1]:5678".
std::optional<Address> parse_forwarded(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        return end == std::string_view::npos ? std::nullopt : parse_address(text.substr(1, end - 1));
    }
    const bool one_colon = std::count(text.begin(), text.end(), ':') == 1;
    return parse_address(one_colon ? text.substr(0, text.find(':')) : text);
}

/// fc00::/7 and fe80::/10: nobody outside has such an address, however wide the network is.
bool is_private_v6(const Address& address) {
    return (address.bytes[0] & 0xFE) == 0xFC || (address.bytes[0] == 0xFE && (address.bytes[1] & 0xC0) == 0x80);
}

/// Too wide to be one's own proxies: the widest private network of IPv4 is a /8, and no registry gives anybody an IPv6 /16.
bool is_too_wide(const Address& address, std::uint32_t bits) {
    if (address.v4) return bits < 8;
    return is_private_v6(address) ? bits < 7 : bits < 16;
}

}  // namespace

bool Address::is_loopback() const {
    if (v4) return bytes[12] == 127;
    return std::all_of(bytes.begin(), bytes.end() - 1, [](std::uint8_t b) { return b == 0; }) && bytes[15] == 1;
}

std::optional<Address> parse_address(std::string_view text) {
    const std::string terminated(text);
    Address address;
    if (terminated.find('\0') != std::string::npos) return std::nullopt;  // the C functions would stop there
    if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data() + 12) == 1) {
        std::copy(mapped_prefix.begin(), mapped_prefix.end(), address.bytes.begin());
        address.v4 = true;
        return address;
    }
    if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) != 1) return std::nullopt;
    address.v4 = is_mapped(address.bytes);
    return address;
}

std::string to_string(const Address& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = address.v4 ? AF_INET : AF_INET6;
    inet_ntop(family, address.bytes.data() + (address.v4 ? 12 : 0), text.data(), text.size());
    return text.data();
}

std::string limit_key(std::string_view text) {
    std::optional<Address> address = parse_address(text);
    if (!address) return std::string(text);
    if (!address->v4) std::fill(address->bytes.begin() + 8, address->bytes.end(), std::uint8_t{0});
    return to_string(*address);
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& list) {
    for (const std::string& text : list) {
        const std::size_t slash = text.find('/');
        const std::optional<Address> address = parse_address(std::string_view(text).substr(0, slash));
        const std::uint32_t width = address && address->v4 ? 32 : 128;
        std::uint32_t bits = width;
        bool good = address.has_value();
        if (slash != std::string::npos) {
            const char* const end = text.data() + text.size();
            const auto [stopped, error] = std::from_chars(text.data() + slash + 1, end, bits);
            good = good && error == std::errc() && stopped == end && bits <= width;
        }
        if (!good) throw std::invalid_argument("not an address or network: '" + text + "'");
        if (is_too_wide(*address, bits))
            throw std::invalid_argument("too wide: '" + text + "' lets strangers choose their address; /8 at least, " +
                                        "of IPv6 /16");
        networks_.push_back({*address, bits + (128 - width)});
    }
}

bool TrustedProxies::trusts(const Address& address) const {
    const auto covers = [&](const Network& network) {
        if (network.address.v4 != address.v4) return false;
        for (std::uint32_t bit = 0; bit < network.bits; bit += 8) {
            const std::uint32_t left = std::min(network.bits - bit, 8U);
            const auto mask = static_cast<std::uint8_t>(0xFF00U >> left);
            if (((address.bytes[bit / 8] ^ network.address.bytes[bit / 8]) & mask) != 0) return false;
        }
        return true;
    };
    return std::any_of(networks_.begin(), networks_.end(), covers);
}

TrustedProxies::Origin TrustedProxies::origin_of(std::string_view peer, std::string_view forwarded_for,
                                                 std::string_view forwarded_proto) const {
    Origin origin{std::string(peer), false, true};
    const std::optional<Address> direct = parse_address(peer);
    if (!direct) return origin;
    origin.address = to_string(*direct);
    origin.limited = !(direct->is_loopback() && forwarded_for.empty());
    if (!trusts(*direct)) return origin;

    origin.over_tls = trimmed(forwarded_proto.substr(0, forwarded_proto.find(','))) == "https";
    while (!forwarded_for.empty()) {
        const std::size_t comma = forwarded_for.rfind(',');
        const bool last = comma == std::string_view::npos;
        const std::optional<Address> hop = parse_forwarded(last ? forwarded_for : forwarded_for.substr(comma + 1));
        if (!hop) return origin;
        origin.address = to_string(*hop);
        if (!trusts(*hop) || last) return origin;
        forwarded_for = forwarded_for.substr(0, comma);
    }
    return origin;
}

}  // namespace relais::edge
