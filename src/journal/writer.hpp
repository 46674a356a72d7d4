// The writer's thread: takes batches from the shared desk, commits them, tells the listener. One for all centres (RULES 31).
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "relais/journal/postgres_journal.hpp"

#include "journal/batch_writer.hpp"
#include "journal/doorbell.hpp"
#include "journal/group_commit.hpp"

namespace relais::journal {

class Writer {
public:
    Writer(JournalOptions options, JournalListener& listener);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void open(CentreId centre, const PostgresJournal::Taken& taken);
    void release(CentreId centre);
    void append(Batch batch);
    bool stop(Duration linger);
    [[nodiscard]] JournalFigures figures() const;
    [[nodiscard]] const JournalOptions& options() const { return options_; }

private:
    using Steady = std::chrono::steady_clock;
    struct Centre {
        std::uint64_t epoch = 0;
        std::uint64_t head = 0;
        Steady::time_point renew_at;
        Steady::time_point forget_at;
        ClientNumbers unsettled;
    };
    enum class Outcome : std::uint8_t { stored, again, lease_lost, data_error };

    void work();
    /// The next batch, with the epoch it was appended under; nothing when a lease is due or the program ends.
    struct Work {
        Batch batch;
        std::uint64_t epoch = 0;
        bool sent = false;     // its answer is on the way
        bool settles = false;  // the numbers of clients go to their table, these too
        ClientNumbers unsettled;
    };
    std::optional<Work> wait_for_batch();
    std::optional<Work> take_batch();
    /// Sends the next batch from the appending thread: the writer sleeps on, until PostgreSQL answers.
    void send_for_sleeper();
    /// False: given up, because the program ends.
    bool commit(Work work);
    void stored(const Work& work);
    Outcome try_commit(const Work& work, std::string& why);
    bool send(const Work& work);
    Outcome look_at_head(const Batch& batch, std::uint64_t epoch);
    bool connect(std::string& why);
    void renew_due();
    void renew(CentreId centre, std::uint64_t epoch);
    void fail(const std::string& why);
    void close_centre(CentreId centre, std::uint64_t epoch);
    void tell_back();
    void give_leases_back();
    [[nodiscard]] bool still_ours(CentreId centre, std::uint64_t epoch) const;
    void pause_before_retry();

    const JournalOptions options_;
    JournalListener& listener_;

    // Shared, under the mutex.
    mutable std::mutex mutex_;
    std::condition_variable end_;  // of a pause after a failure
    GroupCommit desk_;
    std::map<CentreId, Centre> centres_;  // those whose lease we hold
    JournalFigures figures_;
    std::size_t committing_events_ = 0;
    std::size_t committing_bytes_ = 0;
    bool stopping_ = false;
    bool finished_ = false;
    bool everything_stored_ = false;
    std::condition_variable finish_;
    std::atomic<bool> cancelled_ = false;  // ends even a wait for PostgreSQL
    Doorbell bell_;
    bool sleeps_ = false;       // the thread waits for a batch and nobody has woken it
    std::optional<Work> sent_;  // for it, while it sleeps

    // The thread's own; while it sleeps, of who holds the mutex.
    std::unique_ptr<pg::Connection> connection_;
    BatchWriter batch_writer_;
    Steady::time_point sent_at_;

    // The thread's own.
    Duration retry_pause_{0};
    std::optional<Steady::time_point> away_since_;
    bool connected_before_ = false;
    std::thread thread_;  // last: starts when all the above exists
};

}  // namespace relais::journal
