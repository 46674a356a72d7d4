// Who is signed in, as the routes say it.
#pragma once

#include <string>

#include "relais/office/accounts.hpp"

#include "app/http_answers.hpp"
#include "app/sign_ins.hpp"

namespace relais {

[[nodiscard]] const char* text_of(Role role);
[[nodiscard]] std::string account_json(const office::Account& account);
/// Why there is no session that may do this.
[[nodiscard]] edge::HttpResponse not_signed_in(const SignIns::LookedUp& found);

}  // namespace relais
