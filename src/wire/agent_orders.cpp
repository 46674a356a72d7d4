#include <array>

#include "wire/orders.hpp"

namespace relais::wire {
namespace {

template <class Order>
CommandBody about_conversation(Fields& fields) {
    Order order;
    fields.id("conversation", Need::required, order.conversation);
    return order;
}

std::string reason(Fields& fields) {
    return fields.text("reason", Need::optional, relais::limits::reason_code_points_max);
}

CommandBody status(Fields& fields) {
    constexpr std::array chosen{AgentStatus::available, AgentStatus::away};
    SetStatus order;
    order.status = chosen[fields.word("status", {"available", "away"})];
    order.reason = reason(fields);
    return order;
}

CommandBody sign_out(Fields& fields) {
    SignOut order;
    if (fields.field("chats", Value::Type::text, Need::optional) != nullptr) {
        fields.word("chats", {"requeue"});
        order.requeue_chats = true;
    }
    return order;
}

CommandBody post(Fields& fields) {
    PostAsAgent order;
    fields.id("conversation", Need::required, order.conversation);
    fields.id("id", Need::required, order.message);
    order.text = fields.message("text");
    return order;
}

CommandBody note(Fields& fields) {
    PostNote order;
    fields.id("conversation", Need::required, order.conversation);
    fields.id("id", Need::required, order.message);
    order.text = fields.message("text");
    return order;
}

CommandBody transfer(Fields& fields) {
    Transfer order;
    fields.id("conversation", Need::required, order.conversation);
    fields.id("to_agent", Need::optional, order.to_agent);
    fields.id("to_entry_point", Need::optional, order.to_entry_point);
    if (order.to_agent.is_nil() && order.to_entry_point.is_nil()) fields.refuse(Refusal::missing_field);
    if (!order.to_agent.is_nil() && !order.to_entry_point.is_nil()) fields.refuse(Refusal::bad_value);
    if (fields.field("note", Value::Type::text, Need::optional) != nullptr) {
        order.note_text = fields.message("note");
        fields.id("id", Need::required, order.note);
    }
    return order;
}

CommandBody read(Fields& fields) {
    ReadAsAgent order;
    fields.id("conversation", Need::required, order.conversation);
    order.seq = fields.count("seq", Need::required);
    return order;
}

CommandBody left_message_done(Fields& fields) {
    MarkLeftMessageDone order;
    fields.id("id", Need::required, order.message);
    return order;
}

CommandBody set_entry_point(Fields& fields) {
    constexpr std::array chosen{ByHand::open, ByHand::closed, ByHand::automatic};
    SetEntryPointByHand order;
    fields.id("entry_point", Need::required, order.entry_point);
    order.by_hand = chosen[fields.word("state", {"open", "closed", "automatic"})];
    order.reason = reason(fields);
    return order;
}

CommandBody force_status(Fields& fields) {
    constexpr std::array chosen{AgentStatus::available, AgentStatus::away, AgentStatus::offline};
    ForceStatus order;
    fields.id("agent", Need::required, order.agent);
    order.status = chosen[fields.word("status", {"available", "away", "offline"})];
    order.reason = reason(fields);
    return order;
}

constexpr std::array<OrderKind, 17> orders{{
    {"post", true, post},
    {"typing", false, about_conversation<TypingAsAgent>},
    {"read", false, read},
    {"accept", true, about_conversation<AcceptOffer>},
    {"decline", true, about_conversation<DeclineOffer>},
    {"end", true, about_conversation<EndAsAgent>},
    {"note", true, note},
    {"status", true, status},
    {"sign_out", true, sign_out},
    {"transfer", true, transfer},
    {"cancel_transfer", true, about_conversation<CancelTransfer>},
    {"requeue", true, about_conversation<RequeueAsAgent>},
    {"wrap_up_done", true, about_conversation<FinishWrapUp>},
    {"left_message_done", true, left_message_done},
    {"explain", true, about_conversation<Explain>},
    {"set_entry_point", true, set_entry_point},
    {"force_status", true, force_status},
}};

}  // namespace

std::span<const OrderKind> agent_orders() { return orders; }

}  // namespace relais::wire
