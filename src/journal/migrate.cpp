#include "relais/journal/migrate.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "relais/base/bug.hpp"

#include "journal/failure.hpp"
#include "journal/query.hpp"

namespace relais {
namespace {

// Any number that no other program on the same server uses: "relais" in ASCII.
constexpr std::int64_t migration_lock = 0x72656c616973;

struct Migration {
    int version = 0;
    std::string_view path;
    std::string_view text;
};

/// 0001_..., 0002_... without a gap: the numbers are versions.
std::vector<Migration> program_migrations() {
    constexpr std::string_view folder = "migrations/";
    std::vector<Migration> all;
    for (const sql::File& file : sql::files()) {
        if (!file.path.starts_with(folder)) continue;
        const std::string_view name = file.path.substr(folder.size());
        Migration migration{0, file.path, file.text};
        std::from_chars(name.data(), name.data() + std::min<std::size_t>(name.size(), 4), migration.version);
        RELAIS_ASSERT(migration.version == static_cast<int>(all.size()) + 1);
        all.push_back(migration);
    }
    return all;
}

pg::Query query(std::string_view path) { return journal::named_query(path); }

pg::ConnectOptions options_for(const std::string& url) {
    pg::ConnectOptions options;
    options.url = url;
    options.name = "relais migrate";
    return options;
}

/// How many are applied, when they are the first ones of this program.
Result<int, StorageError> applied_version(pg::Connection& connection, const std::vector<Migration>& ours) {
    const pg::Rows rows = connection.run(query("queries/migrate/applied.sql"));
    for (int row = 0; row < rows.count(); ++row) {
        const auto version = static_cast<int>(rows.integer(row, 0));
        const std::string named = std::to_string(version) + " (" + std::string(rows.text(row, 1)) + ")";
        if (version != row + 1)
            return StorageError{StorageProblem::damaged_schema, "the schema has a gap before migration " + named};
        if (row >= static_cast<int>(ours.size())) {
            return StorageError{StorageProblem::newer_schema,
                                "the schema has migration " + named + ", this program knows " +
                                    std::to_string(ours.size()) + ": use the newer program"};
        }
        const pg::Rows known = connection.run(query("queries/migrate/fingerprint.sql"),
                                              pg::Parameters().add(ours[static_cast<std::size_t>(row)].text));
        if (known.text(0, 0) != rows.text(row, 2)) {
            return StorageError{
                StorageProblem::damaged_schema,
                "migration " + named +
                    " is not the one of this program; a database made by a development version must be made anew"};
        }
    }
    return rows.count();
}

void apply(pg::Connection& connection, const Migration& migration) {
    pg::Transaction transaction(connection);
    connection.command(std::string(migration.text));
    connection.run(query("queries/migrate/note.sql"),
                   pg::Parameters().add(std::int32_t{migration.version}).add(migration.path).add(migration.text));
    transaction.commit();
}

}  // namespace

int program_schema_version() { return static_cast<int>(program_migrations().size()); }

Result<int, StorageError> schema_version(const std::string& url) {
    try {
        pg::Connection connection(options_for(url));
        if (!connection.run(query("queries/migrate/table_there.sql")).boolean(0, 0)) return 0;
        return applied_version(connection, program_migrations());
    } catch (const pg::Error& error) {
        return journal::storage_error(error);
    }
}

Result<Migrated, StorageError> migrate(const std::string& url) {
    const std::vector<Migration> ours = program_migrations();
    std::string_view current;
    try {
        pg::Connection connection(options_for(url));
        connection.run(query("queries/migrate/lock.sql"), pg::Parameters().add(migration_lock));
        connection.run(query("queries/migrate/make_table.sql"));
        const auto found = applied_version(connection, ours);
        if (!found) return found.error();
        for (auto i = static_cast<std::size_t>(found.value()); i < ours.size(); ++i) {
            current = ours[i].path;
            apply(connection, ours[i]);
        }
        return Migrated{found.value(), static_cast<int>(ours.size())};
    } catch (const pg::Error& error) {
        StorageError failure = journal::storage_error(error);
        // A statement that misses a table here is a broken migration, not a missing schema.
        if (failure.problem == StorageProblem::no_schema) failure.problem = StorageProblem::failed;
        if (!current.empty()) failure.text = std::string(current) + ": " + failure.text;
        return failure;
    }
}

Result<std::string, StorageError> check_storage(const std::string& url) {
    constexpr std::string_view folder = "checks/";
    try {
        pg::Connection connection(options_for(url));
        std::string report;
        for (const sql::File& file : sql::files()) {
            if (!file.path.starts_with(folder)) continue;
            const pg::Rows rows = connection.run({file.path, file.text});
            if (rows.empty()) continue;
            report += std::string(file.path.substr(folder.size())) + ": " + std::to_string(rows.count()) + " rows\n";
        }
        return report;
    } catch (const pg::Error& error) {
        return journal::storage_error(error);
    }
}

}  // namespace relais
