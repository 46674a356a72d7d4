// Lines of a transcript (table `entry`, RULES 32) and messages left for later: the only places where texts travel.
#pragma once

#include <memory>
#include <string>

#include "relais/floor/record.hpp"

namespace relais {

/// Texts are shared between journal, courier and frames, and never kept in the floor's state.
using Text = std::shared_ptr<const std::string>;

enum class SystemWhat : std::uint8_t {
    none,
    started,
    agent_joined,
    requeued,
    transferred,
    ended,
    reopened,
    visitor_silent
};

/// One line. `position` counts every line of the conversation, `seq` only what the visitor may see (0: not for visitors).
struct Line {
    ConversationId conversation;
    std::uint32_t position = 0;
    std::uint32_t seq = 0;
    LineKind kind = LineKind::text;
    Instant at;
    Party author_kind = Party::system;
    Uuid author;              // visitor or agent; nil for system
    std::string author_name;  // display name when written
    MessageId message;        // nil for system lines
    Text body;                // null: none
    SystemWhat what = SystemWhat::none;
    std::string detail;        // system lines: the agent's name or why; never free text of a visitor
    Party by = Party::system;  // `ended`: by whom
    std::uint64_t made_by_event = 0;
};

/// Table left_message: written by a visitor whom nobody could answer in time (RULES 17, GOALS "wait").
struct LeftMessage {
    MessageId id;
    Instant at;
    VisitorId visitor;
    SiteId site;
    EntryPointId entry_point;
    ConversationId conversation;  // nil: none was open
    std::string language;
    std::string name;
    std::string email;
    std::string phone;
    Text text;
    bool done = false;
    AgentId done_by;
    Instant done_at;
};

}  // namespace relais
