#include "relais/journal/recovery.hpp"

#include <utility>

#include "relais/base/bug.hpp"

#include "journal/failure.hpp"
#include "journal/projection/words.hpp"
#include "journal/query.hpp"

namespace relais {
namespace {

using pg::Parameters;
using pg::Rows;

std::uint32_t small(const Rows& rows, int row, int column) {
    return static_cast<std::uint32_t>(rows.integer(row, column));
}
std::uint64_t large(const Rows& rows, int row, int column) {
    return static_cast<std::uint64_t>(rows.integer(row, column));
}

// The schema's CHECKs hold the same words as the program: another one means a migration was forgotten.
template <class Enum>
Enum word(const Rows& rows, int row, int column) {
    const auto value = projection::from_word<Enum>(rows.text(row, column));
    RELAIS_ASSERT(value.has_value());
    return *value;
}

std::vector<AgentId> agents_of(std::string_view list) {
    std::vector<AgentId> agents;
    while (!list.empty()) {
        const auto id = parse_uuid(list.substr(0, 36));
        RELAIS_ASSERT(id.has_value());
        agents.push_back({*id});
        list.remove_prefix(std::min<std::size_t>(list.size(), 37));
    }
    return agents;
}

class Reader {
public:
    Reader(pg::Connection& connection, CentreId centre) : connection_(connection), centre_(centre) {}

    Recovered read(Instant now, const RecoveryWindow& window);

private:
    Rows ask(const pg::Query& query) { return connection_.run(query, Parameters().add(centre_)); }
    void head();
    void conversations(Instant since);
    void visitors();
    void episodes();
    void lines();
    void agents_and_seats();
    void offers();
    void entry_points();
    void clients(Instant since);
    void left_messages();
    void handlings();

    pg::Connection& connection_;
    CentreId centre_;
    Recovered found_;
};

Recovered Reader::read(Instant now, const RecoveryWindow& window) {
    head();
    conversations(now - window.ended_within);
    visitors();
    episodes();
    lines();
    agents_and_seats();
    offers();
    entry_points();
    clients(now - window.clients_within);
    left_messages();
    handlings();
    return std::move(found_);
}

void Reader::head() {
    static const pg::Query query = journal::named_query("queries/recovery/head.sql");
    const Rows rows = ask(query);
    found_.head = large(rows, 0, 0);
    found_.last_instant = rows.instant(0, 1);
}

void Reader::conversations(Instant since) {
    static const pg::Query query = journal::named_query("queries/recovery/conversations.sql");
    const Rows rows = connection_.run(query, Parameters().add(centre_).add(since));
    found_.conversations.reserve(static_cast<std::size_t>(rows.count()));
    for (int row = 0; row < rows.count(); ++row) {
        ConversationRecord record;
        record.id = rows.id<ConversationId>(row, 0);
        record.visitor = rows.id<VisitorId>(row, 1);
        record.site = rows.id<SiteId>(row, 2);
        record.entry_point = rows.id<EntryPointId>(row, 3);
        record.language = rows.text(row, 4);
        record.priority = static_cast<std::uint8_t>(rows.integer(row, 5));
        record.state = word<ConversationState>(rows, row, 6);
        record.episode = small(rows, row, 7);
        record.arrival = rows.instant(row, 8);
        record.agent = rows.id<AgentId>(row, 9);
        record.transfer_to = rows.id<AgentId>(row, 10);
        record.state_since = rows.instant(row, 11);
        record.excluded = agents_of(rows.text(row, 12));
        record.ended_by = word<Party>(rows, row, 13);
        record.ended_why = word<EndWhy>(rows, row, 14);
        record.visitor_read_seq = small(rows, row, 15);
        record.agent_read_seq = small(rows, row, 16);
        found_.conversations.push_back(std::move(record));
    }
}

void Reader::visitors() {
    static const pg::Query query = journal::named_query("queries/recovery/visitors.sql");
    pg::Column ids(pg::Type::uuid);
    for (const ConversationRecord& record : found_.conversations) ids.push(record.visitor);
    const Rows rows = connection_.run(query, Parameters().add(centre_).add(ids));
    found_.visitors.reserve(static_cast<std::size_t>(rows.count()));
    for (int row = 0; row < rows.count(); ++row) {
        found_.visitors.push_back({rows.id<VisitorId>(row, 0), rows.id<SiteId>(row, 1), rows.instant(row, 2),
                                   std::string(rows.text(row, 3))});
    }
}

void Reader::episodes() {
    static const pg::Query query = journal::named_query("queries/recovery/episodes.sql");
    pg::Column ids(pg::Type::uuid);
    pg::Column latest(pg::Type::int4);
    for (const ConversationRecord& record : found_.conversations) {
        ids.push(record.id);
        latest.push(static_cast<std::int32_t>(record.episode));
    }
    const Rows rows = connection_.run(query, Parameters().add(centre_).add(ids).add(latest));
    for (int row = 0; row < rows.count(); ++row) {
        EpisodeRecord record;
        record.conversation = rows.id<ConversationId>(row, 0);
        record.n = small(rows, row, 1);
        record.cause = word<EpisodeCause>(rows, row, 2);
        record.entry_point = rows.id<EntryPointId>(row, 3);
        record.started = rows.instant(row, 4);
        record.accepted = rows.maybe_instant(row, 5);
        record.answered = rows.maybe_instant(row, 6);
        record.over = rows.maybe_instant(row, 7);
        record.agent = rows.id<AgentId>(row, 8);
        record.outcome = word<EpisodeOutcome>(rows, row, 9);
        if (!rows.is_null(row, 10)) record.predicted_ms = rows.integer(row, 10);
        found_.episodes.push_back(std::move(record));
    }
}

void Reader::lines() {
    static const pg::Query query = journal::named_query("queries/recovery/lines.sql");
    pg::Column ids(pg::Type::uuid);
    for (const ConversationRecord& record : found_.conversations) ids.push(record.id);
    const Rows rows = connection_.run(query, Parameters().add(centre_).add(ids));
    found_.lines.reserve(static_cast<std::size_t>(rows.count()));
    for (int row = 0; row < rows.count(); ++row) {
        found_.lines.push_back({rows.id<ConversationId>(row, 0), small(rows, row, 1),
                                rows.is_null(row, 2) ? 0 : small(rows, row, 2), rows.id<MessageId>(row, 3),
                                rows.instant(row, 4), word<Party>(rows, row, 5)});
    }
}

void Reader::agents_and_seats() {
    static const pg::Query agents = journal::named_query("queries/recovery/agents.sql");
    const Rows states = ask(agents);
    for (int row = 0; row < states.count(); ++row) {
        found_.agents.push_back({states.id<AgentId>(row, 0), word<AgentStatus>(states, row, 1),
                                 std::string(states.text(row, 2)), states.instant(row, 3),
                                 states.maybe_instant(row, 4).value_or(Instant{}), small(states, row, 5)});
    }
    static const pg::Query seats = journal::named_query("queries/recovery/seats.sql");
    const Rows taken = ask(seats);
    for (int row = 0; row < taken.count(); ++row) {
        found_.seats.push_back({taken.id<AgentId>(row, 0), small(taken, row, 1), word<SeatUse>(taken, row, 2),
                                taken.id<ConversationId>(row, 3), small(taken, row, 4), taken.instant(row, 5)});
    }
}

void Reader::offers() {
    static const pg::Query query = journal::named_query("queries/recovery/offers.sql");
    const Rows rows = ask(query);
    for (int row = 0; row < rows.count(); ++row) {
        found_.offers.push_back({rows.id<ConversationId>(row, 0), large(rows, row, 1), rows.id<AgentId>(row, 2),
                                 rows.id<AgentId>(row, 3), rows.instant(row, 4), rows.maybe_instant(row, 5),
                                 word<OfferOutcome>(rows, row, 6)});
    }
}

void Reader::entry_points() {
    static const pg::Query query = journal::named_query("queries/recovery/entry_points.sql");
    const Rows rows = ask(query);
    for (int row = 0; row < rows.count(); ++row) {
        found_.entry_points.push_back(
            {rows.id<EntryPointId>(row, 0), word<Availability>(rows, row, 1), word<AvailabilityCause>(rows, row, 2),
             large(rows, row, 3), word<ByHand>(rows, row, 4), rows.maybe_instant(row, 5).value_or(Instant{}),
             rows.id<AgentId>(row, 6), rows.maybe_instant(row, 7).value_or(Instant{}), std::string(rows.text(row, 8))});
    }
}

void Reader::clients(Instant since) {
    static const pg::Query query = journal::named_query("queries/recovery/clients.sql");
    const Rows rows = connection_.run(query, Parameters().add(centre_).add(since));
    found_.clients.reserve(static_cast<std::size_t>(rows.count()));
    for (int row = 0; row < rows.count(); ++row) {
        found_.clients.push_back({rows.id<ClientId>(row, 0), large(rows, row, 1), rows.instant(row, 2)});
    }
}

void Reader::left_messages() {
    static const pg::Query query = journal::named_query("queries/recovery/open_left_messages.sql");
    const Rows rows = ask(query);
    for (int row = 0; row < rows.count(); ++row) found_.open_left_messages.push_back(rows.id<MessageId>(row, 0));
}

void Reader::handlings() {
    static const pg::Query query = journal::named_query("queries/recovery/handlings.sql");
    const Rows rows =
        connection_.run(query, Parameters().add(centre_).add(static_cast<std::int32_t>(limits::handlings_remembered)));
    for (int row = 0; row < rows.count(); ++row)
        found_.handlings.push_back({rows.id<QueueId>(row, 0), rows.integer(row, 1)});
}

}  // namespace

Result<Recovered, StorageError> recover(const std::string& url, CentreId centre, Instant now, RecoveryWindow window) {
    static const pg::Query head = journal::named_query("queries/journal/head.sql");
    try {
        pg::ConnectOptions options;
        options.url = url;
        options.name = "relais recovery";
        options.answer_timeout = Duration{30'000};
        pg::Connection connection(options);
        pg::Transaction snapshot(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        if (connection.run(head, Parameters().add(centre)).empty()) {
            return StorageError{StorageProblem::unknown_centre, "there is no centre " + to_string(centre)};
        }
        Recovered found = Reader(connection, centre).read(now, window);
        snapshot.commit();
        return found;
    } catch (const pg::Error& error) {
        return journal::storage_error(error);
    }
}

}  // namespace relais
