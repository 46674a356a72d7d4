// The words of the office's closed lists, as the schema spells them.
#pragma once

#include <string_view>

#include "relais/floor/settings.hpp"

namespace relais::office {

[[nodiscard]] constexpr std::string_view word(Role role) {
    switch (role) {
        case Role::agent: return "agent";
        case Role::supervisor: return "supervisor";
        case Role::admin: return "admin";
    }
    return "";
}

[[nodiscard]] constexpr Role role_of(std::string_view word) {
    return word == "admin" ? Role::admin : word == "supervisor" ? Role::supervisor : Role::agent;
}

[[nodiscard]] constexpr std::string_view word(OfferMode mode) {
    return mode == OfferMode::offered ? "offered" : "auto_accepted";
}
[[nodiscard]] constexpr OfferMode offer_mode_of(std::string_view word) {
    return word == "offered" ? OfferMode::offered : OfferMode::auto_accepted;
}

}  // namespace relais::office
