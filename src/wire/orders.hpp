// The frames of each side, by kind: what `decode` looks up.
#pragma once

#include <span>
#include <string_view>

#include "relais/floor/command.hpp"

#include "wire/fields.hpp"

namespace relais::wire {

using ReadOrder = CommandBody (*)(Fields& fields);

struct OrderKind {
    std::string_view kind;
    bool numbered;
    ReadOrder read;
};

[[nodiscard]] std::span<const OrderKind> visitor_orders();
[[nodiscard]] std::span<const OrderKind> agent_orders();

}  // namespace relais::wire
