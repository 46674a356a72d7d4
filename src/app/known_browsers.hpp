// Browsers in which somebody has signed in before. A mark in a cookie of its own says so, signed and bound to one e-mail address, so
// that guesses of strangers, who have none, do not keep the person out ("device cookies", OWASP). It opens nothing: whoever has
// one still needs the password, and has his own few tries.
#pragma once

#include <string>
#include <string_view>

#include "relais/office/token_key.hpp"

namespace relais {

class KnownBrowsers {
public:
    explicit KnownBrowsers(const office::TokenKey& key) : key_(key) {}

    /// A new mark, as the value of a Set-Cookie header (RFC 6265); for after a sign-in.
    [[nodiscard]] std::string cookie_for(std::string_view email, bool over_tls) const;
    /// The mark for this address in a Cookie header; empty: there is none, or it is not ours. Constant time.
    [[nodiscard]] std::string mark_of(std::string_view cookie, std::string_view email) const;

private:
    [[nodiscard]] std::string cookie_name(const std::string& name) const;

    office::TokenKey key_;
};

}  // namespace relais
