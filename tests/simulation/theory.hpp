// What queueing theory says of a contact centre (reference: Erlang C, Erlang A, agents with three slots). Times in seconds.
#pragma once

#include <array>
#include <cstddef>

namespace relais::simulation::theory {

struct Figures {
    double waits = 0;          // P(wait > 0)
    double mean_wait_s = 0;    // over all, those who leave included
    double within_target = 0;  // served within target_s
    double abandons = 0;
};

inline constexpr double target_s = 15;

/// M/M/c.
[[nodiscard]] Figures erlang_c(double arrivals_an_hour, double mean_s, std::size_t servers);

/// M/M/c+M: exponential patience.
[[nodiscard]] Figures erlang_a(double arrivals_an_hour, double mean_s, std::size_t servers, double patience_s);

/// `agents` with three slots each; an agent with k chats ends chats at pace[k - 1] / mean_s.
enum class Choice : unsigned char { least_loaded, fullest };
[[nodiscard]] Figures three_slots(double arrivals_an_hour, double mean_s, std::size_t agents,
                                  std::array<double, 3> pace, Choice choice);

}  // namespace relais::simulation::theory
