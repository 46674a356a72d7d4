#include "simulation/checkers/mirror.hpp"

#include <algorithm>

namespace relais::simulation {

MirroredConversation* Mirror::find(ConversationId id) {
    const auto found = open_.find(id);
    return found == open_.end() ? nullptr : &found->second;
}

const MirroredConversation* Mirror::find(ConversationId id) const {
    const auto found = open_.find(id);
    return found == open_.end() ? nullptr : &found->second;
}

bool Mirror::could_serve(const MirroredAgent& agent, const MirroredConversation& conversation) const {
    const auto required = required_.find(conversation.entry_point);
    const SkillSet skills = required == required_.end() ? 0 : required->second;
    return agent.takes_chats() && (agent.settings.skills & skills) == skills;
}

/// Sockets are gone with the process; everything else is what was stored.
void Mirror::restart(const Recovered& recovered) {
    open_.clear();
    waiting_.clear();
    visitors_.clear();
    for (auto& [id, agent] : agents_) {
        agent.status = AgentStatus::offline;
        agent.lost = false;
        agent.connections.clear();
        agent.seats.clear();
    }
    for (const AgentRecord& record : recovered.agents) {
        agents_[record.id].status = record.status;
        agents_[record.id].lost = record.status != AgentStatus::offline;
    }
    for (const SeatRecord& seat : recovered.seats) agents_[seat.agent].seats.push_back(seat);
    for (const ConversationRecord& record : recovered.conversations) {
        MirroredConversation& conversation = open_[record.id];
        conversation.id = record.id;
        conversation.visitor = record.visitor;
        conversation.entry_point = record.entry_point;
        conversation.priority = record.priority;
        conversation.arrival = record.arrival;
        conversation.state = record.state;
        conversation.agent = record.agent;
        conversation.excluded.insert(record.excluded.begin(), record.excluded.end());
        if (record.state == ConversationState::waiting) waiting_.insert(record.id);
    }
    for (const EpisodeRecord& episode : recovered.episodes) {
        if (MirroredConversation* conversation = find(episode.conversation))
            conversation->waiting_since = episode.started;
    }
    for (const OfferRecord& offer : recovered.offers) {
        MirroredConversation* conversation = find(offer.conversation);
        if (conversation == nullptr) continue;
        conversation->offered_to = offer.agent;
        conversation->transfer = !offer.from.is_nil();
    }
}

void Mirror::apply(const Settings& settings) {
    seats_max_ = settings.seats_max;
    for (auto& [id, agent] : agents_) agent.known = false;
    for (const AgentSettings& one : settings.agents) {
        agents_[one.id].settings = one;
        agents_[one.id].known = true;
    }
    for (const EntryPointSettings& entry_point : settings.entry_points) {
        required_[entry_point.id] = entry_point.required;
        for (const QueueSettings& queue : settings.queues) {
            if (queue.id == entry_point.queue) priorities_[entry_point.id] = queue.priority;
        }
    }
}

void Mirror::apply_seats(const RowChanges& changes) {
    for (const AgentId agent : changes.agents_with_seats_changed) agents_[agent].seats.clear();
    for (const SeatRecord& seat : changes.seats) agents_[seat.agent].seats.push_back(seat);
}

void Mirror::wait(MirroredConversation& conversation) {
    conversation.state = ConversationState::waiting;
    conversation.agent = {};
    conversation.offered_to = {};
    conversation.transfer = false;
    waiting_.insert(conversation.id);
}

void Mirror::on(const ConversationStarted& event, Instant at) {
    MirroredConversation& conversation = open_[event.conversation.id];
    conversation.id = event.conversation.id;
    conversation.visitor = event.conversation.visitor;
    conversation.entry_point = event.conversation.entry_point;
    conversation.priority = event.conversation.priority;
    conversation.arrival = event.conversation.arrival;
    conversation.waiting_since = at;
    wait(conversation);
}

void Mirror::on(const ConversationRequeued& event, Instant at) {
    MirroredConversation* conversation = find(event.conversation);
    if (conversation == nullptr) return;
    if (conversation->entry_point != event.entry_point) conversation->priority = priorities_[event.entry_point];
    conversation->entry_point = event.entry_point;
    conversation->waiting_since = at;
    if (event.exclude_agent) conversation->excluded.insert(event.agent);
    wait(*conversation);
}

void Mirror::on(const ConversationReopened& event, Instant at) {
    MirroredConversation* conversation = find(event.conversation);
    if (conversation == nullptr) return;
    conversation->arrival = at;
    conversation->waiting_since = at;
    conversation->excluded.clear();
    wait(*conversation);
}

void Mirror::on(const OfferMade& event) {
    MirroredConversation* conversation = find(event.conversation);
    if (conversation == nullptr) return;
    conversation->offered_to = event.agent;
    conversation->transfer = !event.from.is_nil();
    if (conversation->transfer) return;
    conversation->state = ConversationState::offered;
    waiting_.erase(event.conversation);
}

void Mirror::on(const OfferAccepted& event) {
    MirroredConversation* conversation = find(event.conversation);
    if (conversation == nullptr) return;
    // RULES 7: who transferred it away is not asked again.
    if (conversation->transfer) conversation->excluded.insert(conversation->agent);
    conversation->state = ConversationState::active;
    conversation->agent = event.agent;
    conversation->offered_to = {};
    conversation->transfer = false;
    waiting_.erase(event.conversation);
}

void Mirror::offer_over(ConversationId id, AgentId agent, bool exclude) {
    MirroredConversation* conversation = find(id);
    if (conversation == nullptr) return;
    if (exclude) conversation->excluded.insert(agent);
    const bool transfer = conversation->transfer;
    conversation->offered_to = {};
    conversation->transfer = false;
    if (!transfer && conversation->state == ConversationState::offered) wait(*conversation);
}

void Mirror::apply(const Event& event) {
    const EventBody& body = event.body;
    if (const auto* started = std::get_if<ConversationStarted>(&body))
        on(*started, event.at);
    else if (const auto* made = std::get_if<OfferMade>(&body))
        on(*made);
    else if (const auto* accepted = std::get_if<OfferAccepted>(&body))
        on(*accepted);
    else if (const auto* declined = std::get_if<OfferDeclined>(&body))
        offer_over(declined->conversation, declined->agent, true);
    else if (const auto* missed = std::get_if<OfferMissed>(&body))
        offer_over(missed->conversation, missed->agent, true);
    else if (const auto* withdrawn = std::get_if<OfferWithdrawn>(&body))
        offer_over(withdrawn->conversation, withdrawn->agent, false);
    else if (const auto* requeued = std::get_if<ConversationRequeued>(&body))
        on(*requeued, event.at);
    else if (const auto* reopened = std::get_if<ConversationReopened>(&body))
        on(*reopened, event.at);
    else if (const auto* lapsed = std::get_if<ExclusionLapsed>(&body)) {
        if (MirroredConversation* conversation = find(lapsed->conversation)) conversation->excluded.clear();
    } else if (const auto* ended = std::get_if<ConversationEnded>(&body)) {
        waiting_.erase(ended->conversation);
        if (MirroredConversation* conversation = find(ended->conversation))
            conversation->state = ConversationState::ended;
    } else if (const auto* status = std::get_if<AgentStatusSet>(&body)) {
        agents_[status->agent].status = status->status;
        agents_[status->agent].lost = false;
    } else if (const auto* lost = std::get_if<AgentLost>(&body))
        agents_[lost->agent].lost = true;
    else if (const auto* returned = std::get_if<AgentReturned>(&body))
        agents_[returned->agent].lost = false;
    else if (const auto* here = std::get_if<AgentConnected>(&body))
        agents_[here->agent].connections.insert(here->connection);
    else if (const auto* away = std::get_if<AgentDisconnected>(&body))
        agents_[away->agent].connections.erase(away->connection);
    else if (const auto* came = std::get_if<VisitorConnected>(&body))
        visitors_[came->visitor].insert(came->connection);
    else if (const auto* left = std::get_if<VisitorDisconnected>(&body)) {
        const auto visitor = visitors_.find(left->visitor);
        if (visitor == visitors_.end()) return;
        visitor->second.erase(left->connection);
        if (visitor->second.empty()) visitors_.erase(visitor);
    } else if (const auto* settings = std::get_if<SettingsApplied>(&body))
        apply(*settings->settings);
}

}  // namespace relais::simulation
