// What only supervisors and administrators get (docs/protocol.md, 5).
#include "wire/encode_parts.hpp"
#include "wire/names.hpp"

namespace relais::wire {
namespace {

void write_waiting(JsonWriter& out, const WaitingConversation& one) {
    out.open_object().at("id", one.id).at("arrival", one.arrival).at("since", one.since).at("episode", one.episode);
    out.at("position", one.position).at("name", one.name).at("language", one.language);
    out.at("present", name(one.presence)).close_object();
}

void write_queue(JsonWriter& out, const WaitingList& list) {
    out.open_object().at("id", list.entry_point).at("total", list.total);
    write_list(out, "first", list.first, write_waiting);
    out.close_object();
}

void write_chat(JsonWriter& out, const RunningChat& chat) {
    out.open_object().at("conversation", chat.conversation).at("agent", chat.agent).at("held_as", name(chat.held_as));
    out.at("since", chat.since).at("arrival", chat.arrival);
    if (!chat.entry_point.is_nil()) out.at("entry_point", chat.entry_point);
    out.at("name", chat.name).at("language", chat.language).close_object();
}

void write_named(JsonWriter& out, std::string_view key, const Uuid& id, const std::string& name) {
    out.key(key).open_object().at("id", id).at("name", name).close_object();
}

}  // namespace

void write_fields(JsonWriter& out, const std::vector<WaitingList>& waiting) {
    write_list(out, "waiting_list", waiting, write_queue);
}

void write_fields(JsonWriter& out, const RunningChats& chats) {
    out.at("chats_total", chats.total);
    write_list(out, "chats", chats.first, write_chat);
}

std::string encode_frame(const WaitingListFrame& waiting) {
    JsonWriter out(64 + 4096 * waiting.waiting.size());
    out.open_object().at("kind", "waiting_list");
    write_fields(out, waiting.waiting);
    out.close_object();
    return std::move(out).take();
}

std::string encode_frame(const ChatsFrame& frame) {
    JsonWriter out(64 + 288 * frame.chats.first.size());
    out.open_object().at("kind", "chats");
    write_fields(out, frame.chats);
    out.close_object();
    return std::move(out).take();
}

std::string encode_frame(const ActFrame& frame) {
    const Act& act = frame.act;
    JsonWriter out(384);
    out.open_object().at("kind", "act").at("number", act.number).at("at", act.at);
    write_named(out, "by", act.by.value, act.by_name);
    if (act.agent.is_nil()) {
        out.at("what", "set_entry_point");
        write_named(out, "entry_point", act.entry_point.value, act.of_name);
        out.at("state", name(act.by_hand));
    } else {
        out.at("what", "force_status");
        write_named(out, "agent", act.agent.value, act.of_name);
        out.at("status", name(act.status));
    }
    out.at("reason", act.reason).close_object();
    return std::move(out).take();
}

}  // namespace relais::wire
