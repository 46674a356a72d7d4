// The lease row of a centre (table centre_head): who writes, with which epoch. All functions throw pg::Error.
#pragma once

#include <string>

#include "relais/base/id.hpp"
#include "relais/base/result.hpp"
#include "relais/journal/postgres_journal.hpp"

#include "pg/connection.hpp"

namespace relais::journal {

/// Epoch + 1, and every number that lines consumed stands in `client` then. Refused while another owner's lease runs.
[[nodiscard]] Result<PostgresJournal::Taken, StorageError> take_lease(pg::Connection& connection, CentreId centre,
                                                                      const std::string& owner, Duration lease);

/// False: the epoch is another one, the lease is lost.
[[nodiscard]] bool renew_lease(pg::Connection& connection, CentreId centre, std::uint64_t epoch, Duration lease);

/// Free at once; nothing happens when the epoch is another one.
void release_lease(pg::Connection& connection, CentreId centre, std::uint64_t epoch);

struct Head {
    std::uint64_t head = 0;
    std::uint64_t epoch = 0;
};
/// As last committed. Epoch 0: there is no such centre.
[[nodiscard]] Head read_head(pg::Connection& connection, CentreId centre);

/// Drops the numbers of clients that have not been seen for more than a day (RULES 24).
void forget_clients(pg::Connection& connection, CentreId centre);

}  // namespace relais::journal
