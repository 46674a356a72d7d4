#include "office/account_rows.hpp"

#include "office/office_query.hpp"

namespace relais::office {

void insert_account(pg::Connection& connection, const Account& account, const std::string& hash, AgentId by,
                    const std::optional<Instant>& one_time_until) {
    connection.run(named_query("queries/office/add_account.sql"), pg::Parameters()
                                                                      .add(account.centre)
                                                                      .add(account.id)
                                                                      .add(lower_case(account.email))
                                                                      .add(hash)
                                                                      .add(account.name)
                                                                      .add(word(account.role))
                                                                      .add(static_cast<std::int32_t>(account.seats))
                                                                      .add(static_cast<std::int64_t>(account.skills))
                                                                      .add(account.language)
                                                                      .add(account.disabled)
                                                                      .add(by)
                                                                      .add(one_time_until));
}

}  // namespace relais::office
