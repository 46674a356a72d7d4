// What administrators decide and the floor obeys: made by the office from its tables, handed over as one value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"
#include "relais/floor/limits.hpp"

namespace relais {

/// One bit per skill of the centre; the names live in the office. At most 64 skills a centre.
using SkillSet = std::uint64_t;

enum class Role : std::uint8_t { agent, supervisor, admin };

enum class OfferMode : std::uint8_t {
    offered,       // the agent accepts within Rules::offer_time
    auto_accepted  // the chat starts at once; a human sign is expected within Rules::human_sign
};

/// From `at` on the queue is open or closed, until the next change. Opening hours with their zone, exceptions per
/// date and both clock changes are turned into these before they reach the floor.
struct HoursChange {
    Instant at;
    bool open = true;

    friend bool operator==(const HoursChange&, const HoursChange&) = default;
};

struct QueueSettings {
    QueueId id;
    std::string name;
    std::uint8_t priority = 0;  // 0 is served first
    OfferMode offer_mode = OfferMode::offered;
    std::uint32_t places = 0;  // how many may wait before the button goes; 0: none (RULES 15)
    Duration target{std::chrono::seconds{15}};
    Duration handling_guess{std::chrono::minutes{6}};  // used by the estimate until handlings are known
    Duration wrap_up{0};                               // holds the seat after the end; 0: none
    std::vector<HoursChange> hours;                    // ascending; empty: always open

    friend bool operator==(const QueueSettings&, const QueueSettings&) = default;
};

/// A way in: one queue and the skills a visitor needs there (RULES 14 calls it "entry"; a transcript line has that name).
struct EntryPointSettings {
    EntryPointId id;
    QueueId queue;
    std::string name;
    SkillSet required = 0;  // the queue's skills included

    friend bool operator==(const EntryPointSettings&, const EntryPointSettings&) = default;
};

struct AgentSettings {
    AgentId id;
    std::string name;  // as colleagues and visitors see it
    Role role = Role::agent;
    SkillSet skills = 0;
    std::uint32_t seats = 3;  // 1 to Settings::seats_max
    bool disabled = false;

    friend bool operator==(const AgentSettings&, const AgentSettings&) = default;
};

/// All of a centre. `version` only grows; an older one than the floor has is ignored.
struct Settings {
    std::uint64_t version = 0;
    std::uint32_t seats_max = 3;
    std::vector<QueueSettings> queues;
    std::vector<EntryPointSettings> entry_points;
    std::vector<AgentSettings> agents;
    Rules rules;
};

}  // namespace relais
