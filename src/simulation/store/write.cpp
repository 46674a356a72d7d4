// A batch as one transaction, in the journal's order: final states, released seats before taken ones, closed offers before
// open ones, then lines.
#include <algorithm>
#include <utility>

#include "simulation/store/store.hpp"

namespace relais::simulation {
namespace {

template <class Key, class Tag>
std::string of(const char* what, const Key& key, const char* more, const Id<Tag>& id) {
    return std::string(what) + " " + to_string(key) + more + to_string(id);
}

}  // namespace

void Store::set_settings(std::shared_ptr<const Settings> settings) {
    settings_ = std::move(settings);
    seats_max_ever_ = std::max(seats_max_ever_, settings_->seats_max);
}

const StoredConversation* Store::find(ConversationId id) const {
    const auto found = conversations_.find(id);
    return found == conversations_.end() ? nullptr : &found->second;
}

Lookup Store::look_up(ConversationId id, MessageId message) const {
    Lookup lookup;
    lookup.done = true;
    const StoredConversation* conversation = find(id);
    if (conversation == nullptr) return lookup;
    const auto position = conversation->position_of.find(message);
    if (position == conversation->position_of.end()) return lookup;
    const Line& line = conversation->lines[position->second - 1];
    return {true, id, line.position, line.seq, line.at};
}

Lookup Store::look_up(VisitorId visitor, MessageId message) const {
    const auto mine = of_visitor_.find(visitor);
    if (mine != of_visitor_.end()) {
        for (const ConversationId id : mine->second) {
            if (const Lookup lookup = look_up(id, message); !lookup.conversation.is_nil()) return lookup;
        }
    }
    return look_up(ConversationId{}, message);
}

std::vector<Complaint> Store::take_complaints() { return std::exchange(complaints_, {}); }

void Store::complain(std::string constraint, std::string what) {
    complaints_.push_back({std::move(constraint), std::move(what)});
}

Store::Written Store::write(const Batch& batch) {
    if (batch.head_before != head_) return Written::not_the_head;
    if (batch.head_after - batch.head_before != batch.events.size())
        complain("event_numbers_have_no_gap", "a batch of another size than its numbers");
    for (const VisitorRecord& visitor : batch.changes.visitors) visitors_.insert_or_assign(visitor.id, visitor);
    write_conversations(batch);
    for (const AgentRecord& agent : batch.changes.agents) agents_.insert_or_assign(agent.id, agent);
    write_seats(batch.changes);
    write_offers(batch.changes);
    for (const EntryPointRecord& record : batch.changes.entry_points) entry_points_.insert_or_assign(record.id, record);
    for (const ClientRecord& client : batch.changes.clients) clients_.insert_or_assign(client.id, client);
    write_lines(batch);
    head_ = batch.head_after;
    events_ += batch.events.size();
    if (!batch.events.empty()) last_at_ = std::max(last_at_, batch.events.back().at);
    check_touched(batch);
    return Written::stored;
}

void Store::write_conversations(const Batch& batch) {
    for (const ConversationRecord& record : batch.changes.conversations) {
        const auto [found, created] = conversations_.try_emplace(record.id);
        StoredConversation& conversation = found->second;
        if (created) {
            created_.push_back(record.id);
            of_visitor_[record.visitor].push_back(record.id);
        }
        if (!created && conversation.record.state == ConversationState::ended) {
            const auto same = ended_.find(conversation.record.state_since);
            if (same != ended_.end()) same->second.erase(record.id);
        }
        conversation.record = record;
        if (record.state == ConversationState::ended) {
            open_.erase(record.id);
            ended_[record.state_since].insert(record.id);
        } else {
            open_.insert(record.id);
        }
        if (!visitors_.contains(record.visitor))
            complain("visitor_fkey", of("conversation", record.id, " of unknown visitor ", record.visitor));
    }
    for (const EpisodeRecord& episode : batch.changes.episodes) {
        const auto found = conversations_.find(episode.conversation);
        if (found == conversations_.end()) {
            complain("episode_conversation_fkey", "episode of unknown conversation " + to_string(episode.conversation));
            continue;
        }
        auto& episodes = found->second.episodes;
        if (episode.n < 1 || episode.n > episodes.size() + 1) {
            // Rows of one batch come in no order of n: leave room, the check below finds holes.
            episodes.resize(std::max<std::size_t>(episodes.size(), episode.n));
        }
        if (episode.n == episodes.size() + 1) episodes.emplace_back();
        if (episode.n >= 1) episodes[episode.n - 1] = episode;
    }
}

void Store::write_seats(const RowChanges& changes) {
    const auto forget = [this](const SeatRecord& seat) {
        auto& holders = seats_of_[seat.conversation];
        std::erase(holders, std::pair{seat.agent, seat.held_as});
        if (holders.empty()) seats_of_.erase(seat.conversation);
    };
    for (const AgentId agent : changes.agents_with_seats_changed) {
        for (const SeatRecord& seat : seats_[agent]) forget(seat);
        seats_[agent].clear();
    }
    for (const SeatRecord& seat : changes.seats) {
        auto& held = seats_[seat.agent];
        const auto place =
            std::find_if(held.begin(), held.end(), [&](const SeatRecord& other) { return other.n >= seat.n; });
        if (place != held.end() && place->n == seat.n)
            complain("seat_pkey", of("seat", seat.agent, " taken twice, for ", seat.conversation));
        if (seat.n < 1 || seat.n > seat.limit_when_taken)
            complain("seat_within_limit",
                     of("agent", seat.agent, " has a seat above his limit for ", seat.conversation));
        if (seat.limit_when_taken > seats_max_ever_)
            complain("seat_within_centre",
                     of("agent", seat.agent, " has a seat above the centre's limit for ", seat.conversation));
        if (!conversations_.contains(seat.conversation))
            complain("seat_conversation_fkey", of("agent", seat.agent, " has a seat for unknown ", seat.conversation));
        held.insert(place, seat);
        auto& holders = seats_of_[seat.conversation];
        const auto same_use = [&](const auto& holder) { return holder.second == seat.held_as; };
        if ((seat.held_as == SeatUse::active || seat.held_as == SeatUse::offer) &&
            std::any_of(holders.begin(), holders.end(), same_use)) {
            complain(seat.held_as == SeatUse::active ? "one_agent_a_conversation" : "one_offered_seat_a_conversation",
                     of("agent", seat.agent, " and another hold ", seat.conversation));
        }
        holders.emplace_back(seat.agent, seat.held_as);
    }
}

void Store::write_offers(const RowChanges& changes) {
    std::vector<OfferRecord> offers = changes.offers;
    std::stable_partition(offers.begin(), offers.end(),
                          [](const OfferRecord& offer) { return offer.outcome != OfferOutcome::open; });
    for (const OfferRecord& offer : offers) {
        const auto found = conversations_.find(offer.conversation);
        if (found == conversations_.end()) {
            complain("offer_conversation_fkey", "offer of unknown conversation " + to_string(offer.conversation));
            continue;
        }
        auto& rows = found->second.offers;
        const auto same =
            std::find_if(rows.begin(), rows.end(), [&](const OfferRecord& row) { return row.number == offer.number; });
        if (same != rows.end())
            *same = offer;
        else
            rows.push_back(offer);
        const auto open = std::count_if(rows.begin(), rows.end(),
                                        [](const OfferRecord& row) { return row.outcome == OfferOutcome::open; });
        if (open > 1)
            complain("one_open_offer_a_conversation",
                     of("conversation", offer.conversation, " is offered twice, now to ", offer.agent));
    }
}

void Store::write_lines(const Batch& batch) {
    std::uint64_t expected = batch.head_before;
    for (const Event& event : batch.events) {
        if (event.number != ++expected)
            complain("event_numbers_have_no_gap",
                     "event " + std::to_string(event.number) + " where " + std::to_string(expected) + " was due");
        if (const auto* added = std::get_if<LineAdded>(&event.body)) {
            Line line = added->line;
            line.made_by_event = event.number;
            write_line(line);
        } else {
            write_left_message(event);
            note_state(event);
        }
    }
}

/// Rows of merged turns are final states only; what was in between is in the events.
void Store::note_state(const Event& event) {
    const auto note = [&](ConversationId id, ConversationState state, AgentId agent) {
        const auto found = conversations_.find(id);
        if (found != conversations_.end()) found->second.states.push_back({event.number, state, agent});
    };
    if (const auto* started = std::get_if<ConversationStarted>(&event.body)) {
        note(started->conversation.id, ConversationState::waiting, {});
    } else if (const auto* accepted = std::get_if<OfferAccepted>(&event.body)) {
        note(accepted->conversation, ConversationState::active, accepted->agent);
    } else if (const auto* requeued = std::get_if<ConversationRequeued>(&event.body)) {
        note(requeued->conversation, ConversationState::waiting, {});
    } else if (const auto* reopened = std::get_if<ConversationReopened>(&event.body)) {
        note(reopened->conversation, ConversationState::waiting, {});
    } else if (const auto* ended = std::get_if<ConversationEnded>(&event.body)) {
        note(ended->conversation, ConversationState::ended, {});
    }
}

void Store::write_line(const Line& line) {
    const auto found = conversations_.find(line.conversation);
    if (found == conversations_.end()) {
        complain("lines_have_a_conversation", "line of unknown conversation " + to_string(line.conversation));
        return;
    }
    StoredConversation& conversation = found->second;
    const std::string where =
        "line " + std::to_string(line.position) + " of conversation " + to_string(line.conversation);
    if (line.position <= conversation.lines.size())
        complain("entry_pkey", where + " is stored already");
    else if (line.position != conversation.lines.size() + 1)
        complain("line_positions_have_no_gap", where + " leaves a hole");
    if (line.seq != 0 && line.seq <= conversation.last_seq) complain("entry_seq_key", where + " repeats a seq");
    if (line.seq != 0 && line.seq > conversation.last_seq + 1)
        complain("line_seqs_have_no_gap", where + " skips a seq");
    if (line.kind == LineKind::note && line.seq != 0) complain("note_has_no_seq", where + " is a note with a seq");
    if (line.kind != LineKind::note && line.seq == 0)
        complain("notes_have_no_seq", where + " is hidden from the visitor");
    if (!line.message.is_nil() && !conversation.position_of.try_emplace(line.message, line.position).second) {
        complain("entry_message_id_key", where + " repeats message " + to_string(line.message));
    }
    if (line.seq != 0) conversation.last_seq = line.seq;
    conversation.lines.push_back(line);
}

void Store::write_left_message(const Event& event) {
    if (const auto* left = std::get_if<MessageLeft>(&event.body)) {
        left_messages_.try_emplace(left->message.id, left->message);
        if (!visitors_.contains(left->message.visitor))
            complain("left_message_visitor_fkey",
                     of("message", left->message.id, " left by unknown visitor ", left->message.visitor));
    } else if (const auto* done = std::get_if<LeftMessageDone>(&event.body)) {
        const auto found = left_messages_.find(done->message);
        if (found == left_messages_.end()) return;
        found->second.done = true;
        found->second.done_by = done->agent;
        found->second.done_at = event.at;
    }
}

}  // namespace relais::simulation
