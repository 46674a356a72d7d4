// One connection, blocking for its own thread only, with a bound on every wait. Statements are prepared by name when first
// used. Not for two threads at a time. libpq stays behind this header.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "pg/error.hpp"
#include "pg/parameters.hpp"
#include "pg/rows.hpp"

struct pg_conn;
struct pg_result;

namespace relais::pg {

/// A named statement, one of sql/queries. Both texts live as long as the program.
struct Query {
    std::string_view name;
    std::string_view text;
};

struct ConnectOptions {
    std::string url;                // a libpq URI or key=value list
    std::string name = "relais";    // shown in pg_stat_activity
    Duration statement_timeout{0};  // the server gives up after this; 0: never
    Duration lock_timeout{0};       // 0: never
    Duration idle_timeout{0};       // of an open transaction: the server ends it, its locks with it; 0: never
    Duration answer_timeout{0};     // a silent server counts as lost after this; 0: wait for ever
    bool generic_plans = false;     // plans are made once a connection: for statements whose plan depends on no value
    const std::atomic<bool>* cancelled =
        nullptr;  // set by another thread: waits end within 100 ms as if the connection were lost
};

/// One statement of a pipeline.
struct Step {
    const Query* query = nullptr;
    const Parameters* parameters = nullptr;
};

class Connection {
public:
    /// Waits at most 3 s. Throws Error without a sqlstate, or with what the server answered.
    explicit Connection(const ConnectOptions& options);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Runs one prepared statement. Throws Error.
    Rows run(const Query& query, const Parameters& parameters = {});
    /// Text with one or more statements and no parameters, as one implicit transaction. Throws Error.
    void command(const std::string& text);
    /// Prepares what was not prepared yet, in one round trip. Throws Error.
    void prepare(std::span<const Query> queries);
    /// All steps as one transaction in one round trip; their rows are not kept. All must be prepared. Throws Error: with a
    /// sqlstate that does not say `connection_lost` nothing was committed, else nobody knows.
    /// Returns how many rows the last step changed.
    std::uint64_t run_as_one(std::span<const Step> steps) {
        send_as_one(steps);
        return await_as_one(steps.size());
    }
    /// Its first half: sends what the socket takes now and never waits. Nothing but `await_as_one` may follow. Throws Error:
    /// nobody knows whether it was committed. False: the socket was full, `await_as_one` has more to send.
    bool send_as_one(std::span<const Step> steps);
    /// Its second half: `steps`, their number, as sent.
    std::uint64_t await_as_one(std::size_t steps);

    /// False after a lost connection: throw it away.
    [[nodiscard]] bool usable() const;
    /// Usable, and the server has said nothing since the last answer: what it says to an idle connection is that it goes.
    [[nodiscard]] bool quiet() const;
    /// Readable when the server has said something. Ours: look only.
    [[nodiscard]] int socket() const;
    /// A transaction is open or failed on the server.
    [[nodiscard]] bool in_transaction() const;

private:
    using Deadline = std::chrono::steady_clock::time_point;
    struct Finish {
        void operator()(pg_conn* connection) const;
    };
    struct Clear {
        void operator()(pg_result* result) const;
    };
    using Result = std::unique_ptr<pg_result, Clear>;

    void wait_ready(bool for_writing);
    void flush();
    Result next_result();
    /// The answer of one statement up to its end; throws the first error in it.
    Result answer();
    std::uint64_t drain_pipeline(std::size_t answers);
    [[noreturn]] void lost(const std::string& why);
    void prepare_one(const Query& query);

    std::unique_ptr<pg_conn, Finish> connection_;
    std::unordered_set<std::string_view> prepared_;
    Duration answer_timeout_;
    const std::atomic<bool>* cancelled_;
    Deadline deadline_;
    bool lost_ = false;
};

/// Rolls back unless committed.
class Transaction {
public:
    explicit Transaction(Connection& connection, const char* begin = "BEGIN") : connection_(connection) {
        connection_.command(begin);
    }
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

private:
    Connection& connection_;
    bool open_ = true;
};

}  // namespace relais::pg
