// The floor of one centre: what is live, decided by one owner, without clock, socket, thread, log, random, JSON or SQL.
// Callers give it commands and one `now`; it gives back events to store, rows to write and frames to release.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "relais/floor/command.hpp"
#include "relais/floor/event.hpp"
#include "relais/floor/frame.hpp"

namespace relais {

/// Final states of the rows one or more turns touched, made by a pure projection in the same turn (RULES 27). Keys are
/// unique within each vector. Released seats are written before taken ones by the journal.
struct RowChanges {
    std::vector<VisitorRecord> visitors;
    std::vector<ConversationRecord> conversations;
    std::vector<EpisodeRecord> episodes;
    std::vector<AgentRecord> agents;
    std::vector<AgentId> agents_with_seats_changed;  // their seats are deleted, then `seats` inserted
    std::vector<SeatRecord> seats;
    std::vector<OfferRecord> offers;
    std::vector<EntryPointRecord> entry_points;
    std::vector<ClientRecord> clients;
};

struct Turn {
    std::vector<Event> events;  // durable ones are numbered consecutively from the head before the turn
    RowChanges changes;
    std::vector<Output> outputs;           // in order; depends_on never decreases among those above 0
    std::optional<Instant> next_deadline;  // call `turn` again at the latest then
    std::uint64_t head = 0;                // number of the last durable event so far
    /// Call `turn` again as soon as more is durable: offers wait to run, or the clock stands.
    bool waits_for_storage = false;
    /// Copies of messages of long ago, perhaps: look them up in storage and submit the command again with `lookup` filled.
    /// Neither consumed nor answered. Only after answer_lookups.
    std::vector<Command> lookups;
};

/// What recovery knows of one line: enough to number the next and to recognise a copy (RULES 30). No text.
struct RecoveredLine {
    ConversationId conversation;
    std::uint32_t position = 0;
    std::uint32_t seq = 0;
    MessageId message;
    Instant at;
    Party author_kind = Party::system;
};

/// Everything a floor starts from: open conversations and those ended within Rules::reopen_within.
struct Recovered {
    std::uint64_t head = 0;
    Instant last_instant;  // of the last stored event
    std::vector<VisitorRecord> visitors;
    std::vector<ConversationRecord> conversations;
    std::vector<EpisodeRecord> episodes;  // the latest of each conversation
    std::vector<AgentRecord> agents;
    std::vector<SeatRecord> seats;
    std::vector<OfferRecord> offers;  // open ones
    std::vector<EntryPointRecord> entry_points;
    std::vector<ClientRecord> clients;
    std::vector<MessageId> open_left_messages;
    std::vector<RecoveredLine> lines;
    struct Handling {
        QueueId queue;
        std::int64_t ms = 0;
    };
    std::vector<Handling> handlings;  // the last 50 of each queue, oldest first
};

/// How far PostgreSQL is: every event up to `number` is committed.
struct Durable {
    std::uint64_t number = 0;
    std::size_t uncommitted_bytes = 0;
};

struct State;  // src/floor/state.hpp: for the floor itself, the checkers and the tests

class Floor {
public:
    /// An empty centre; `centre` only labels.
    explicit Floor(CentreId centre);
    ~Floor();
    Floor(Floor&&) noexcept;
    Floor& operator=(Floor&&) noexcept;

    /// Before the first turn only. Every agent gets a fresh grace and no socket; open offers are withdrawn in the first turn.
    void restore(const Recovered& recovered, Instant now);

    /// One turn (DESIGN 2). `now` never decreases. At most limits::commands_a_turn_max commands.
    [[nodiscard]] Turn turn(std::span<const Command> commands, Instant now, Durable durable);

    /// Somebody answers Turn::lookups; without it the floor takes what it does not hold for never stored.
    void answer_lookups();

    /// The durable state as recovery would read it: the simulator compares it with what was stored.
    [[nodiscard]] Recovered durable_state() const;

    [[nodiscard]] CentreId centre() const;
    [[nodiscard]] const State& state() const;

    /// Test seam of `relais simulate --break`: deliberately wrong rules, off in production (RULES, Simulation).
    struct Breaks {
        bool fourth_seat = false;         // the limit is one too high
        bool newest_first = false;        // the queue is served from its end
        bool lost_requeue = false;        // a lost agent's conversation is not put back
        bool seat_freed_late = false;     // a freed seat is looked at one second late
        bool note_to_visitor = false;     // notes get a seq and reach the visitor
        bool two_agents = false;          // an offer does not take the conversation out of the queue
        bool idle_seat = false;           // route skips every other turn
        bool hole_in_numbers = false;     // a seq is skipped now and then
        bool exclusion_for_ever = false;  // RULES 7 never lapses
        bool forget_grace = false;        // a lost agent stays eligible
        bool dishonest_estimate = false;  // estimates a fifth of the truth
        bool double_message = false;      // a repeated message id is stored again
    };
    void break_rules(const Breaks& breaks);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace relais
