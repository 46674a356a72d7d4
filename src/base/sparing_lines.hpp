// How many lines of one word the log takes when somebody outside decides how often it is said. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "relais/base/instant.hpp"

namespace relais::log {

class SparingLines {
public:
    static constexpr std::uint32_t a_second_max = 3;

    /// How many were left out since the last line that was written; nothing: this one is left out, too.
    [[nodiscard]] std::optional<std::uint64_t> take(Instant now) {
        if (now < since_ || now >= since_ + std::chrono::seconds{1}) {
            since_ = now;
            written_ = 0;
        }
        if (written_ == a_second_max) {
            ++left_out_;
            return std::nullopt;
        }
        ++written_;
        return std::exchange(left_out_, 0);
    }

private:
    Instant since_;
    std::uint32_t written_ = 0;
    std::uint64_t left_out_ = 0;
};

}  // namespace relais::log
