#include "relais/office/token_key.hpp"

#include <algorithm>

#include <sodium.h>

#include "office/office_query.hpp"

namespace relais::office {

Result<TokenKey, Error> token_key(Database& database) {
    return with_connection<TokenKey>(database, [](pg::Connection& connection) -> Result<TokenKey, Error> {
        TokenKey fresh;
        randombytes_buf(fresh.data(), fresh.size());
        // Of two daemons that start together one sees neither its own row nor the other's: the second look sees it.
        for (int look = 0; look < 2; ++look) {
            const pg::Rows rows =
                connection.run(named_query("queries/office/token_key.sql"), pg::Parameters().add_bytes(fresh));
            if (rows.empty()) continue;
            const std::string_view stored = rows.text(0, 0);
            TokenKey key;
            if (stored.size() != key.size()) break;
            std::copy(stored.begin(), stored.end(), key.begin());
            return key;
        }
        return Error{Problem::failed, "the table token_key has no usable row"};
    });
}

}  // namespace relais::office
