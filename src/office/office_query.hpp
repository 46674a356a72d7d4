// What every function of the office does: borrow a connection, ask, turn what PostgreSQL says into an office error.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "relais/base/result.hpp"
#include "relais/office/database.hpp"
#include "relais/office/office_error.hpp"

#include "pg/pool.hpp"
#include "relais_sql.hpp"

namespace relais::office {

struct Database::Connections {
    pg::Pool pool;
};

/// `path` is a literal, "queries/office/find_site.sql"; the name is "office/find_site".
[[nodiscard]] inline pg::Query named_query(std::string_view path) {
    std::string_view name = path;
    name.remove_prefix(std::string_view("queries/").size());
    name.remove_suffix(std::string_view(".sql").size());
    return {name, sql::text(path)};
}

/// A column that is never negative and fits.
[[nodiscard]] inline std::uint32_t small(const pg::Rows& rows, int row, int column) {
    return static_cast<std::uint32_t>(rows.integer(row, column));
}

[[nodiscard]] Error error_of(const pg::Error& error);

/// Runs `work(connection)`, whose result is a Result<Value, Error> or a Value.
template <class Value, class Work>
[[nodiscard]] Result<Value, Error> with_connection(Database& database, Work&& work) {
    try {
        const pg::Pool::Loan connection = database.connections().pool.borrow();
        return std::forward<Work>(work)(*connection);
    } catch (const pg::Error& error) {
        return error_of(error);
    }
}

/// One page of a list that is read backwards: `most` rows of `path` with a number below `before`, newest first.
template <class Row, class RowOf>
[[nodiscard]] Result<std::vector<Row>, Error> read_page(Database& database, std::string_view path, CentreId centre,
                                                        std::uint64_t before, std::uint32_t most, RowOf row_of) {
    return with_connection<std::vector<Row>>(database, [&](pg::Connection& connection) {
        const auto bound = static_cast<std::int64_t>(std::min<std::uint64_t>(before, INT64_MAX));
        const pg::Rows rows = connection.run(
            named_query(path), pg::Parameters().add(centre).add(bound).add(static_cast<std::int32_t>(most)));
        std::vector<Row> page;
        page.reserve(static_cast<std::size_t>(rows.count()));
        for (int row = 0; row < rows.count(); ++row) page.push_back(row_of(rows, row));
        return page;
    });
}

}  // namespace relais::office
