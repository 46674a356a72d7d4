// The secret that signs visitors' tokens: in the database, so that every daemon on it accepts the tokens of the others.
#pragma once

#include <array>

#include "relais/base/result.hpp"
#include "relais/office/database.hpp"
#include "relais/office/office_error.hpp"

namespace relais::office {

using TokenKey = std::array<unsigned char, 32>;

/// Made at the first call, the same ever after.
[[nodiscard]] Result<TokenKey, Error> token_key(Database& database);

}  // namespace relais::office
