#include "journal/lease.hpp"

#include "journal/query.hpp"

namespace relais::journal {
namespace {

std::int64_t int8_of(std::uint64_t value) { return static_cast<std::int64_t>(value); }
std::uint64_t number_of(const pg::Rows& rows, int column) {
    return static_cast<std::uint64_t>(rows.integer(0, column));
}

}  // namespace

Result<PostgresJournal::Taken, StorageError> take_lease(pg::Connection& connection, CentreId centre,
                                                        const std::string& owner, Duration lease) {
    static const pg::Query take = named_query("queries/journal/take_lease.sql");
    static const pg::Query settle = named_query("queries/journal/settle_clients.sql");
    static const pg::Query holder = named_query("queries/journal/lease_holder.sql");
    {
        pg::Transaction transaction(connection);
        const pg::Rows taken =
            connection.run(take, pg::Parameters().add(centre).add(owner).add(std::int64_t{lease.count()}));
        if (!taken.empty()) {
            connection.run(settle, pg::Parameters().add(centre));
            transaction.commit();
            return PostgresJournal::Taken{number_of(taken, 0), number_of(taken, 1), taken.instant(0, 2)};
        }
    }
    const pg::Rows other = connection.run(holder, pg::Parameters().add(centre));
    if (other.empty()) return StorageError{StorageProblem::unknown_centre, "there is no centre " + to_string(centre)};
    return StorageError{StorageProblem::lease_held,
                        "centre " + to_string(centre) + " is written by " + std::string(other.text(0, 0))};
}

bool renew_lease(pg::Connection& connection, CentreId centre, std::uint64_t epoch, Duration lease) {
    static const pg::Query renew = named_query("queries/journal/renew_lease.sql");
    return !connection.run(renew, pg::Parameters().add(centre).add(int8_of(epoch)).add(std::int64_t{lease.count()}))
                .empty();
}

void release_lease(pg::Connection& connection, CentreId centre, std::uint64_t epoch) {
    static const pg::Query release = named_query("queries/journal/release_lease.sql");
    connection.run(release, pg::Parameters().add(centre).add(int8_of(epoch)));
}

Head read_head(pg::Connection& connection, CentreId centre) {
    static const pg::Query head = named_query("queries/journal/head.sql");
    const pg::Rows rows = connection.run(head, pg::Parameters().add(centre));
    if (rows.empty()) return {};
    return {number_of(rows, 0), number_of(rows, 1)};
}

void forget_clients(pg::Connection& connection, CentreId centre) {
    static const pg::Query forget = named_query("queries/journal/forget_clients.sql");
    connection.run(forget, pg::Parameters().add(centre));
}

}  // namespace relais::journal
