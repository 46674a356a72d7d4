// One conversation as the floor knows it: its rows, the numbers of its lines (no texts), and what is only live.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "relais/floor/floor.hpp"

namespace relais {

/// The order of waiting (RULES 3).
struct WaitingKey {
    std::uint8_t priority = 0;
    Instant arrival;
    ConversationId conversation;
    friend auto operator<=>(const WaitingKey&, const WaitingKey&) = default;
};

struct LineMeta {
    MessageId message;
    std::uint32_t seq = 0;
    Instant at;
    Party author_kind = Party::system;
};

struct Conversation {
    ConversationRecord record;
    EpisodeRecord episode;             // the latest
    std::optional<OfferRecord> offer;  // open
    std::vector<LineMeta> lines;       // position - 1 is the index
    std::uint32_t last_seq = 0;
    std::unordered_map<MessageId, std::uint32_t> position_of;
    // volatile
    AgentId preferred;          // reopening: who had it (RULES 9)
    bool visitor_away = false;  // longer than a page change
    bool silence_warned = false;
    bool choices = false;
    bool human_sign_seen = true;  // false between an auto-accept and the agent's first sign
    bool lapse_tried = false;
    bool moved = false;  // its entry point changed: look for it everywhere
    std::optional<std::uint32_t> position_shown;
    std::optional<std::int64_t> estimate_shown;
    std::vector<AgentId> seen_by;  // whose screens have it, as of the last frames
    std::uint32_t visitor_read = 0;
    std::uint32_t agent_read = 0;
};

}  // namespace relais
