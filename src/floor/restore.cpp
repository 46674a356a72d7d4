// Starting from what PostgreSQL holds: open conversations, seats, statuses, numbers; sockets come back by themselves.
#include <algorithm>

#include "relais/base/bug.hpp"

#include "floor/agent/seats.hpp"
#include "floor/conversation/live.hpp"
#include "floor/floor_impl.hpp"

namespace relais {
namespace {

void restore_people(State& state, const Recovered& recovered, Instant now) {
    for (const VisitorRecord& record : recovered.visitors) {
        Visitor& visitor = state.visitors[record.id];
        visitor.record = record;
        visitor.stored = true;
        visitor.last_life = now;
    }
    for (const AgentRecord& record : recovered.agents) {
        Agent& agent = state.agents[record.id];
        agent.record = record;
        if (record.status == AgentStatus::offline) continue;
        // A fresh grace: nobody is gone because we were (RULES 10).
        agent.in_grace = true;
        state.deadlines.set(DeadlineKind::agent_grace, record.id.value, now + rules(state).agent_grace);
    }
    for (const SeatRecord& seat : recovered.seats) state.agents[seat.agent].seats.push_back(seat);
    for (auto& [id, agent] : state.agents) {
        std::sort(agent.seats.begin(), agent.seats.end(),
                  [](const SeatRecord& a, const SeatRecord& b) { return a.n < b.n; });
    }
}

/// Whoever holds a conversation sees it: lines that come before his console is back are his, too.
void restore_screens(State& state) {
    for (const auto& [id, agent] : state.agents) {
        for (const SeatRecord& seat : agent.seats) {
            const auto found = state.conversations.find(seat.conversation);
            if (found != state.conversations.end() && seat.held_as != SeatUse::offer)
                found->second.seen_by.push_back(id);
        }
    }
}

void restore_lines(State& state, const Recovered& recovered) {
    for (const RecoveredLine& line : recovered.lines) {
        const auto found = state.conversations.find(line.conversation);
        if (found == state.conversations.end()) continue;
        Conversation& conversation = found->second;
        RELAIS_ASSERT(line.position == conversation.lines.size() + 1);
        conversation.lines.push_back(LineMeta{line.message, line.seq, line.at, line.author_kind});
        if (line.seq > 0) conversation.last_seq = line.seq;
        if (!line.message.is_nil()) conversation.position_of.emplace(line.message, line.position);
    }
}

void restore_conversations(State& state, const Recovered& recovered) {
    for (const ConversationRecord& record : recovered.conversations) {
        Conversation& conversation = state.conversations[record.id];
        conversation.record = record;
        conversation.visitor_read = record.visitor_read_seq;
        conversation.agent_read = record.agent_read_seq;
        Visitor& visitor = state.visitors[record.visitor];
        const Conversation* other = find(state, visitor.conversation);
        const bool newer = !other || other->record.state == ConversationState::ended;
        if (newer &&
            (record.state != ConversationState::ended || !other || other->record.state_since < record.state_since))
            visitor.conversation = record.id;
        visitor.earlier.push_back(record.id);
    }
    for (const EpisodeRecord& episode : recovered.episodes) {
        const auto found = state.conversations.find(episode.conversation);
        if (found != state.conversations.end()) found->second.episode = episode;
    }
    for (const OfferRecord& offer : recovered.offers) {
        const auto found = state.conversations.find(offer.conversation);
        if (found != state.conversations.end()) found->second.offer = offer;
    }
}

/// A deadline that should have come by now comes in the first turn.
void restore_deadlines(State& state, Conversation& conversation, Instant now) {
    const Uuid subject = conversation.record.id.value;
    switch (conversation.record.state) {
        case ConversationState::waiting:
        case ConversationState::offered:
            state.deadlines.set(DeadlineKind::choices, subject,
                                std::max(now, conversation.episode.started + rules(state).choices_after));
            break;
        case ConversationState::active: note_sign_of_life(state, conversation, now); break;
        case ConversationState::ended:
            state.deadlines.set(DeadlineKind::forget_conversation, subject,
                                std::max(now, conversation.record.state_since + rules(state).reopen_within));
            return;
    }
    follow(state, conversation, now);
}

}  // namespace

void Floor::Impl::restore(const Recovered& recovered, Instant now) {
    RELAIS_ASSERT(state.turns == 0);
    state.head = recovered.head;
    state.last_instant = now;
    restore_people(state, recovered, now);
    restore_conversations(state, recovered);
    restore_lines(state, recovered);
    restore_screens(state);
    for (const EntryPointRecord& record : recovered.entry_points) state.entry_points[record.id].record = record;
    for (const ClientRecord& record : recovered.clients) {
        Client& client = state.clients[record.id];
        client.record = record;
        client.stored = true;
    }
    state.left_messages.insert(recovered.open_left_messages.begin(), recovered.open_left_messages.end());
    for (const Recovered::Handling& handling : recovered.handlings) {
        Queue& queue = state.queues[handling.queue];
        queue.handlings_ms.push_back(handling.ms);
        queue.handlings_sum_ms += handling.ms;
    }
    for (const ConversationRecord& record : recovered.conversations)
        restore_deadlines(state, conversation_of(state, record.id), now);
    state.tally_due = true;  // the first turn tells the team: nobody was told yet
    restored_ = true;
}

/// Offers do not outlive a restart: no console is there to ring. Wrap-ups run out from now.
void Floor::Impl::first_turn(Instant now) {
    restored_ = false;
    std::vector<std::pair<ConversationId, AgentId>> offered;
    for (const auto& [id, conversation] : state.conversations) {
        if (conversation.offer) offered.emplace_back(id, conversation.offer->agent);
    }
    std::sort(offered.begin(), offered.end());
    for (const auto& [conversation, agent] : offered) emit(OfferWithdrawn{conversation, agent}, now);
    for (const auto& [id, agent] : state.agents) {
        for (const SeatRecord& seat : agent.seats) {
            if (seat.held_as == SeatUse::wrap_up)
                state.deadlines.set(DeadlineKind::wrap_up, seat.conversation.value,
                                    state.clock.at(now) + Duration{1000});
        }
    }
    state.deadlines.set(DeadlineKind::forget_client, Uuid{}, state.clock.at(now) + std::chrono::hours{1});
}

Recovered Floor::durable_state() const {
    const State& state = impl_->state;
    Recovered durable;
    durable.head = state.head;
    durable.last_instant = state.last_instant;
    for (const auto& [id, visitor] : state.visitors) {
        if (visitor.stored && find(state, visitor.conversation)) durable.visitors.push_back(visitor.record);
    }
    for (const auto& [id, conversation] : state.conversations) {
        durable.conversations.push_back(conversation.record);
        durable.episodes.push_back(conversation.episode);
        if (conversation.offer) durable.offers.push_back(*conversation.offer);
        for (std::uint32_t index = 0; index < conversation.lines.size(); ++index) {
            const LineMeta& line = conversation.lines[index];
            durable.lines.push_back(RecoveredLine{id, index + 1, line.seq, line.message, line.at, line.author_kind});
        }
    }
    for (const auto& [id, agent] : state.agents) {
        durable.agents.push_back(agent.record);
        durable.seats.insert(durable.seats.end(), agent.seats.begin(), agent.seats.end());
    }
    for (const auto& [id, entry_point] : state.entry_points) {
        if (entry_point.record.version > 0) durable.entry_points.push_back(entry_point.record);
    }
    for (const auto& [id, client] : state.clients) durable.clients.push_back(client.record);
    durable.open_left_messages.assign(state.left_messages.begin(), state.left_messages.end());
    for (const auto& [id, queue] : state.queues) {
        for (const std::int64_t ms : queue.handlings_ms) durable.handlings.push_back(Recovered::Handling{id, ms});
    }
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    std::sort(durable.visitors.begin(), durable.visitors.end(), by_id);
    std::sort(durable.conversations.begin(), durable.conversations.end(), by_id);
    std::sort(durable.agents.begin(), durable.agents.end(), by_id);
    std::sort(durable.clients.begin(), durable.clients.end(), by_id);
    const auto by_conversation = [](const auto& a, const auto& b) { return a.conversation < b.conversation; };
    std::sort(durable.episodes.begin(), durable.episodes.end(), by_conversation);
    std::sort(durable.offers.begin(), durable.offers.end(), by_conversation);
    std::stable_sort(durable.lines.begin(), durable.lines.end(), by_conversation);
    std::sort(durable.seats.begin(), durable.seats.end(),
              [](const SeatRecord& a, const SeatRecord& b) { return std::tie(a.agent, a.n) < std::tie(b.agent, b.n); });
    return durable;
}

}  // namespace relais
