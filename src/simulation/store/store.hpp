// PostgreSQL as far as a run needs it: the tables of sql/migrations in memory, a batch as one transaction, the schema's own
// constraints and sql/checks on every row a batch touches, and what recovery would read back (sql/queries/recovery).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "relais/journal/journal.hpp"

namespace relais::simulation {

/// Conversation, episode, entry, offer and what they went through, by conversation.
struct StoredConversation {
    ConversationRecord record;
    std::vector<EpisodeRecord> episodes;  // index n - 1
    std::vector<Line> lines;              // index position - 1
    std::vector<OfferRecord> offers;      // ascending number
    std::uint32_t last_seq = 0;
    std::unordered_map<MessageId, std::uint32_t> position_of;
    /// Every state it was in, with the event that made it so: for the checkers.
    struct State {
        std::uint64_t number = 0;
        ConversationState state = ConversationState::waiting;
        AgentId agent;
    };
    std::vector<State> states;
};

struct Complaint {
    std::string constraint;
    std::string what;
};

class Store {
public:
    /// What administrators wrote; grows, never shrinks (the daemon loads it with every change).
    void set_settings(std::shared_ptr<const Settings> settings);

    enum class Written : std::uint8_t { stored, not_the_head };
    /// One transaction. Complaints of the schema are kept: see take_complaints. A batch that breaks the schema is stored
    /// all the same, so that the other checkers see what the product would have done.
    Written write(const Batch& batch);

    [[nodiscard]] std::uint64_t head() const { return head_; }
    [[nodiscard]] Instant last_at() const { return last_at_; }
    [[nodiscard]] Recovered recovered(Instant now) const;

    [[nodiscard]] const StoredConversation* find(ConversationId id) const;
    /// Where a message was stored, if it was: of a visitor in any of his conversations, of an agent in the one he names.
    [[nodiscard]] Lookup look_up(VisitorId visitor, MessageId message) const;
    [[nodiscard]] Lookup look_up(ConversationId conversation, MessageId message) const;
    /// In order of creation.
    [[nodiscard]] const std::vector<ConversationId>& conversations() const { return created_; }
    [[nodiscard]] const std::map<AgentId, std::vector<SeatRecord>>& seats() const { return seats_; }
    [[nodiscard]] const std::map<AgentId, AgentRecord>& agents() const { return agents_; }
    [[nodiscard]] const std::unordered_map<MessageId, LeftMessage>& left_messages() const { return left_messages_; }
    [[nodiscard]] std::uint64_t events() const { return events_; }
    [[nodiscard]] std::vector<Complaint> take_complaints();

    /// Test seam of `--break drop_row_on_crash`: the newest line of an open conversation was never on disk.
    bool lose_newest_line();

private:
    void write_conversations(const Batch& batch);
    void write_seats(const RowChanges& changes);
    void write_offers(const RowChanges& changes);
    void write_lines(const Batch& batch);
    void write_line(const Line& line);
    void write_left_message(const Event& event);
    void note_state(const Event& event);
    void check_touched(const Batch& batch);
    void check_conversation(ConversationId id);
    void complain(std::string constraint, std::string what);
    [[nodiscard]] bool wanted(const StoredConversation& conversation, Instant since) const;
    void recover_handlings(Recovered& recovered) const;

    std::shared_ptr<const Settings> settings_ = std::make_shared<Settings>();
    std::uint32_t seats_max_ever_ = 0;
    std::uint64_t head_ = 0;
    Instant last_at_;
    std::uint64_t events_ = 0;
    std::unordered_map<ConversationId, StoredConversation> conversations_;
    std::vector<ConversationId> created_;
    std::unordered_map<VisitorId, std::vector<ConversationId>> of_visitor_;
    std::set<ConversationId> open_;
    std::map<Instant, std::set<ConversationId>> ended_;  // by state_since
    std::unordered_map<VisitorId, VisitorRecord> visitors_;
    std::map<AgentId, AgentRecord> agents_;
    std::map<AgentId, std::vector<SeatRecord>> seats_;  // ascending n
    std::unordered_map<ConversationId, std::vector<std::pair<AgentId, SeatUse>>> seats_of_;
    std::map<EntryPointId, EntryPointRecord> entry_points_;
    std::unordered_map<ClientId, ClientRecord> clients_;
    std::unordered_map<MessageId, LeftMessage> left_messages_;
    std::vector<Complaint> complaints_;
};

}  // namespace relais::simulation
