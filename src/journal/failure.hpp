// From what PostgreSQL said to what the program's boundary knows.
#pragma once

#include <string>

#include "relais/journal/storage_error.hpp"

#include "pg/error.hpp"

namespace relais::journal {

[[nodiscard]] inline StorageError storage_error(const pg::Error& error) {
    const std::string text = error.sqlstate().empty() ? error.what() : error.sqlstate() + ": " + error.what();
    if (error.connection_lost()) return {StorageProblem::unreachable, text};
    if (error.table_missing()) return {StorageProblem::no_schema, text};
    return {StorageProblem::failed, text};
}

}  // namespace relais::journal
