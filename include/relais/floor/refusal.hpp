// Why a command is not acceptable now. A refusal is a value, never an exception (DESIGN 8).
#pragma once

#include <cstdint>
#include <string_view>

namespace relais {

// clang-format off
enum class Refusal : std::uint8_t {
    // the frame itself (made by `wire`)
    bad_json, bad_frame, unknown_kind, wrong_type, missing_field, bad_value, text_too_long, text_empty,
    hello_first, hello_again,
    // who and what
    not_allowed, unknown_conversation, conversation_closed, no_seat,
    // transient: the command number is not consumed (RULES 23)
    unavailable, overloaded, rate_limited, out_of_order,
    // business
    offer_expired, offer_not_yours, not_your_conversation, agent_full, agent_unavailable, unknown_agent,
    unknown_entry_point, chats_running, no_transfer, unknown_left_message,
};
// clang-format on

/// The stable text of the wire and of the logs, for example "offer_expired".
[[nodiscard]] std::string_view code(Refusal refusal);

/// True for the refusals after which the client sends the same number again.
[[nodiscard]] constexpr bool is_transient(Refusal refusal) {
    return refusal == Refusal::unavailable || refusal == Refusal::overloaded || refusal == Refusal::rate_limited ||
           refusal == Refusal::out_of_order;
}

}  // namespace relais
