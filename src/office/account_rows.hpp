// An account as the queries of the office name it: columns 0 to 9 of find_account, list_people, lock_people
// and find_session.
#pragma once

#include <optional>
#include <string>

#include "relais/office/accounts.hpp"

#include "office/office_words.hpp"
#include "pg/connection.hpp"
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

/// A new row and its act. `by`: nil for the command line; `one_time_until`: nothing for a password of the person's own.
void insert_account(pg::Connection& connection, const Account& account, const std::string& hash, AgentId by,
                    const std::optional<Instant>& one_time_until);

}  // namespace relais::office
