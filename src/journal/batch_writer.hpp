// One batch as one transaction in one round trip: a statement for each kind of row that the batch has. Owns the columns, whose memory
// serves batch after batch. For the writer's thread alone.
#pragma once

#include <cstdint>
#include <memory>

#include "relais/journal/journal.hpp"

#include "pg/connection.hpp"

namespace relais::journal {

/// Sqlstate of advance_head (sql/migrations/0002): head or epoch are not the expected ones, nothing was stored.
inline constexpr std::string_view head_refused = "RL001";

class BatchWriter {
public:
    BatchWriter();
    ~BatchWriter();

    /// Once for each new connection. Throws pg::Error.
    void prepare(pg::Connection& connection);
    /// Throws pg::Error; see Connection::run_as_one for what is known then.
    void write(pg::Connection& connection, const Batch& batch, std::uint64_t epoch, Duration lease);

private:
    struct Tables;
    std::unique_ptr<Tables> tables_;
};

}  // namespace relais::journal
