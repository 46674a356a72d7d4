// The pieces of frames that differ by side or appear in several frames.
#pragma once

#include "relais/wire/encode.hpp"

#include "wire/json_writer.hpp"

namespace relais::wire {

/// Fields of the visitor's `conversation`, into an object that is already open.
void write_fields(JsonWriter& out, const VisitorConversation& conversation);
/// Fields of the agent's `conversation`.
void write_fields(JsonWriter& out, const AgentConversation& conversation, Instant now);
/// Fields of `agent`.
void write_fields(JsonWriter& out, const AgentSelf& agent);

/// Fields of `waiting_list` and `chats`: the snapshot of a supervisor has both.
void write_fields(JsonWriter& out, const std::vector<WaitingList>& waiting);
void write_fields(JsonWriter& out, const RunningChats& chats);

template <class Items, class Write>
void write_list(JsonWriter& out, std::string_view key, const Items& items, Write write) {
    out.key(key).open_list();
    for (const auto& item : items) write(out, item);
    out.close_list();
}

[[nodiscard]] std::string encode_frame(const AgentSnapshot& snapshot, Instant now);
[[nodiscard]] std::string encode_frame(const WaitingFrame& waiting);
[[nodiscard]] std::string encode_frame(const TeamFrame& team);
[[nodiscard]] std::string encode_frame(const WaitingListFrame& waiting);
[[nodiscard]] std::string encode_frame(const ChatsFrame& chats);
[[nodiscard]] std::string encode_frame(const ActFrame& act);
[[nodiscard]] std::string encode_frame(const LeftMessageFrame& left);
[[nodiscard]] std::string encode_frame(const LeftMessageDoneFrame& done);

}  // namespace relais::wire
