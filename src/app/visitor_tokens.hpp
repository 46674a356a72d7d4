// A visitor's identity as text: signed, so that no table is read when 19,000 pages come back at once. HMAC-SHA-512-256
// (libsodium crypto_auth) over centre, site, visitor and the hour of issue.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"

namespace relais {

class VisitorTokens {
public:
    using Key = std::array<unsigned char, 32>;
    static constexpr Duration valid{std::chrono::hours{24 * 90}};

    explicit VisitorTokens(const Key& key) : key_(key) {}

    [[nodiscard]] std::string make(CentreId centre, SiteId site, VisitorId visitor, Instant now) const;
    /// Nothing for a text that is not ours, not of this centre and site, changed, or older than `valid`. Constant time.
    [[nodiscard]] std::optional<VisitorId> check(CentreId centre, SiteId site, std::string_view token,
                                                 Instant now) const;

private:
    Key key_;
};

}  // namespace relais
