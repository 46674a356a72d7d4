// The centre that `relais demo` shows: invented people, a small shop in French and in English.
#pragma once

#include <string>
#include <vector>

#include "relais/base/result.hpp"
#include "relais/office/accounts.hpp"

namespace relais::office {

struct DemoWishes {
    std::vector<std::string> origins;  // of the shop's pages
    std::string agent_password;        // of both agents, 8 to 128 bytes
    std::string supervisor_password;
    std::string admin_password;  // empty: no administrator
};

struct DemoLogin {
    std::string email;
    std::string name;
    Role role = Role::agent;
};
struct DemoCentre {
    CentreId centre;
    std::vector<std::string> sites;  // keys: shop-fr, shop-en
    std::vector<DemoLogin> logins;
};

/// Idempotent: what is there stays, passwords and origins are set to the wished ones (a password that is right already is
/// left, so that sessions go on). Errors: not_allowed, busy, unreachable.
[[nodiscard]] Result<DemoCentre, Error> fill_demo_centre(Database& database, Accounts& accounts,
                                                         const DemoWishes& wishes, Instant now);

}  // namespace relais::office
