#include <algorithm>

#include "floor/agent/seats.hpp"
#include "floor/apply.hpp"
#include "floor/conversation/live.hpp"
#include "floor/routing/availability.hpp"

namespace relais {

void apply_event(State& state, const Event& event, const SettingsApplied& applied) {
    state.settings = applied.settings;
    for (const QueueSettings& settings : applied.settings->queues) {
        Queue& queue = state.queues[settings.id];
        queue.settings = settings;
        queue.next_change = 0;
        // Before the first change the queue is in the state that the first change does not bring.
        queue.open_by_hours = settings.hours.empty() || !settings.hours.front().open;
    }
    follow_hours(state, event.at);
    for (const EntryPointSettings& settings : applied.settings->entry_points) {
        EntryPoint& entry_point = state.entry_points[settings.id];
        entry_point.settings = settings;
        entry_point.record.id = settings.id;
    }
    for (const AgentSettings& settings : applied.settings->agents) {
        Agent& agent = state.agents[settings.id];
        if (agent.record.id.is_nil()) {
            agent.record.id = settings.id;
            agent.record.since = event.at;
            state.touched.agents.insert(settings.id);
        }
        agent.settings = settings;
        agent.known = true;
        replace_in_pool(state, agent);
    }
    // Recovered conversations meet their entry points here for the first time.
    std::vector<ConversationId> ids;
    for (const auto& [id, conversation] : state.conversations) ids.push_back(id);
    std::sort(ids.begin(), ids.end());
    for (const ConversationId id : ids) {
        Conversation& conversation = conversation_of(state, id);
        if (conversation.record.state == ConversationState::waiting) follow(state, conversation, event.at);
    }
    state.availability_dirty = true;
    state.waiting_dirty = true;
}

void apply_event(State& state, const Event& event, const AvailabilityChanged& changed) {
    EntryPointRecord& record = state.entry_points[changed.entry_point].record;
    record.id = changed.entry_point;
    record.availability = changed.availability;
    record.cause = changed.cause;
    record.version += 1;
    record.since = event.at;
    state.touched.entry_points.insert(changed.entry_point);
    state.waiting_dirty = true;
}

void apply_event(State& state, const Event& event, const EntryPointSetByHand& set) {
    EntryPointRecord& record = state.entry_points[set.entry_point].record;
    record.by_hand = set.by_hand;
    record.by_hand_by = set.by;
    record.by_hand_at = event.at;
    record.by_hand_reason = set.reason;
    state.touched.entry_points.insert(set.entry_point);
    state.availability_dirty = true;
    state.waiting_dirty = true;
}

void apply_event(State& state, const Event& event, const CommandConsumed& consumed) {
    Client& client = state.clients[consumed.client];
    client.record.id = consumed.client;
    client.record.last_number = consumed.number;
    client.record.seen = event.at;
    client.stored = true;
    state.touched.clients.insert(consumed.client);
}

void apply_event(State& state, const Event& event, const BusinessRefused& refused) {
    Client& client = state.clients[refused.client];
    client.record.id = refused.client;
    client.record.last_number = refused.number;
    client.record.seen = event.at;
}

}  // namespace relais
