// The Cookie header (RFC 6265, 4.2).
#pragma once

#include <string>
#include <string_view>

namespace relais {

/// The value of the first cookie of this name, as it stands; empty: there is none.
[[nodiscard]] std::string cookie_value(std::string_view header, std::string_view name);

}  // namespace relais
