// What stands behind the `?` of an address.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relais {

/// The value of `name`, without decoding: none of our values needs it. Empty: not there.
[[nodiscard]] inline std::string query_value(const std::string& query, std::string_view name) {
    std::size_t at = 0;
    while (at <= query.size()) {
        const std::size_t end = std::min(query.find('&', at), query.size());
        const std::string_view part = std::string_view{query}.substr(at, end - at);
        if (part.starts_with(name) && part.size() > name.size() && part[name.size()] == '=')
            return std::string{part.substr(name.size() + 1)};
        at = end + 1;
    }
    return {};
}

/// A whole number of at most `digits_max` (18) digits; `otherwise` when it is not there; nothing: it is no such number.
[[nodiscard]] inline std::optional<std::uint64_t> query_number(const std::string& query, std::string_view name,
                                                               std::size_t digits_max, std::uint64_t otherwise) {
    const std::string text = query_value(query, name);
    if (text.size() > digits_max || text.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    return text.empty() ? otherwise : std::stoull(text);
}

}  // namespace relais
