#include <algorithm>

#include "floor/apply.hpp"
#include "floor/conversation/live.hpp"

namespace relais {
namespace {

Conversation* live_conversation(State& state, const Visitor& visitor) {
    const auto found = state.conversations.find(visitor.conversation);
    return found == state.conversations.end() ? nullptr : &found->second;
}

}  // namespace

void apply_event(State& state, const Event&, const VisitorSeen& seen) {
    Visitor& visitor = state.visitors[seen.visitor.id];
    visitor.record = seen.visitor;
    visitor.stored = true;
    state.touched.visitors.insert_or_assign(seen.visitor.id, seen.visitor);
}

void apply_event(State& state, const Event& event, const VisitorConnected& connected) {
    Visitor& visitor = state.visitors[connected.visitor];
    if (!visitor.stored) {
        visitor.record.id = connected.visitor;
        visitor.record.site = connected.site;
    }
    visitor.connections.push_back(connected.connection);
    visitor.last_life = event.at;
    const bool elsewhere = visitor.page_url != connected.page_url;
    visitor.page_title = connected.page_title;
    visitor.page_url = connected.page_url;
    Conversation* conversation = live_conversation(state, visitor);
    if (!conversation || conversation->record.state == ConversationState::ended) return;
    if (conversation->visitor_away || elsewhere) state.touched.screens.insert(conversation->record.id);
    conversation->visitor_away = false;
    follow(state, *conversation, event.at);
}

void apply_event(State& state, const Event& event, const VisitorDisconnected& disconnected) {
    const auto found = state.visitors.find(disconnected.visitor);
    if (found == state.visitors.end()) return;
    Visitor& visitor = found->second;
    std::erase(visitor.connections, disconnected.connection);
    if (!visitor.connections.empty()) return;
    visitor.last_life = event.at;
    if (visitor.lease) {
        const Instant soon = state.clock.at(event.at) + rules(state).page_change;
        const auto until = state.deadlines.at(DeadlineKind::lease, disconnected.visitor.value);
        if (!until || soon < *until) state.deadlines.set(DeadlineKind::lease, disconnected.visitor.value, soon);
    }
    if (Conversation* conversation = live_conversation(state, visitor)) {
        if (conversation->record.state != ConversationState::ended) follow(state, *conversation, event.at);
    } else if (!visitor.lease) {
        state.visitors.erase(found);
    }
}

void apply_event(State& state, const Event& event, const LeaseGranted& granted) {
    Visitor& visitor = state.visitors[granted.visitor];
    const Instant business = state.clock.at(event.at);
    visitor.lease = Lease{granted.entry_point, granted.address, business + rules(state).lease_longest};
    visitor.admitted = true;
    state.entry_points[granted.entry_point].leases += 1;
    if (!granted.address.empty()) state.leases_by_address[granted.address] += 1;
    state.deadlines.set(DeadlineKind::lease, granted.visitor.value, business + rules(state).lease_time);
    state.availability_dirty = true;
}

void apply_event(State& state, const Event& event, const LeaseRenewed& renewed) {
    const Visitor& visitor = state.visitors[renewed.visitor];
    if (!visitor.lease) return;
    const Instant until = std::min(visitor.lease->longest, state.clock.at(event.at) + rules(state).lease_time);
    state.deadlines.set(DeadlineKind::lease, renewed.visitor.value, until);
}

void apply_event(State& state, const Event&, const LeaseEnded& ended) {
    const auto found = state.visitors.find(ended.visitor);
    if (found == state.visitors.end() || !found->second.lease) return;
    const Lease lease = *found->second.lease;
    found->second.lease.reset();
    state.deadlines.cancel(DeadlineKind::lease, ended.visitor.value);
    const auto entry_point = state.entry_points.find(lease.entry_point);
    if (entry_point != state.entry_points.end() && entry_point->second.leases > 0) entry_point->second.leases -= 1;
    const auto held = state.leases_by_address.find(lease.address);
    if (held != state.leases_by_address.end() && --held->second == 0) state.leases_by_address.erase(held);
    state.availability_dirty = true;
    if (found->second.connections.empty() && !find(state, found->second.conversation)) state.visitors.erase(found);
}

void apply_event(State& state, const Event& event, const MessageLeft& left) {
    state.left_messages.insert(left.message.id);
    state.visitors[left.message.visitor].last_life = event.at;
}

void apply_event(State& state, const Event&, const LeftMessageDone& done) {
    state.left_messages.erase(done.message);
    state.left_messages_done.insert(done.message);
}

}  // namespace relais
