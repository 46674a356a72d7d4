#include <algorithm>
#include <array>
#include <cctype>

#include "wire/orders.hpp"

namespace relais::wire {
namespace {

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

/// Enough to be worth a try: one address, which cannot smuggle a header or a second recipient into a mail.
bool looks_like_email(std::string_view text) {
    const std::size_t at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() && at == text.rfind('@') &&
           !has_control(text) && text.find_first_of(" ,;<>\"") == std::string_view::npos;
}

/// Any way of writing with some digits; what may be dialled is decided by the number policy, not here.
bool looks_like_phone(std::string_view text) {
    const auto digits = std::count_if(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    return digits >= 3 && !has_control(text);
}

CommandBody admit(Fields&) { return Admit{}; }

CommandBody post(Fields& fields) {
    PostAsVisitor order;
    fields.id("id", Need::required, order.message);
    order.text = fields.message("text");
    fields.id("conversation", Need::optional, order.conversation);
    order.name = fields.text("name", Need::optional, limits::name_code_points_max);
    return order;
}

CommandBody end(Fields& fields) {
    EndAsVisitor order;
    fields.id("conversation", Need::required, order.conversation);
    return order;
}

CommandBody keep_waiting(Fields& fields) {
    KeepWaiting order;
    fields.id("conversation", Need::required, order.conversation);
    return order;
}

CommandBody leave_message(Fields& fields) {
    LeaveMessage order;
    LeftMessage& left = order.message;
    fields.id("id", Need::required, left.id);
    left.text = fields.message("text");
    left.email = fields.text("email", Need::optional, limits::email_code_points_max);
    left.phone = fields.text("phone", Need::optional, limits::phone_code_points_max);
    left.name = fields.text("name", Need::optional, limits::name_code_points_max);
    fields.id("conversation", Need::optional, left.conversation);
    if (left.email.empty() && left.phone.empty()) fields.refuse(Refusal::missing_field);
    if (!left.email.empty() && !looks_like_email(left.email)) fields.refuse(Refusal::bad_value);
    if (!left.phone.empty() && !looks_like_phone(left.phone)) fields.refuse(Refusal::bad_value);
    return order;
}

CommandBody typing(Fields& fields) {
    TypingAsVisitor order;
    fields.id("conversation", Need::optional, order.conversation);
    return order;
}

CommandBody read(Fields& fields) {
    ReadAsVisitor order;
    fields.id("conversation", Need::required, order.conversation);
    order.seq = fields.count("seq", Need::required);
    return order;
}

constexpr std::array<OrderKind, 7> orders{{
    {"post", true, post},
    {"typing", false, typing},
    {"read", false, read},
    {"admit", true, admit},
    {"end", true, end},
    {"keep_waiting", true, keep_waiting},
    {"leave_message", true, leave_message},
}};

}  // namespace

std::span<const OrderKind> visitor_orders() { return orders; }

}  // namespace relais::wire
