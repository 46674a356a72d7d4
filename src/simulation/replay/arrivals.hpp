// The rows of a replay: who came when, for how long, with how much patience. Pure text to values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "relais/base/instant.hpp"
#include "relais/base/result.hpp"

namespace relais::simulation {

struct Arrival {
    Duration at{0};  // since the start of the file's clock
    Duration handle{0};
    std::optional<Duration> patience;  // nothing: for ever

    friend bool operator==(const Arrival&, const Arrival&) = default;
};

struct BadRow {
    std::size_t line = 0;  // from 1
    std::string why;
};

/// Seconds with a fraction, rounded to milliseconds: 0 to 1e9, no sign, no other notation than a plain or an exponential number.
[[nodiscard]] std::optional<Duration> parse_seconds(std::string_view text);

/// Rows must be sorted by arrival; lines may end in CR LF, empty lines only at the end.
[[nodiscard]] Result<std::vector<Arrival>, BadRow> parse_arrivals(std::string_view text);

/// Three decimals: "12.345".
[[nodiscard]] std::string seconds_text(Duration duration);

}  // namespace relais::simulation
