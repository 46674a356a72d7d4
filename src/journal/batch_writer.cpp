#include "journal/batch_writer.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "relais/base/bug.hpp"

#include "journal/projection/rows.hpp"
#include "journal/projection/words.hpp"
#include "journal/query.hpp"
#include "journal/table_columns.hpp"

namespace relais::journal {
namespace {

using enum pg::Type;
using projection::word;

// The order is that of the transaction: what others refer to first, seats deleted before any is inserted.
enum Statement : std::size_t {
    head,
    visitors,
    conversations,
    episodes,
    agent_states,
    seats_deleted,
    offers,
    seats,
    entry_point_states,
    left_messages,
    left_messages_done,
    events,
    entries,
    clients,
    one_line,       // head and one entry in one
    lines_at_once,  // head and entries in one
    statement_count
};

const std::array<pg::Query, statement_count>& queries() {
    static const std::array<pg::Query, statement_count> all{
        named_query("queries/journal/advance_head.sql"),
        named_query("queries/journal/upsert_visitors.sql"),
        named_query("queries/journal/upsert_conversations.sql"),
        named_query("queries/journal/upsert_episodes.sql"),
        named_query("queries/journal/upsert_agent_states.sql"),
        named_query("queries/journal/delete_seats.sql"),
        named_query("queries/journal/upsert_offers.sql"),
        named_query("queries/journal/insert_seats.sql"),
        named_query("queries/journal/upsert_entry_point_states.sql"),
        named_query("queries/journal/insert_left_messages.sql"),
        named_query("queries/journal/done_left_messages.sql"),
        named_query("queries/journal/insert_events.sql"),
        named_query("queries/journal/insert_entries.sql"),
        named_query("queries/journal/upsert_clients.sql"),
        named_query("queries/journal/store_line.sql"),
        named_query("queries/journal/store_lines.sql")};
    return all;
}

std::optional<std::string_view> unless_empty(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

// An instant nobody set is "never".
std::optional<Instant> unless_zero(Instant instant) {
    return instant == Instant{} ? std::nullopt : std::optional(instant);
}

std::int32_t int4_of(std::uint32_t value) { return static_cast<std::int32_t>(value); }
std::int64_t int8_of(std::uint64_t value) { return static_cast<std::int64_t>(value); }

std::string array_text(const std::vector<AgentId>& ids) {
    std::string text = "{";
    for (const AgentId& id : ids) {
        if (text.size() > 1) text.push_back(',');
        text += to_string(id);
    }
    text.push_back('}');
    return text;
}

}  // namespace

struct BatchWriter::Tables {
    TableColumns<uuid, uuid, timestamptz, pg::Type::text> visitors;
    TableColumns<uuid, uuid, uuid, uuid, pg::Type::text, int4, pg::Type::text, int4, timestamptz, uuid, uuid,
                 timestamptz, pg::Type::text, pg::Type::text, pg::Type::text, int4, int4>
        conversations;
    TableColumns<uuid, int4, pg::Type::text, uuid, timestamptz, timestamptz, timestamptz, timestamptz, uuid,
                 pg::Type::text, int8>
        episodes;
    TableColumns<uuid, pg::Type::text, pg::Type::text, timestamptz, timestamptz, int4> agent_states;
    TableColumns<uuid> agents_with_seats_changed;
    TableColumns<uuid, int4, pg::Type::text, uuid, int4, timestamptz> seats;
    TableColumns<uuid, int8, uuid, uuid, timestamptz, timestamptz, pg::Type::text> offers;
    TableColumns<uuid, pg::Type::text, pg::Type::text, int8, pg::Type::text, timestamptz, uuid, timestamptz,
                 pg::Type::text>
        entry_point_states;
    TableColumns<uuid, timestamptz, uuid, uuid, uuid, uuid, pg::Type::text, pg::Type::text, pg::Type::text,
                 pg::Type::text, pg::Type::text, boolean, uuid, timestamptz>
        left_messages;
    TableColumns<uuid, uuid, timestamptz> left_messages_done;
    TableColumns<int8, timestamptz, pg::Type::text, pg::Type::text, uuid, uuid, jsonb> events;
    TableColumns<uuid, int4, int4, int8, timestamptz, uuid, uuid, pg::Type::text, pg::Type::text, pg::Type::text,
                 pg::Type::text, jsonb>
        entries;
    TableColumns<uuid, int8, timestamptz> clients;
    TableColumns<uuid, int8> client_of_entries;
    std::array<pg::Parameters, statement_count> parameters;
    std::vector<pg::Step> steps;
    bool fenced_by_rows = false;  // with another head or epoch there is no error but no row

    void clear();
    void take_events(const Batch& batch);
    void take_line(const Line& line);
    void take_left(const LeftMessage& message);
    void take_conversations(const RowChanges& changes);
    void take_agents(const RowChanges& changes);
    void take_offers(const RowChanges& changes);
    void take_clients(const RowChanges& changes, const ClientNumbers& unsettled);
    pg::Parameters& open(Statement first, const Batch& batch, std::uint64_t epoch, Duration lease);
    void make_line_step(const Batch& batch, std::uint64_t epoch, Duration lease);
    void make_steps(const Batch& batch, std::uint64_t epoch, Duration lease);

    template <class Columns>
    void step(Statement statement, CentreId centre, Columns& columns) {
        if (columns.size() == 0) return;
        pg::Parameters& values = parameters[statement];
        values.add(centre);
        columns.add_to(values);
        steps.push_back({&queries()[statement], &values});
    }
};

void BatchWriter::Tables::clear() {
    visitors.clear();
    conversations.clear();
    episodes.clear();
    agent_states.clear();
    agents_with_seats_changed.clear();
    seats.clear();
    offers.clear();
    entry_point_states.clear();
    left_messages.clear();
    left_messages_done.clear();
    events.clear();
    entries.clear();
    clients.clear();
    client_of_entries.clear();
    for (pg::Parameters& values : parameters) values.clear();
    steps.clear();
}

void BatchWriter::Tables::take_line(const Line& line) {
    const std::string payload = projection::line_payload(line);
    const std::optional<std::string_view> body = line.body ? std::optional<std::string_view>(*line.body) : std::nullopt;
    const std::optional<std::int32_t> seq = line.seq == 0 ? std::nullopt : std::optional(int4_of(line.seq));
    entries.row(line.conversation, int4_of(line.position), seq, int8_of(line.made_by_event), line.at, line.message,
                line.author, word(line.kind), word(line.author_kind), std::string_view(line.author_name), body,
                unless_empty(payload));
}

void BatchWriter::Tables::take_left(const LeftMessage& message) {
    const std::string_view body = message.text ? std::string_view(*message.text) : std::string_view();
    left_messages.row(message.id, message.at, message.visitor, message.site, message.entry_point, message.conversation,
                      std::string_view(message.language), std::string_view(message.name),
                      std::string_view(message.email), std::string_view(message.phone), body, message.done,
                      message.done_by, unless_zero(message.done_at));
}

void BatchWriter::Tables::take_events(const Batch& batch) {
    for (const Event& event : batch.events) {
        if (const auto* added = std::get_if<LineAdded>(&event.body)) {
            take_line(added->line);
            continue;
        }
        if (const auto* left = std::get_if<MessageLeft>(&event.body)) take_left(left->message);
        if (const auto* done = std::get_if<LeftMessageDone>(&event.body))
            left_messages_done.row(done->message, done->agent, event.at);
        const auto row = projection::event_row(event);
        if (!row) continue;
        events.row(int8_of(row->number), row->at, row->kind, unless_empty(row->cause), row->conversation, row->agent,
                   std::string_view(row->payload));
    }
}

void BatchWriter::Tables::take_conversations(const RowChanges& changes) {
    for (const VisitorRecord& record : changes.visitors) {
        visitors.row(record.id, record.site, record.first_seen, std::string_view(record.name));
    }
    for (const ConversationRecord& record : changes.conversations) {
        conversations.row(record.id, record.visitor, record.site, record.entry_point, std::string_view(record.language),
                          std::int32_t{record.priority}, word(record.state), int4_of(record.episode), record.arrival,
                          record.agent, record.transfer_to, record.state_since,
                          std::string_view(array_text(record.excluded)), word(record.ended_by), word(record.ended_why),
                          int4_of(record.visitor_read_seq), int4_of(record.agent_read_seq));
    }
    for (const EpisodeRecord& record : changes.episodes) {
        episodes.row(record.conversation, int4_of(record.n), word(record.cause), record.entry_point, record.started,
                     record.accepted, record.answered, record.over, record.agent, word(record.outcome),
                     record.predicted_ms);
    }
}

void BatchWriter::Tables::take_agents(const RowChanges& changes) {
    for (const AgentRecord& record : changes.agents) {
        agent_states.row(record.id, word(record.status), std::string_view(record.reason), record.since,
                         unless_zero(record.last_assigned), int4_of(record.missed_in_a_row));
    }
    for (const AgentId& agent : changes.agents_with_seats_changed) agents_with_seats_changed.row(agent);
    for (const SeatRecord& record : changes.seats) {
        seats.row(record.agent, int4_of(record.n), word(record.held_as), record.conversation,
                  int4_of(record.limit_when_taken), record.since);
    }
    for (const EntryPointRecord& record : changes.entry_points) {
        entry_point_states.row(record.id, word(record.availability), word(record.cause), int8_of(record.version),
                               word(record.by_hand), unless_zero(record.since), record.by_hand_by,
                               unless_zero(record.by_hand_at), std::string_view(record.by_hand_reason));
    }
}

// The batch is later than what is not settled: its number of a client wins.
void BatchWriter::Tables::take_clients(const RowChanges& changes, const ClientNumbers& unsettled) {
    const auto take = [this](const ClientRecord& record) {
        clients.row(record.id, int8_of(record.last_number), record.seen);
    };
    std::unordered_set<ClientId> taken;
    for (const ClientRecord& record : changes.clients) {
        take(record);
        if (!unsettled.empty()) taken.insert(record.id);
    }
    for (const auto& [id, record] : unsettled) {
        if (!taken.contains(id)) take(record);
    }
}

void BatchWriter::Tables::take_offers(const RowChanges& changes) {
    for (const bool open : {false, true}) {
        for (const OfferRecord& record : changes.offers) {
            if ((record.outcome == OfferOutcome::open) != open) continue;
            offers.row(record.conversation, int8_of(record.number), record.agent, record.from, record.made, record.over,
                       word(record.outcome));
        }
    }
}

pg::Parameters& BatchWriter::Tables::open(Statement first, const Batch& batch, std::uint64_t epoch, Duration lease) {
    Instant last{};
    for (const Event& event : batch.events) last = std::max(last, event.at);
    pg::Parameters& opening = parameters[first];
    opening.add(batch.centre).add(int8_of(epoch)).add(int8_of(batch.head_before)).add(int8_of(batch.head_after));
    opening.add(last).add(std::int64_t{lease.count()});
    steps.push_back({&queries()[first], &opening});
    return opening;
}

// The clients ride with the lines one for one, whoever wrote which: they are stored together or not at all.
void BatchWriter::Tables::make_line_step(const Batch& batch, std::uint64_t epoch, Duration lease) {
    fenced_by_rows = true;
    const std::vector<ClientRecord>& riders = batch.changes.clients;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const bool rides = i < riders.size();
        client_of_entries.row(rides ? riders[i].id : ClientId{},
                              rides ? std::optional(int8_of(riders[i].last_number)) : std::nullopt);
    }
    const bool single = entries.size() == 1;
    pg::Parameters& values = open(single ? Statement::one_line : Statement::lines_at_once, batch, epoch, lease);
    if (single) {
        entries.add_only_to(values);
        client_of_entries.add_only_to(values);
    } else {
        entries.add_to(values);
        client_of_entries.add_to(values);
    }
}

void BatchWriter::Tables::make_steps(const Batch& batch, std::uint64_t epoch, Duration lease) {
    fenced_by_rows = false;
    open(Statement::head, batch, epoch, lease);
    step(Statement::visitors, batch.centre, visitors);
    step(Statement::conversations, batch.centre, conversations);
    step(Statement::episodes, batch.centre, episodes);
    step(Statement::agent_states, batch.centre, agent_states);
    step(Statement::seats_deleted, batch.centre, agents_with_seats_changed);
    step(Statement::offers, batch.centre, offers);
    step(Statement::seats, batch.centre, seats);
    step(Statement::entry_point_states, batch.centre, entry_point_states);
    step(Statement::left_messages, batch.centre, left_messages);
    step(Statement::left_messages_done, batch.centre, left_messages_done);
    step(Statement::events, batch.centre, events);
    step(Statement::entries, batch.centre, entries);
    step(Statement::clients, batch.centre, clients);
}

bool lines_alone(const Batch& batch) {
    const RowChanges& rows = batch.changes;
    const bool others = !(rows.visitors.empty() && rows.conversations.empty() && rows.episodes.empty() &&
                          rows.agents.empty() && rows.agents_with_seats_changed.empty() && rows.seats.empty() &&
                          rows.offers.empty() && rows.entry_points.empty());
    std::size_t lines = 0;
    for (const Event& event : batch.events) {
        if (const auto* added = std::get_if<LineAdded>(&event.body)) {
            if (added->line.kind == LineKind::note) return false;
            ++lines;
        } else if (!std::holds_alternative<CommandConsumed>(event.body)) {
            return false;
        }
    }
    return !others && lines > 0 && rows.clients.size() <= lines;
}

BatchWriter::BatchWriter() : tables_(std::make_unique<Tables>()) {}
BatchWriter::~BatchWriter() = default;

void BatchWriter::prepare(pg::Connection& connection) { connection.prepare(queries()); }

bool BatchWriter::send(pg::Connection& connection, const Batch& batch, const ClientNumbers* unsettled,
                       std::uint64_t epoch, Duration lease) {
    tables_->clear();
    tables_->take_events(batch);
    if (unsettled == nullptr) {
        RELAIS_ASSERT(lines_alone(batch));
        tables_->make_line_step(batch, epoch, lease);
    } else {
        tables_->take_conversations(batch.changes);
        tables_->take_agents(batch.changes);
        tables_->take_offers(batch.changes);
        tables_->take_clients(batch.changes, *unsettled);
        tables_->make_steps(batch, epoch, lease);
    }
    return connection.send_as_one(tables_->steps);
}

void BatchWriter::await(pg::Connection& connection) {
    const std::uint64_t rows = connection.await_as_one(tables_->steps.size());
    if (rows == 0 && tables_->fenced_by_rows) throw pg::Error(std::string(head_refused), "another head or epoch");
}

}  // namespace relais::journal
