// The journal over PostgreSQL: group commit on a thread of its own (RULES 25 to 29). What came in while the last batch was
// committing is the next batch; there is no timer.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "relais/base/result.hpp"
#include "relais/journal/journal.hpp"
#include "relais/journal/storage_error.hpp"

namespace relais {

struct JournalOptions {
    std::string url;              // libpq URI or key=value list
    std::string owner;            // names this installation; the same owner takes its lease back at once after a crash
    Duration lease{15'000};       // how long another owner has to wait after the last batch or renewal; 3 s at least
    Duration answer_max{10'000};  // a server that is silent for so long counts as lost
    Duration retry_first{50};     // pause after the first failure; doubles
    Duration retry_max{2'000};    // up to this
};

/// How the writer fares, since the start.
struct JournalFigures {
    std::uint64_t batches = 0;
    std::uint64_t events = 0;
    std::uint64_t retries = 0;     // attempts that failed: a batch, a renewal or a connection
    std::string last_failure;      // why the last of them did; for logs and the health page, without a visitor's words
    std::uint64_t reconnects = 0;  // connections after the first
    std::uint64_t commit_us_total = 0;  // from sending to the answer, committed batches only
    std::uint64_t commit_us_last = 0;
    std::size_t waiting_events = 0;  // appended and not committed, the batch under way included
    std::size_t waiting_bytes = 0;
};

class PostgresJournal final : public Journal {
public:
    /// Starts the thread; connects when there is something to do. `listener` must outlive the journal.
    PostgresJournal(JournalOptions options, JournalListener& listener);
    /// As `stop` without any patience.
    ~PostgresJournal() override;
    PostgresJournal(const PostgresJournal&) = delete;
    PostgresJournal& operator=(const PostgresJournal&) = delete;

    struct Taken {
        std::uint64_t epoch = 0;
        std::uint64_t head = 0;
        Instant last_at;
    };
    /// Takes the lease of a centre with a new epoch, so that nothing an older holder still sends is stored; recover after
    /// it, never before. Also the way back after `lease_lost` and `data_error`: until then whatever is appended for such a
    /// centre is dropped, for it rests on what was not stored. Blocks the caller (a few ms, at most about 10 s).
    /// Errors: unreachable, no_schema, unknown_centre, lease_held.
    [[nodiscard]] Result<Taken, StorageError> take(CentreId centre);
    /// The centre is closed: its lease is free at once. Only after everything appended for it is durable.
    void release(CentreId centre);

    /// RULES 26: never waits for storage, never refuses. While the writer sleeps it makes the statement of this batch and gives
    /// it to the socket (some 20 us); else it takes a mutex held for as long at most. Batches of a centre must follow one
    /// another (head_before = head_after of the one before); a gap is a bug.
    void append(Batch batch) override;

    /// Writes what waits for at most `linger`, gives the leases back, ends the thread. True: everything is stored.
    bool stop(Duration linger);

    [[nodiscard]] JournalFigures figures() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace relais
