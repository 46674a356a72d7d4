// Why this conversation goes to this agent or not, now: the router one can question.
#pragma once

#include <vector>

#include "floor/state.hpp"

namespace relais {

/// Every agent of the centre in the order of ids; no reason against him means that he is eligible now.
[[nodiscard]] std::vector<Explanation> explain(const State& state, const Conversation& conversation);

/// Codes: disabled, offline, away, missed, connection_lost, no_skill, no_open_seat, excluded, has_it.
[[nodiscard]] std::vector<std::string_view> why_not(const State& state, const Agent& agent,
                                                    const Conversation& conversation);

[[nodiscard]] SkillSet required_skills(const State& state, const Conversation& conversation);

}  // namespace relais
