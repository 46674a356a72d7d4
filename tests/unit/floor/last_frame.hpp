// What a centre said last of one thing, and to whom.
#pragma once

#include <optional>

#include <gtest/gtest.h>

#include "centre.hpp"

namespace relais::test {

/// Nothing: it said none of the kind. All of them went to `To`.
template <class Kind, class To>
[[nodiscard]] std::optional<Kind> last_frame(const Centre& centre) {
    std::optional<Kind> found;
    for (const Output& output : centre.outputs) {
        const auto* frame = std::get_if<Kind>(&output.frame);
        if (!frame) continue;
        EXPECT_TRUE(std::holds_alternative<To>(output.to));
        found = *frame;
    }
    return found;
}

}  // namespace relais::test
