#include "relais/journal/postgres_journal.hpp"

#include <utility>

#include "journal/failure.hpp"
#include "journal/lease.hpp"
#include "journal/writer.hpp"

namespace relais {

struct PostgresJournal::Impl {
    Impl(JournalOptions options, JournalListener& listener) : writer(std::move(options), listener) {}
    journal::Writer writer;
};

PostgresJournal::PostgresJournal(JournalOptions options, JournalListener& listener)
    : impl_(std::make_unique<Impl>(std::move(options), listener)) {}
PostgresJournal::~PostgresJournal() = default;

Result<PostgresJournal::Taken, StorageError> PostgresJournal::take(CentreId centre) {
    const JournalOptions& options = impl_->writer.options();
    try {
        pg::ConnectOptions connect;
        connect.url = options.url;
        connect.name = "relais lease";
        connect.statement_timeout = options.answer_max;
        connect.answer_timeout = options.answer_max;
        pg::Connection connection(connect);
        auto taken = journal::take_lease(connection, centre, options.owner, options.lease);
        if (taken) impl_->writer.open(centre, taken.value());
        return taken;
    } catch (const pg::Error& error) {
        return journal::storage_error(error);
    }
}

void PostgresJournal::release(CentreId centre) { impl_->writer.release(centre); }
void PostgresJournal::append(Batch batch) { impl_->writer.append(std::move(batch)); }
bool PostgresJournal::stop(Duration linger) { return impl_->writer.stop(linger); }
JournalFigures PostgresJournal::figures() const { return impl_->writer.figures(); }

}  // namespace relais
