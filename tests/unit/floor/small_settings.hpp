// Ids and settings of the small centre that floor tests use.
#pragma once

#include "relais/floor/floor.hpp"

namespace relais::test {

using namespace std::chrono_literals;

constexpr Instant start_of_day{Duration{1'700'000'000'000}};

inline Uuid uuid(std::uint64_t kind, std::uint64_t n) { return Uuid{kind << 32 | 0x7000, n}; }
inline AgentId agent_id(std::uint64_t n) { return {uuid(1, n)}; }
inline VisitorId visitor_id(std::uint64_t n) { return {uuid(2, n)}; }
inline EntryPointId entry_point_id(std::uint64_t n) { return {uuid(3, n)}; }
inline QueueId queue_id(std::uint64_t n) { return {uuid(4, n)}; }
inline ClientId client_id(std::uint64_t n) { return {uuid(5, n)}; }
inline MessageId message_id(std::uint64_t n) { return {uuid(6, n)}; }
inline SiteId site_id(std::uint64_t n) { return {uuid(7, n)}; }
inline CentreId centre_id() { return {uuid(8, 1)}; }

/// Two entry points of one queue: 1 needs skill 1 (French), 2 needs skill 2 (English). Agents 1, 2, 3 speak both.
inline Settings small_settings() {
    Settings settings;
    settings.version = 1;
    QueueSettings queue;
    queue.id = queue_id(1);
    queue.name = "advice";
    settings.queues.push_back(queue);
    settings.entry_points.push_back({entry_point_id(1), queue_id(1), "French", 1});
    settings.entry_points.push_back({entry_point_id(2), queue_id(1), "English", 2});
    const char* names[] = {"Anna", "Bruno", "Chloe"};
    for (std::uint64_t n = 1; n <= 3; ++n)
        settings.agents.push_back({agent_id(n), names[n - 1], Role::agent, 3, 3, false});
    settings.agents.push_back({agent_id(9), "Sonia", Role::supervisor, 3, 3, false});
    return settings;
}

}  // namespace relais::test
