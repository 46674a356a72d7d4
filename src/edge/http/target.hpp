// The request target, taken apart strictly: what two readers could understand differently is refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace relais::edge::http {

struct Target {
    std::string path;   // decoded, begins with '/'
    std::string query;  // as sent, without '?'
};

/// Origin form only. Nothing for: another form, a bad or forbidden percent escape (U+0000, controls, '/', '\'), segments
/// "." and ".." in any writing.
[[nodiscard]] std::optional<Target> split_target(std::string_view target);

}  // namespace relais::edge::http
