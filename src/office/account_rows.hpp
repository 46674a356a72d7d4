// An account as the queries of the office name it: columns 0 to 9 of find_account, list_people, lock_people
// and find_session.
#pragma once

#include <string>
#include <string_view>

#include "relais/office/accounts.hpp"

#include "office/office_words.hpp"
#include "pg/rows.hpp"

namespace relais::office {

inline constexpr int account_columns = 10;

[[nodiscard]] inline Account account_of(const pg::Rows& rows, int row) {
    Account account;
    account.centre = rows.id<CentreId>(row, 0);
    account.id = rows.id<AgentId>(row, 1);
    account.email = rows.text(row, 2);
    account.name = rows.text(row, 3);
    account.role = role_of(rows.text(row, 4));
    account.seats = static_cast<std::uint32_t>(rows.integer(row, 5));
    account.skills = static_cast<SkillSet>(rows.integer(row, 6));
    account.language = rows.text(row, 7);
    account.disabled = rows.boolean(row, 8);
    account.must_choose_password = rows.boolean(row, 9);
    return account;
}

/// As e-mails are compared and stored.
[[nodiscard]] inline std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

}  // namespace relais::office
