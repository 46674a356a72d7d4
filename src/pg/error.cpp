#include "pg/error.hpp"

#include <utility>

namespace relais::pg {

Error::Error(std::string sqlstate, const std::string& text)
    : std::runtime_error(text), sqlstate_(std::move(sqlstate)) {}

bool Error::connection_lost() const {
    // 57P01 to 57P03: the server ends the session; 08: the protocol broke.
    return sqlstate_.empty() || sqlstate_.starts_with("08") || sqlstate_ == "57P01" || sqlstate_ == "57P02" ||
           sqlstate_ == "57P03";
}

bool Error::bad_data() const { return sqlstate_.starts_with("22") || sqlstate_.starts_with("23"); }

bool Error::too_slow() const { return sqlstate_ == "55P03" || sqlstate_ == "57014" || sqlstate_ == "53300"; }

}  // namespace relais::pg
