#include "relais/office/accounts.hpp"

#include <algorithm>

#include "office/office_query.hpp"
#include "office/office_words.hpp"
#include "office/passwords.hpp"

namespace relais::office {
namespace {

using pg::Parameters;
using pg::Rows;

constexpr std::size_t password_bytes_min = 8;
constexpr std::size_t password_bytes_max = 128;
constexpr std::chrono::minutes touched_every{1};

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

bool is_acceptable(std::string_view password) {
    return password.size() >= password_bytes_min && password.size() <= password_bytes_max;
}

Error bad_password() { return {Problem::not_allowed, "a password has 8 to 128 bytes"}; }
Error no_memory() { return {Problem::busy, "not enough memory for a password"}; }
Error nobody(const std::string& email) { return {Problem::unknown, "there is nobody with the e-mail " + email}; }

/// Columns 0 to 8 of find_account, list_accounts and find_session.
Account account_of(const Rows& rows, int row) {
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
    return account;
}

}  // namespace

Accounts::Accounts(Database& database, PasswordCost cost, SessionLimits limits)
    : database_(database), cost_(cost), limits_(limits), nobody_(hash_password(make_token(), cost)) {}

Result<AgentId, Error> Accounts::create(const Account& account, std::string_view password, Instant now) {
    if (!is_acceptable(password)) return bad_password();
    const std::string hash = hash_password(password, cost_);
    if (hash.empty()) return no_memory();
    const AgentId id = account.id.is_nil() ? AgentId{fresh_id(now)} : account.id;
    return with_connection<AgentId>(database_, [&](pg::Connection& connection) {
        connection.run(named_query("queries/office/add_account.sql"),
                       Parameters()
                           .add(account.centre)
                           .add(id)
                           .add(lower_case(account.email))
                           .add(hash)
                           .add(account.name)
                           .add(word(account.role))
                           .add(static_cast<std::int32_t>(account.seats))
                           .add(static_cast<std::int64_t>(account.skills))
                           .add(account.language)
                           .add(account.disabled));
        return id;
    });
}

Result<Done, Error> Accounts::set_password(const std::string& email, std::string_view password) {
    if (!is_acceptable(password)) return bad_password();
    const std::string hash = hash_password(password, cost_);
    if (hash.empty()) return no_memory();
    return with_connection<Done>(database_, [&](pg::Connection& connection) -> Result<Done, Error> {
        const Rows changed = connection.run(named_query("queries/office/set_password.sql"),
                                            Parameters().add(lower_case(email)).add(hash));
        if (changed.empty()) return nobody(email);
        return Done{};
    });
}

Result<Done, Error> Accounts::set_disabled(const std::string& email, bool disabled) {
    return with_connection<Done>(database_, [&](pg::Connection& connection) -> Result<Done, Error> {
        const Rows changed = connection.run(named_query("queries/office/set_disabled.sql"),
                                            Parameters().add(lower_case(email)).add(disabled));
        if (changed.empty()) return nobody(email);
        return Done{};
    });
}

Result<std::vector<Account>, Error> Accounts::list(CentreId centre) {
    return with_connection<std::vector<Account>>(database_, [&](pg::Connection& connection) {
        const Rows rows = connection.run(named_query("queries/office/list_accounts.sql"), Parameters().add(centre));
        std::vector<Account> accounts;
        for (int row = 0; row < rows.count(); ++row) accounts.push_back(account_of(rows, row));
        return accounts;
    });
}

Result<std::optional<SignedIn>, Error> Accounts::sign_in(std::string_view email, std::string_view password,
                                                         Instant now) {
    // Beyond the longest acceptable password the work would grow with what a stranger sends.
    if (password.size() > password_bytes_max || email.size() > 254) return std::optional<SignedIn>{};
    struct Known {
        std::optional<Account> account;
        std::string hash;
    };
    const std::string key = lower_case(email);
    const auto known = with_connection<Known>(database_, [&](pg::Connection& connection) {
        const Rows rows = connection.run(named_query("queries/office/find_account.sql"), Parameters().add(key));
        Known found;
        if (!rows.empty()) found = {account_of(rows, 0), std::string(rows.text(0, 9))};
        return found;
    });
    if (!known) return known.error();

    // No connection is held during the slow part. Unknown, disabled and wrong cost the same.
    const auto& [account, hash] = known.value();
    const bool matches = password_matches(hash.empty() ? nobody_ : hash, password);
    if (!account || account->disabled || hash.empty() || !matches) return std::optional<SignedIn>{};

    const std::string better = is_outdated(hash, cost_) ? hash_password(password, cost_) : "";
    SignedIn signed_in{*account, fresh_id(now), make_token(), now + limits_.absolute};
    const TokenHash token_hash = hash_token(signed_in.token);
    return with_connection<std::optional<SignedIn>>(database_, [&](pg::Connection& connection) {
        if (!better.empty())
            connection.run(named_query("queries/office/rehash_password.sql"),
                           Parameters().add(key).add(hash).add(better));
        connection.run(named_query("queries/office/add_session.sql"), Parameters()
                                                                          .add(account->centre)
                                                                          .add(signed_in.session)
                                                                          .add_bytes(token_hash)
                                                                          .add(account->id)
                                                                          .add(now)
                                                                          .add(Instant{now + limits_.idle})
                                                                          .add(signed_in.ends));
        return std::optional(signed_in);
    });
}

Result<std::optional<Session>, Error> Accounts::check(std::string_view token, Instant now) {
    const TokenHash token_hash = hash_token(token);
    return with_connection<std::optional<Session>>(
        database_, [&](pg::Connection& connection) -> std::optional<Session> {
            const Rows rows = connection.run(named_query("queries/office/find_session.sql"),
                                             Parameters().add_bytes(token_hash).add(now));
            if (rows.empty()) return std::nullopt;
            Session session{account_of(rows, 0), rows.uuid(0, 9)};
            if (now - rows.instant(0, 10) >= touched_every) {
                connection.run(
                    named_query("queries/office/touch_session.sql"),
                    Parameters().add(session.account.centre).add(session.id).add(now).add(Instant{now + limits_.idle}));
            }
            return session;
        });
}

Result<std::vector<Uuid>, Error> Accounts::ended(std::span<const Session> open, Instant now) {
    if (open.empty()) return std::vector<Uuid>{};
    return with_connection<std::vector<Uuid>>(database_, [&](pg::Connection& connection) {
        pg::Column ids(pg::Type::uuid);
        pg::Column roles(pg::Type::text);
        pg::Column in_use(pg::Type::boolean);
        for (const Session& session : open) {
            ids.push(session.id);
            roles.push(word(session.account.role));
            in_use.push(session.in_use);
        }
        const Instant idle_ends = now + limits_.idle;
        const Rows rows = connection.run(named_query("queries/office/living_sessions.sql"),
                                         Parameters().add(ids).add(now).add(idle_ends).add(roles).add(in_use));
        std::vector<Uuid> living;
        for (int row = 0; row < rows.count(); ++row) living.push_back(rows.uuid(row, 0));
        std::ranges::sort(living);
        std::vector<Uuid> gone;
        for (const Session& session : open) {
            if (!std::ranges::binary_search(living, session.id)) gone.push_back(session.id);
        }
        return gone;
    });
}

Result<Done, Error> Accounts::revoke(Uuid session) {
    return with_connection<Done>(database_, [&](pg::Connection& connection) {
        connection.run(named_query("queries/office/revoke_session.sql"), Parameters().add(session));
        return Done{};
    });
}

}  // namespace relais::office
