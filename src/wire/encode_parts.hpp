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

[[nodiscard]] std::string encode_frame(const AgentSnapshot& snapshot, Instant now);
[[nodiscard]] std::string encode_frame(const WaitingFrame& waiting);
[[nodiscard]] std::string encode_frame(const TeamFrame& team);
[[nodiscard]] std::string encode_frame(const LeftMessageFrame& left);
[[nodiscard]] std::string encode_frame(const LeftMessageDoneFrame& done);

}  // namespace relais::wire
