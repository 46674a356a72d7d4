#include "relais/office/history.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "relais/base/bug.hpp"

#include "office/office_query.hpp"

namespace relais::office {
namespace {

using pg::Parameters;
using pg::Rows;

// Positions are int4 in the schema; a caller's "everything" is above.
std::int32_t int4_of(std::uint32_t value) {
    return static_cast<std::int32_t>(std::min<std::uint32_t>(value, INT32_MAX));
}

// Lists of the schema (sql/migrations/0002) in the order of the enums; the journal writes the same words.
template <class Enum, std::size_t size>
Enum value_of(const std::array<std::string_view, size>& words, std::string_view word) {
    for (std::size_t i = 0; i < size; ++i) {
        if (words[i] == word) return static_cast<Enum>(i);
    }
    RELAIS_ASSERT(!"a word of the schema");
    return {};
}

constexpr std::array<std::string_view, 5> line_kinds{"text", "file", "call", "system", "note"};
constexpr std::array<std::string_view, 3> parties{"visitor", "agent", "system"};
constexpr std::array<std::string_view, 8> system_whats{"none",        "started", "agent_joined", "requeued",
                                                       "transferred", "ended",   "reopened",     "visitor_silent"};

Line line_of(const Rows& rows, int row, ConversationId conversation) {
    Line line;
    line.conversation = conversation;
    line.position = small(rows, row, 0);
    line.seq = rows.is_null(row, 1) ? 0 : small(rows, row, 1);
    line.kind = value_of<LineKind>(line_kinds, rows.text(row, 2));
    line.at = rows.instant(row, 3);
    line.author_kind = value_of<Party>(parties, rows.text(row, 4));
    line.author = rows.uuid(row, 5);
    line.author_name = rows.text(row, 6);
    line.message = rows.id<MessageId>(row, 7);
    if (!rows.is_null(row, 8)) line.body = std::make_shared<const std::string>(rows.text(row, 8));
    line.made_by_event = static_cast<std::uint64_t>(rows.integer(row, 9));
    if (!rows.is_null(row, 10)) line.what = value_of<SystemWhat>(system_whats, rows.text(row, 10));
    if (!rows.is_null(row, 11)) line.detail = rows.text(row, 11);
    if (!rows.is_null(row, 12)) line.by = value_of<Party>(parties, rows.text(row, 12));
    return line;
}

std::optional<Original> original_of(const Rows& rows) {
    if (rows.empty()) return std::nullopt;
    return Original{rows.id<ConversationId>(0, 0), small(rows, 0, 1), rows.is_null(0, 2) ? 0 : small(rows, 0, 2),
                    rows.instant(0, 3)};
}

LeftMessage left_message_of(const Rows& rows, int row) {
    LeftMessage message;
    message.id = rows.id<MessageId>(row, 0);
    message.at = rows.instant(row, 1);
    message.visitor = rows.id<VisitorId>(row, 2);
    message.site = rows.id<SiteId>(row, 3);
    message.entry_point = rows.id<EntryPointId>(row, 4);
    message.conversation = rows.id<ConversationId>(row, 5);
    message.language = rows.text(row, 6);
    message.name = rows.text(row, 7);
    message.email = rows.text(row, 8);
    message.phone = rows.text(row, 9);
    message.text = std::make_shared<const std::string>(rows.text(row, 10));
    message.done = rows.boolean(row, 11);
    message.done_by = rows.id<AgentId>(row, 12);
    message.done_at = rows.maybe_instant(row, 13).value_or(Instant{});
    return message;
}

}  // namespace

Result<std::vector<Line>, Error> read_lines(Database& database, CentreId centre, ConversationId conversation,
                                            std::uint32_t after, std::uint32_t upto, std::uint32_t bytes_max) {
    return with_connection<std::vector<Line>>(database, [&](pg::Connection& connection) {
        const Rows rows = connection.run(named_query("queries/office/read_lines.sql"),
                                         Parameters()
                                             .add(centre)
                                             .add(conversation)
                                             .add(int4_of(after))
                                             .add(int4_of(upto))
                                             .add(static_cast<std::int32_t>(lines_a_page_max))
                                             .add(std::int64_t{bytes_max}));
        std::vector<Line> lines;
        for (int row = 0; row < rows.count(); ++row) lines.push_back(line_of(rows, row, conversation));
        return lines;
    });
}

Result<std::optional<Original>, Error> find_message(Database& database, CentreId centre, ConversationId conversation,
                                                    MessageId message) {
    return with_connection<std::optional<Original>>(database, [&](pg::Connection& connection) {
        return original_of(connection.run(named_query("queries/office/find_message.sql"),
                                          Parameters().add(centre).add(conversation).add(message)));
    });
}

Result<std::optional<Original>, Error> find_message(Database& database, CentreId centre, VisitorId visitor,
                                                    MessageId message) {
    return with_connection<std::optional<Original>>(database, [&](pg::Connection& connection) {
        return original_of(connection.run(named_query("queries/office/find_message_of_visitor.sql"),
                                          Parameters().add(centre).add(visitor).add(message)));
    });
}

Result<std::optional<VisitorId>, Error> visitor_of(Database& database, CentreId centre, ConversationId conversation) {
    return with_connection<std::optional<VisitorId>>(
        database, [&](pg::Connection& connection) -> std::optional<VisitorId> {
            const Rows rows = connection.run(named_query("queries/office/visitor_of.sql"),
                                             Parameters().add(centre).add(conversation));
            if (rows.empty()) return std::nullopt;
            return rows.id<VisitorId>(0, 0);
        });
}

Result<std::vector<LeftMessage>, Error> read_left_messages(Database& database, CentreId centre, bool done) {
    return with_connection<std::vector<LeftMessage>>(database, [&](pg::Connection& connection) {
        const Rows rows =
            connection.run(named_query("queries/office/read_left_messages.sql"),
                           Parameters().add(centre).add(done).add(static_cast<std::int32_t>(left_messages_a_page_max)));
        std::vector<LeftMessage> messages;
        for (int row = 0; row < rows.count(); ++row) messages.push_back(left_message_of(rows, row));
        return messages;
    });
}

Result<std::uint32_t, Error> count_open_left_messages(Database& database, CentreId centre) {
    return with_connection<std::uint32_t>(database, [&](pg::Connection& connection) {
        return small(connection.run(named_query("queries/office/count_left_messages.sql"), Parameters().add(centre)), 0,
                     0);
    });
}

}  // namespace relais::office
