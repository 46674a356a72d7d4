#include "relais/office/forget.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "relais/floor/limits.hpp"

#include "office/office_query.hpp"

namespace relais::office {
namespace {

using pg::Parameters;
using pg::Rows;

std::uint64_t number(const Rows& rows, int column) { return static_cast<std::uint64_t>(rows.integer(0, column)); }

/// Calls `next(connection, rows)`, which says how many of the asked rows there were, until there are fewer.
template <class Next>
Result<Done, Error> in_batches(Database& database, const ForgetOld& wish, const Forgotten& so_far, Next&& next) {
    std::uint32_t rows = std::max<std::uint32_t>(wish.rows, 1);
    for (;;) {
        const auto found = with_connection<std::uint64_t>(
            database, [&](pg::Connection& connection) { return next(connection, static_cast<std::int32_t>(rows)); });
        if (!found) {
            if (found.error().problem != Problem::busy || rows == 1) return found.error();
            rows /= 2;
            continue;
        }
        if (wish.stored) wish.stored(so_far);
        if (found.value() < rows) return Done{};
    }
}

Result<Done, Error> forget_lines(Database& database, CentreId centre, const ForgetOld& wish, Forgotten& so_far) {
    std::int64_t ended_us = 0;
    Uuid last;
    return in_batches(database, wish, so_far, [&](pg::Connection& connection, std::int32_t most) -> std::uint64_t {
        const Rows rows = connection.run(
            named_query("queries/office/forget_lines.sql"),
            Parameters().add(centre).add(wish.before).add(ended_us).add(last).add(most).add(wish.count_only));
        if (rows.empty()) return 0;
        so_far.conversations += number(rows, 1);
        so_far.lines += number(rows, 2);
        ended_us = rows.integer(0, 3);
        last = rows.uuid(0, 4);
        return number(rows, 0);
    });
}

/// What is read by id: the query says how many it looked at, how many of them it took out, and the last id.
Result<Done, Error> forget_by_id(Database& database, std::string_view path, CentreId centre, const ForgetOld& wish,
                                 const Forgotten& so_far, std::uint64_t& taken_out) {
    Uuid last;
    return in_batches(database, wish, so_far, [&](pg::Connection& connection, std::int32_t most) -> std::uint64_t {
        const Rows rows = connection.run(
            named_query(path), Parameters().add(centre).add(wish.before).add(last).add(most).add(wish.count_only));
        if (rows.empty()) return 0;
        taken_out += number(rows, 1);
        last = rows.uuid(0, 2);
        return number(rows, 0);
    });
}

/// Until then the floor holds a conversation: it may begin again, and agents may still add notes, in a long wrap-up, too.
Result<Done, Error> check_over(const Rows& conversations, Instant now) {
    const Duration held = Rules{}.reopen_within;
    for (int row = 0; row < conversations.count(); ++row) {
        const std::string id = to_string(conversations.uuid(row, 0));
        const std::string state(conversations.text(row, 1));
        if (state != "ended")
            return Error{Problem::not_allowed, "conversation " + id + " of this visitor is open (" + state +
                                                   "): nothing was taken out; end it first"};
        if (conversations.boolean(row, 3))
            return Error{Problem::not_allowed,
                         "the agent of conversation " + id +
                             " of this visitor is still wrapping up: nothing was taken out; ask again later"};
        if (now - conversations.instant(row, 2) < held)
            return Error{
                Problem::not_allowed,
                "conversation " + id + " of this visitor has just ended and may still go on: nothing was taken " +
                    "out; ask again " + std::to_string(held / std::chrono::minutes{1}) + " minutes after its end"};
    }
    return Done{};
}

Forgotten forget_all_of(pg::Connection& connection, CentreId centre, const Uuid& visitor, const Rows& conversations,
                        bool count_only) {
    pg::Column ids(pg::Type::uuid);
    for (int row = 0; row < conversations.count(); ++row) ids.push(conversations.uuid(row, 0));
    Forgotten gone;
    const Rows lines = connection.run(named_query("queries/office/forget_lines_of_visitor.sql"),
                                      Parameters().add(centre).add(ids).add(count_only));
    gone.conversations = number(lines, 0);
    gone.lines = number(lines, 1);
    const Rows left = connection.run(named_query("queries/office/forget_left_messages_of_visitor.sql"),
                                     Parameters().add(centre).add(visitor).add(count_only));
    gone.left_messages = number(left, 0);
    gone.left_messages_open = number(left, 1);
    if (!count_only)
        connection.run(named_query("queries/office/forget_name.sql"), Parameters().add(centre).add(visitor));
    return gone;
}

}  // namespace

Result<Forgotten, Error> forget_old(Database& database, CentreId centre, const ForgetOld& wish) {
    Forgotten so_far;
    if (const auto done = forget_lines(database, centre, wish, so_far); !done) return done.error();
    const auto by_id = [&](std::string_view path, std::uint64_t& taken_out) {
        return forget_by_id(database, path, centre, wish, so_far, taken_out);
    };
    if (const auto done = by_id("queries/office/forget_left_messages.sql", so_far.left_messages); !done)
        return done.error();
    if (const auto done = by_id("queries/office/forget_names.sql", so_far.names); !done) return done.error();
    return so_far;
}

Result<Forgotten, Error> forget_visitor(Database& database, CentreId centre, const Uuid& whose, Instant now,
                                        bool count_only) {
    return with_connection<Forgotten>(database, [&](pg::Connection& connection) -> Result<Forgotten, Error> {
        pg::Transaction transaction(connection);
        const Rows visitor =
            connection.run(named_query("queries/office/find_visitor.sql"), Parameters().add(centre).add(whose));
        if (visitor.empty())
            return Error{Problem::unknown,
                         "this centre has no visitor, conversation or left message " + to_string(whose)};
        // The id of a left message is chosen by who leaves it.
        if (visitor.count() > 1)
            return Error{Problem::not_allowed, to_string(whose) + " names things of " +
                                                   std::to_string(visitor.count()) +
                                                   " visitors: nothing was taken out; name the visitor"};
        const Uuid id = visitor.uuid(0, 0);
        const Rows conversations =
            connection.run(named_query("queries/office/lock_conversations.sql"), Parameters().add(centre).add(id));
        if (const auto over = check_over(conversations, now); !over) return over.error();
        Forgotten gone = forget_all_of(connection, centre, id, conversations, count_only);
        gone.names = visitor.boolean(0, 1) ? 1 : 0;
        if (!count_only) transaction.commit();
        return gone;
    });
}

}  // namespace relais::office
