#include "pg/rows.hpp"

#include <charconv>

#include <libpq-fe.h>

#include "relais/base/bug.hpp"

#include "pg/binary.hpp"

namespace relais::pg {

void Rows::Clear::operator()(pg_result* result) const { PQclear(result); }

Rows::Rows(pg_result* result) : result_(result), count_(PQntuples(result)) {}

std::int64_t Rows::affected() const {
    if (!result_) return 0;
    const std::string_view text = PQcmdTuples(result_.get());
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

bool Rows::is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) == 1; }

std::int64_t Rows::integer(int row, int column) const {
    const char* const bytes = PQgetvalue(result_.get(), row, column);
    switch (PQgetlength(result_.get(), row, column)) {
        case 2:
            return static_cast<std::int16_t>(static_cast<unsigned char>(bytes[0]) << 8 |
                                             static_cast<unsigned char>(bytes[1]));
        case 4: return read_int32(bytes);
        case 8: return read_int64(bytes);
        default: RELAIS_ASSERT(!"an integer column"); return 0;
    }
}

bool Rows::boolean(int row, int column) const {
    RELAIS_ASSERT(PQgetlength(result_.get(), row, column) == 1);
    return *PQgetvalue(result_.get(), row, column) != 0;
}

std::string_view Rows::text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

Instant Rows::instant(int row, int column) const {
    RELAIS_ASSERT(PQgetlength(result_.get(), row, column) == 8);
    const std::int64_t microseconds = read_int64(PQgetvalue(result_.get(), row, column));
    // Rounded down, so that an instant written by SQL before 2000 does not round the other way.
    const std::int64_t ms = microseconds >= 0 ? microseconds / 1000 : -((-microseconds + 999) / 1000);
    return from_unix_ms(ms + postgres_epoch_unix_ms);
}

std::optional<Instant> Rows::maybe_instant(int row, int column) const {
    if (is_null(row, column)) return std::nullopt;
    return instant(row, column);
}

Uuid Rows::uuid(int row, int column) const {
    if (is_null(row, column)) return {};
    RELAIS_ASSERT(PQgetlength(result_.get(), row, column) == 16);
    const char* const bytes = PQgetvalue(result_.get(), row, column);
    return {static_cast<std::uint64_t>(read_int64(bytes)), static_cast<std::uint64_t>(read_int64(bytes + 8))};
}

}  // namespace relais::pg
