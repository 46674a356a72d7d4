#include "floor/routing/route.hpp"

#include <algorithm>

#include "floor/agent/seats.hpp"

namespace relais {
namespace {

constexpr Duration freed_late_break{1000};

std::optional<AgentId> agent_for(const State& state, const Conversation& conversation, SkillSet required) {
    const auto& excluded = conversation.record.excluded;
    if (!conversation.preferred.is_nil()) {
        // Reopened: the agent who knows the case, if he has an open seat now (RULES 9); never a wait for him.
        const Agent* before = find(state, conversation.preferred);
        const bool barred = std::binary_search(excluded.begin(), excluded.end(), conversation.preferred);
        if (before && !barred && takes_chats(*before) && open_seats(state, *before) > 0 &&
            has_skills(before->settings.skills, required)) {
            return conversation.preferred;
        }
    }
    if (!state.breaks.two_agents) return state.pool.best(required, excluded);
    std::vector<AgentId> barred = excluded;
    for (const auto& [id, agent] : state.agents) {
        if (seat_for(agent, conversation.record.id)) barred.push_back(id);
    }
    std::sort(barred.begin(), barred.end());
    return state.pool.best(required, barred);
}

/// The first of `waiting` that somebody can take, if it comes before `bound`.
template <class Iterator>
std::optional<std::pair<WaitingKey, Match>> first_in(const State& state, SkillSet required, Iterator begin,
                                                     Iterator end, const std::optional<WaitingKey>& bound) {
    for (Iterator key = begin; key != end; ++key) {
        if (bound && !(*key < *bound)) return std::nullopt;
        const Conversation& conversation = *find(state, key->conversation);
        if (const auto agent = agent_for(state, conversation, required))
            return std::pair{*key, Match{key->conversation, *agent}};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Match> next_match(const State& state, Instant now) {
    if (state.clock.stalled_since) return std::nullopt;
    if (state.breaks.idle_seat && state.turns % 2 == 1) return std::nullopt;
    if (state.breaks.seat_freed_late && now < state.last_freed + freed_late_break) return std::nullopt;
    std::optional<std::pair<WaitingKey, Match>> best;
    for (const auto& [id, entry_point] : state.entry_points) {
        if (entry_point.waiting.empty()) continue;
        const SkillSet required = entry_point.settings.required;
        if (state.pool.open_seats(required) == 0) continue;
        if (state.breaks.newest_first) {
            if (const auto found =
                    first_in(state, required, entry_point.waiting.rbegin(), entry_point.waiting.rend(), std::nullopt))
                return found->second;
            continue;
        }
        const std::optional<WaitingKey> bound = best ? std::optional{best->first} : std::nullopt;
        if (auto found = first_in(state, required, entry_point.waiting.begin(), entry_point.waiting.end(), bound))
            best = std::move(found);
    }
    if (!best) return std::nullopt;
    return best->second;
}

bool auto_accepts(const State& state, const Conversation& conversation) {
    const auto entry_point = state.entry_points.find(conversation.record.entry_point);
    if (entry_point == state.entry_points.end()) return false;
    const auto queue = state.queues.find(entry_point->second.settings.queue);
    return queue != state.queues.end() && queue->second.settings.offer_mode == OfferMode::auto_accepted;
}

std::vector<EventBody> route(const State&, const Match& match) {
    return {OfferMade{match.conversation, match.agent, AgentId{}}};
}

}  // namespace relais
