// The centres this process serves: opened at the start and when a new one appears, kept in step with their settings.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "relais/journal/postgres_journal.hpp"
#include "relais/journal/recovery.hpp"
#include "relais/office/database.hpp"

#include "app/directory.hpp"
#include "app/floor_thread.hpp"

namespace relais {

class Centres {
public:
    /// `url` is for recovery, which reads more than the office's connections are made for.
    Centres(std::string url, office::Database& database, PostgresJournal& journal)
        : url_(std::move(url)), database_(database), journal_(journal) {}

    /// Takes every centre of the database and reads what is live. The text says what failed. Before the clock starts.
    [[nodiscard]] Result<Instant, StorageError> open_all(Instant now);
    /// Hands what `open_all` read to the floor; the ids of the centres.
    [[nodiscard]] std::vector<CentreId> hand_over(FloorThread& floor);
    /// The centre is no longer ours or must be read again: the next `look` opens it anew unless it is `lost`. From any thread.
    void forget(CentreId centre, bool lost);
    /// Centres that are open or will be again.
    [[nodiscard]] bool any_left() const;
    /// The sites of all centres as last loaded.
    [[nodiscard]] std::shared_ptr<const Directory> directory() const;

    struct Changes {
        bool sites = false;
        std::vector<CentreId> opened;
    };
    /// On an office thread, every 2 s: settings that changed go to the floor, centres that appeared are opened.
    [[nodiscard]] Changes look(FloorThread& floor, Instant now);

private:
    [[nodiscard]] Result<Recovered, StorageError> open(CentreId centre, Instant now);

    std::string url_;
    office::Database& database_;
    PostgresJournal& journal_;
    mutable std::mutex mutex_;  // `look` and `directory` come from different threads
    std::map<CentreId, office::Directory> directories_;
    std::map<CentreId, Recovered> recovered_;
    std::set<CentreId> lost_;       // another owner has them
    std::set<CentreId> forgotten_;  // to be opened again
};

}  // namespace relais
