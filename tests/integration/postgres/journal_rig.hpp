// A journal on a database of its own, with a small centre whose lease it holds.
#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "relais/journal/migrate.hpp"
#include "relais/journal/postgres_journal.hpp"
#include "relais/journal/recovery.hpp"

#include "pg/connection.hpp"
#include "private_cluster.hpp"
#include "recording_listener.hpp"
#include "small_centre.hpp"

namespace relais::test {

inline JournalOptions journal_options(const std::string& url, const std::string& owner = "daemon-a") {
    JournalOptions options;
    options.url = url;
    options.owner = owner;
    options.lease = std::chrono::minutes{5};  // no renewal comes between what a test does
    options.retry_first = Duration{1};
    options.retry_max = Duration{50};
    return options;
}

class Rig {
public:
    explicit Rig(const std::string& database_url) : Rig(database_url, database_url) {}
    /// `through`: how the journal gets there.
    Rig(const std::string& database_url, const std::string& through)
        : url(database_url),
          centre(make_small_centre(database_url)),
          journal(std::make_unique<PostgresJournal>(journal_options(through), listener)) {
        const auto taken = journal->take(centre.centre);
        EXPECT_TRUE(taken.ok());
        maker = std::make_unique<BatchMaker>(centre.centre, taken.ok() ? taken.value().head : 0);
    }

    /// Appends what the maker holds and waits until it is stored.
    [[nodiscard]] bool store() {
        const std::uint64_t head = maker->head();
        journal->append(maker->take());
        return listener.wait_durable(head);
    }

    [[nodiscard]] std::int64_t count(const std::string& query) const {
        pg::Connection connection(pg::ConnectOptions{.url = url});
        const pg::Query counted{"count", query};
        return connection.run(counted).integer(0, 0);
    }

    [[nodiscard]] std::string checks() const {
        const auto report = check_storage(url);
        return report ? report.value() : report.error().text;
    }

    std::string url;
    SmallCentre centre;
    RecordingListener listener;
    std::unique_ptr<PostgresJournal> journal;
    std::unique_ptr<BatchMaker> maker;
};

}  // namespace relais::test
