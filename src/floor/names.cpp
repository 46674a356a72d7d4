// The stable texts of refusals and event kinds: wire, logs and the table `event` use the same ones.
#include <array>
#include <type_traits>

#include "relais/floor/event.hpp"
#include "relais/floor/refusal.hpp"

namespace relais {

std::string_view code(Refusal refusal) {
    static constexpr std::array names{"bad_json",
                                      "bad_frame",
                                      "unknown_kind",
                                      "wrong_type",
                                      "missing_field",
                                      "bad_value",
                                      "text_too_long",
                                      "text_empty",
                                      "hello_first",
                                      "hello_again",
                                      "not_allowed",
                                      "unknown_conversation",
                                      "conversation_closed",
                                      "no_seat",
                                      "unavailable",
                                      "overloaded",
                                      "rate_limited",
                                      "out_of_order",
                                      "offer_expired",
                                      "offer_not_yours",
                                      "not_your_conversation",
                                      "agent_full",
                                      "agent_unavailable",
                                      "unknown_agent",
                                      "unknown_entry_point",
                                      "chats_running",
                                      "no_transfer",
                                      "unknown_left_message"};
    static_assert(names.size() == static_cast<std::size_t>(Refusal::unknown_left_message) + 1);
    return names[static_cast<std::size_t>(refusal)];
}

namespace {

constexpr std::size_t durable_kinds = 22;  // the first ones of EventBody, up to LeftMessageDone
constexpr std::array kind_names{"visitor_seen",
                                "conversation_started",
                                "line_added",
                                "offer_made",
                                "offer_accepted",
                                "offer_declined",
                                "offer_missed",
                                "offer_withdrawn",
                                "conversation_requeued",
                                "conversation_ended",
                                "conversation_reopened",
                                "exclusion_lapsed",
                                "estimate_made",
                                "read_marked",
                                "agent_status_set",
                                "agent_lost",
                                "agent_returned",
                                "wrap_up_over",
                                "availability_changed",
                                "entry_point_set_by_hand",
                                "message_left",
                                "left_message_done",
                                "command_consumed",
                                "settings_applied",
                                "visitor_connected",
                                "visitor_disconnected",
                                "agent_connected",
                                "agent_disconnected",
                                "lease_granted",
                                "lease_renewed",
                                "lease_ended",
                                "typing_seen",
                                "read_seen",
                                "business_refused",
                                "visitor_away",
                                "silence_warned",
                                "choices_opened",
                                "choices_put_off"};
static_assert(kind_names.size() == std::variant_size_v<EventBody>);
static_assert(std::is_same_v<std::variant_alternative_t<durable_kinds - 1, EventBody>, LeftMessageDone>);

}  // namespace

bool is_durable(const EventBody& body) { return body.index() < durable_kinds; }

std::string_view kind_name(const EventBody& body) { return kind_names[body.index()]; }

}  // namespace relais
