// Brings the schema to this program's version: sql/migrations, forward only, one transaction each.
#pragma once

#include <string>

#include "relais/base/result.hpp"
#include "relais/journal/storage_error.hpp"

namespace relais {

struct Migrated {
    int from = 0;  // version found; 0: an empty database
    int to = 0;    // version now
};

/// Under an advisory lock: of two programs that start together one migrates and the other finds it done. Errors:
/// unreachable; newer_schema; damaged_schema (a gap, or a migration that is not the one applied); failed (with the file's name).
[[nodiscard]] Result<Migrated, StorageError> migrate(const std::string& url);

/// The version in the database without changing anything; 0: no table yet. Errors: unreachable, failed.
[[nodiscard]] Result<int, StorageError> schema_version(const std::string& url);

/// The version this program brings.
[[nodiscard]] int program_schema_version();

/// Runs every sql/checks; one line "name: n rows" for each that returns any. Empty: all is well. Errors: unreachable, no_schema, failed.
[[nodiscard]] Result<std::string, StorageError> check_storage(const std::string& url);

}  // namespace relais
