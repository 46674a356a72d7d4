// One batch as one transaction in one round trip: a statement for each kind of row that the batch has. Owns the columns, whose memory
// serves batch after batch. For one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>

#include "relais/journal/journal.hpp"

#include "pg/connection.hpp"

namespace relais::journal {

/// Sqlstate of advance_head (sql/migrations/0002): head or epoch are not the expected ones, nothing was stored.
inline constexpr std::string_view head_refused = "RL001";

/// Lines and what their authors' clients consumed, and nothing else; not more clients than lines. No notes: these also come when
/// a conversation is over, and settle_clients.sql looks only at open ones.
[[nodiscard]] bool lines_alone(const Batch& batch);

/// Numbers of clients that lines have stored and `client` has not.
using ClientNumbers = std::unordered_map<ClientId, ClientRecord>;

class BatchWriter {
public:
    BatchWriter();
    ~BatchWriter();

    /// Once for each new connection. Throws pg::Error.
    void prepare(pg::Connection& connection);
    /// Sends the batch as far as the socket takes it, without waiting. `await` must follow. With `unsettled` not null the numbers of
    /// clients go to their table, those of the batch and these; with null, for a batch of lines alone, they stand in its lines.
    /// Throws pg::Error. False: not all has left yet.
    bool send(pg::Connection& connection, const Batch& batch, const ClientNumbers* unsettled, std::uint64_t epoch,
              Duration lease);
    /// Waits until it is committed. Throws pg::Error; see Connection::await_as_one for what is known then.
    void await(pg::Connection& connection);

private:
    struct Tables;
    std::unique_ptr<Tables> tables_;
};

}  // namespace relais::journal
