// How many sockets one address may have, and how fast it may open them. Ask only where HttpRequest::address_is_limited.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "relais/edge/address.hpp"
#include "relais/edge/rate_limit.hpp"

namespace relais::edge {

class AddressLimits {
public:
    explicit AddressLimits(Rate handshakes = {10, 20}, std::size_t sockets_max = 20)
        : handshakes_(handshakes), sockets_max_(sockets_max) {}

    /// True: the socket counts from now on, until `closed`. Made at the upgrade.
    [[nodiscard]] bool open(std::string_view address, Instant now) {
        const std::string key = limit_key(address);
        if (!handshakes_.take(key, now)) return false;
        std::size_t& count = sockets_[key];  // bounded: by the sockets of the process
        if (count >= sockets_max_) return false;
        ++count;
        return true;
    }

    void closed(std::string_view address) {
        const auto found = sockets_.find(limit_key(address));
        if (found != sockets_.end() && --found->second == 0) sockets_.erase(found);
    }

private:
    RateLimit<std::string> handshakes_;
    std::size_t sockets_max_;
    std::unordered_map<std::string, std::size_t> sockets_;
};

}  // namespace relais::edge
