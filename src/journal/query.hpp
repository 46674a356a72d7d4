// The named queries of sql/queries.
#pragma once

#include <string>
#include <string_view>

#include "pg/connection.hpp"
#include "relais_sql.hpp"

namespace relais::journal {

/// `path` is a literal with folder and extension, "queries/journal/head.sql"; the name is "journal/head".
[[nodiscard]] inline pg::Query named_query(std::string_view path) {
    std::string_view name = path;
    name.remove_prefix(std::string_view("queries/").size());
    name.remove_suffix(std::string_view(".sql").size());
    return {name, sql::text(path)};
}

}  // namespace relais::journal
