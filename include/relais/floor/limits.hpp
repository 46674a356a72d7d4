// Every bound and every deadline of the floor, with its rule. Tests try each at the bound and one beyond.
#pragma once

#include <cstddef>
#include <cstdint>

#include "relais/base/instant.hpp"

namespace relais {

/// Deadlines that an administrator may change; the defaults are the product's promise (RULES 1 to 17).
struct Rules {
    Duration offer_time{std::chrono::seconds{10}};                // RULES 6, from the release of the offer's frame
    Duration exclusion_lapse{std::chrono::seconds{15}};           // RULES 7
    Duration agent_grace{std::chrono::seconds{20}};               // RULES 10
    Duration waiting_away{std::chrono::minutes{2}};               // RULES 11: waiting without a socket, then abandoned
    Duration active_away{std::chrono::minutes{3}};                // RULES 11: the seat is freed
    Duration page_change{std::chrono::seconds{5}};                // RULES 11: shows nothing below
    Duration silence_warning{std::chrono::minutes{15}};           // RULES 11
    Duration silence_end{std::chrono::minutes{20}};               // RULES 11
    Duration reopen_within{std::chrono::minutes{30}};             // RULES 9
    Duration choices_after{std::chrono::seconds{15}};             // RULES 2, GOALS "wait"
    Duration human_sign{std::chrono::seconds{30}};                // RULES 2: auto-accepted without typing or text
    Duration estimate_pause{std::chrono::seconds{5}};             // RULES 13
    Duration lease_time{std::chrono::seconds{60}};                // RULES 17
    Duration lease_longest{std::chrono::seconds{180}};            // RULES 17
    Duration reopen_hold{std::chrono::seconds{3}};                // RULES 15: below the lower mark for so long
    Duration storage_late{std::chrono::seconds{1}};               // RULES 20
    Duration turn_late{std::chrono::seconds{1}};                  // RULES 20: a paused process
    Duration read_pause{std::chrono::seconds{1}};                 // RULES 21
    Duration client_memory{std::chrono::hours{24}};               // RULES 24
    Duration refused_memory{std::chrono::hours{1}};               // of clients of whom nothing was ever accepted
    Duration tally_pause{std::chrono::seconds{1}};                // docs/protocol.md: waiting, team
    Duration availability_pause{std::chrono::milliseconds{250}};  // RULES 16: at most 4 a second
    std::uint32_t misses_to_missed = 2;                           // RULES 6
    std::uint32_t leases_per_address = 3;                         // RULES 17
    /// When false (relais replay) inactivity, leases, availability, offers and targets are off (RULES, Simulation).
    bool people = true;
};

namespace limits {
inline constexpr std::size_t commands_a_turn_max = 256;          // RULES 26
inline constexpr std::size_t uncommitted_events_max = 4096;      // RULES 26
inline constexpr std::size_t uncommitted_bytes_max = 16u << 20;  // RULES 26
inline constexpr std::size_t in_flight_a_client_max = 16;        // RULES 23
inline constexpr std::size_t answers_kept_a_client = 16;         // RULES 24
inline constexpr std::size_t entry_points_a_centre_max = 64;     // RULES 14
inline constexpr std::size_t skills_a_centre_max = 64;
inline constexpr std::size_t seats_an_agent_max_default = 3;  // RULES 5
inline constexpr std::size_t message_code_points_max = 4000;  // RULES 6
inline constexpr std::size_t reason_code_points_max = 40;
inline constexpr std::size_t waiting_listed_max = 100;  // docs/protocol.md: waiting_list, all entry points
inline constexpr std::size_t waiting_listed_an_entry_point_max = 20;  // of those, at most so many of one
inline constexpr std::size_t chats_listed_max = 150;                  // docs/protocol.md: chats
inline constexpr std::size_t handlings_remembered = 50;               // RULES 13
inline constexpr std::size_t entries_a_conversation_max = 10000;
inline constexpr std::size_t settle_rounds_max = 1u << 20;
/// Events one command can cause at most before settling; reserved in the journal before deciding (RULES 26).
inline constexpr std::size_t events_a_command_max = 16;
}  // namespace limits

}  // namespace relais
