// The answer of a statement, in binary format: typed access by row and column. A column that does not have the asked
// shape, or a NULL where none was expected, is a bug and stops the process.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"

struct pg_result;

namespace relais::pg {

class Rows {
public:
    Rows() = default;
    explicit Rows(pg_result* result);

    [[nodiscard]] int count() const { return count_; }
    [[nodiscard]] bool empty() const { return count_ == 0; }
    /// Rows an INSERT, UPDATE or DELETE touched.
    [[nodiscard]] std::int64_t affected() const;

    [[nodiscard]] bool is_null(int row, int column) const;
    [[nodiscard]] std::int64_t integer(int row, int column) const;  // int2, int4 or int8
    [[nodiscard]] bool boolean(int row, int column) const;
    [[nodiscard]] std::string_view text(
        int row, int column) const;  // text, or bytea as it is; NULL: empty. Valid as long as this object
    [[nodiscard]] Instant instant(int row, int column) const;
    [[nodiscard]] std::optional<Instant> maybe_instant(int row, int column) const;
    [[nodiscard]] Uuid uuid(int row, int column) const;  // NULL: nil
    template <class SomeId>
    [[nodiscard]] SomeId id(int row, int column) const {
        return SomeId{uuid(row, column)};
    }

private:
    struct Clear {
        void operator()(pg_result* result) const;
    };

    std::unique_ptr<pg_result, Clear> result_;
    int count_ = 0;
};

}  // namespace relais::pg
