#include <algorithm>

#include "wire/encode_parts.hpp"
#include "wire/names.hpp"

namespace relais::wire {
namespace {

/// Whole seconds up to a minute, then whole minutes, never too short a promise (RULES 13).
std::int64_t shown_seconds(std::int64_t estimate_ms) {
    const std::int64_t seconds = (std::max<std::int64_t>(estimate_ms, 0) + 999) / 1000;
    return seconds <= 60 ? seconds : (seconds + 59) / 60 * 60;
}

std::string_view shown_to_visitor(ConversationState state) {
    switch (state) {
        case ConversationState::waiting:
        case ConversationState::offered: return "waiting";
        case ConversationState::active: return "active";
        case ConversationState::ended: return "ended";
    }
    return "ended";
}

std::string_view shown_to_agent(const AgentConversation& conversation) {
    if (conversation.offered_to_me) return "offered";
    return shown_to_visitor(conversation.record.state);
}

void write_offer(JsonWriter& out, const AgentConversation& conversation, Instant now) {
    // Without an end yet (the clock starts with the release of this frame, RULES 6) it begins now.
    const bool begins = conversation.offer_until == Instant{};
    const Instant until = begins ? now + conversation.offer_remaining : conversation.offer_until;
    out.key("offer").open_object().at("until", until);
    out.at("remaining_ms", std::max(until - now, Duration::zero()).count());
    if (!conversation.offer_from.empty()) out.at("from", conversation.offer_from);
    out.close_object();
}

void write_member(JsonWriter& out, const TeamMember& member) {
    out.open_object().at("id", member.id).at("name", member.name).at("status", name(member.status));
    out.at("reason", member.reason).at("in_use", member.in_use).at("seats", member.seats);
    out.at("reachable", member.reachable).at("since", member.since).close_object();
}

void write_entry_point(JsonWriter& out, const WaitingHere& here) {
    out.open_object().at("id", here.id).at("name", here.name).at("waiting", here.waiting);
    out.at("oldest_ms", here.oldest_ms).at("state", name(here.state)).at("cause", name(here.cause));
    if (here.since != Instant{}) out.at("since", here.since);
    out.at("by_hand", name(here.by_hand));
    if (here.set_at != Instant{}) {
        out.key("set").open_object().at("by", here.set_by).at("name", here.set_by_name).at("at", here.set_at);
        out.at("reason", here.set_reason).close_object();
    }
    out.close_object();
}

}  // namespace

void write_fields(JsonWriter& out, const VisitorConversation& conversation) {
    const bool ended = conversation.state == ConversationState::ended;
    const bool waiting = !ended && conversation.state != ConversationState::active;
    out.at("id", conversation.id).at("state", shown_to_visitor(conversation.state));
    out.at("seq", conversation.seq).at("since", conversation.since);
    if (waiting && conversation.position) out.at("position", *conversation.position);
    if (waiting && conversation.estimate_ms) out.at("estimate_s", shown_seconds(*conversation.estimate_ms));
    if (waiting && conversation.choices) out.at("choices", true);
    if (!conversation.agent_name.empty()) {
        out.key("agent").open_object().at("name", conversation.agent_name).close_object();
    }
    if (ended) {
        out.key("ended").open_object().at("by", name(conversation.ended_by));
        out.at("why", name(conversation.ended_why)).close_object();
    }
    out.at("read_seq", conversation.read_seq);
}

void write_fields(JsonWriter& out, const AgentConversation& conversation, Instant now) {
    const ConversationRecord& record = conversation.record;
    out.at("id", record.id).at("state", shown_to_agent(conversation));
    out.key("visitor").open_object().at("id", record.visitor).at("name", conversation.visitor.name);
    out.at("present", name(conversation.presence)).at("language", record.language);
    out.key("page").open_object().at("title", conversation.page_title).at("url", conversation.page_url).close_object();
    out.close_object();
    out.at("entry_point", record.entry_point).at("arrival", record.arrival).at("episode", record.episode);
    out.at("position", conversation.position).at("seq", conversation.seq);
    if (conversation.offered_to_me) write_offer(out, conversation, now);
    if (!record.transfer_to.is_nil()) {
        out.key("transfer").open_object().at("to", record.transfer_to).at("name", conversation.transfer_to);
        out.close_object();
    }
    out.at("read_seq", record.visitor_read_seq);
    if (conversation.wrap_up_until) out.at("wrap_up_until", *conversation.wrap_up_until);
}

void write_fields(JsonWriter& out, const AgentSelf& agent) {
    out.at("id", agent.id).at("status", name(agent.status)).at("reason", agent.reason).at("since", agent.since);
    out.at("seats", agent.seats).at("in_use", agent.in_use).at("missed_in_a_row", agent.missed_in_a_row);
}

std::string encode_frame(const AgentSnapshot& snapshot, Instant now) {
    JsonWriter out(512 + 512 * snapshot.conversations.size());
    out.open_object().at("kind", "snapshot").key("agent").open_object();
    write_fields(out, snapshot.agent);
    out.close_object();
    write_list(out, "conversations", snapshot.conversations, [&](JsonWriter& list, const AgentConversation& item) {
        list.open_object();
        write_fields(list, item, now);
        list.close_object();
    });
    write_list(out, "entry_points", snapshot.entry_points, write_entry_point);
    if (snapshot.watch) {
        write_fields(out, snapshot.watch->waiting);
        write_fields(out, snapshot.watch->chats);
    }
    out.close_object();
    return std::move(out).take();
}

std::string encode_frame(const WaitingFrame& waiting) {
    std::int64_t total = 0;
    for (const WaitingHere& here : waiting.entry_points) total += here.waiting;
    JsonWriter out(64 + 192 * waiting.entry_points.size());
    out.open_object().at("kind", "waiting").at("total", total);
    write_list(out, "entry_points", waiting.entry_points, write_entry_point);
    out.close_object();
    return std::move(out).take();
}

std::string encode_frame(const TeamFrame& team) {
    JsonWriter out(96 + 192 * team.team.size() + 40 * team.gone.size());
    out.open_object().at("kind", "team").at("version", team.version);
    if (team.after) out.at("after", *team.after);
    write_list(out, "agents", team.team, write_member);
    if (!team.gone.empty())
        write_list(out, "gone", team.gone, [](JsonWriter& list, const AgentId& id) { list.uuid(id.value); });
    out.close_object();
    return std::move(out).take();
}

std::string encode_frame(const LeftMessageFrame& left) {
    const LeftMessage& message = left.message;
    JsonWriter out(512 + (message.text == nullptr ? 0 : message.text->size()));
    out.open_object().at("kind", "left_message").at("id", message.id).at("at", message.at);
    out.at("name", message.name).at("email", message.email).at("phone", message.phone);
    out.at("text", message.text == nullptr ? std::string_view() : std::string_view(*message.text));
    if (!message.conversation.is_nil()) out.at("conversation", message.conversation);
    if (!message.entry_point.is_nil()) out.at("entry_point", message.entry_point);
    out.at("language", message.language).at("done", message.done);
    if (message.done) out.at("done_by", message.done_by).at("done_at", message.done_at);
    out.close_object();
    return std::move(out).take();
}

std::string encode_frame(const LeftMessageDoneFrame& done) {
    JsonWriter out(192);
    out.open_object().at("kind", "left_message").at("id", done.message).at("done", true);
    out.at("done_by", done.agent).at("done_at", done.at).close_object();
    return std::move(out).take();
}

}  // namespace relais::wire
