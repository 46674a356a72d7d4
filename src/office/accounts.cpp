#include "relais/office/accounts.hpp"

#include <algorithm>

#include "office/account_rows.hpp"
#include "office/office_query.hpp"
#include "office/office_words.hpp"
#include "office/passwords.hpp"
#include "office/people_rules.hpp"

namespace relais::office {
namespace {

using pg::Parameters;
using pg::Rows;

constexpr std::chrono::minutes touched_every{1};

bool is_acceptable(std::string_view password) {
    return password.size() >= password_bytes_min && password.size() <= password_bytes_max;
}

Error bad_password() { return {Problem::not_allowed, "a password has 8 to 128 bytes"}; }
Error no_memory() { return {Problem::busy, "not enough memory for a password"}; }
Error nobody(const std::string& email) { return {Problem::unknown, "there is nobody with the e-mail " + email}; }

}  // namespace

std::string lower_case(std::string_view email) {
    std::string lower(email);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

Accounts::Accounts(Database& database, PasswordCost cost, SessionLimits limits)
    : database_(database), cost_(cost), limits_(limits), nobody_(hash_password(make_token(), cost)) {}

Result<AgentId, Error> Accounts::create(const Account& account, std::string_view password, Instant now) {
    if (!is_acceptable(password)) return bad_password();
    if (check_email(account.email)) return Error{Problem::not_allowed, "this is no e-mail address"};
    if (const auto wrong = no_name(account.name)) return *wrong;
    const std::string hash = hash_password(password, cost_);
    if (hash.empty()) return no_memory();
    Account added = account;
    if (added.id.is_nil()) added.id = AgentId{fresh_id(now)};
    return with_connection<AgentId>(database_, [&](pg::Connection& connection) {
        insert_account(connection, added, hash, AgentId{}, std::nullopt);
        return added.id;
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

Result<Account, Error> Accounts::find(const std::string& email) {
    return with_connection<Account>(database_, [&](pg::Connection& connection) -> Result<Account, Error> {
        const Rows rows =
            connection.run(named_query("queries/office/find_account.sql"), Parameters().add(lower_case(email)));
        if (rows.empty()) return nobody(email);
        return account_of(rows, 0);
    });
}

std::string_view to_string(SignInRefused::Why why) {
    switch (why) {
        case SignInRefused::Why::unknown: return "unknown";
        case SignInRefused::Why::wrong_password: return "wrong_password";
        case SignInRefused::Why::disabled: return "disabled";
        case SignInRefused::Why::one_time_over: return "one_time_over";
        case SignInRefused::Why::overtaken: return "overtaken";
    }
    return "";
}

Result<SignIn, Error> Accounts::sign_in(std::string_view email, std::string_view password, Instant now) {
    using Why = SignInRefused::Why;
    // Beyond the longest acceptable password the work would grow with what a stranger sends.
    if (password.size() > password_bytes_max || email.size() > 254) return SignIn{SignInRefused{}};
    struct Known {
        std::optional<Account> account;
        std::string hash;
        std::optional<Instant> one_time_until;
    };
    const auto known = with_connection<Known>(database_, [&](pg::Connection& connection) {
        const Rows rows =
            connection.run(named_query("queries/office/find_account.sql"), Parameters().add(lower_case(email)));
        if (rows.empty()) return Known{};
        return Known{account_of(rows, 0), std::string(rows.text(0, account_columns)),
                     rows.maybe_instant(0, account_columns + 1)};
    });
    if (!known) return known.error();

    // No connection is held during the slow part. Unknown, disabled, used up and wrong cost the same.
    const auto& [account, hash, one_time_until] = known.value();
    const bool matches = password_matches(hash.empty() ? nobody_ : hash, password);
    if (!account) return SignIn{SignInRefused{}};
    const auto refused = [id = account->id](Why why) { return SignIn{SignInRefused{why, id}}; };
    if (account->disabled) return refused(Why::disabled);
    if (hash.empty() || !matches) return refused(Why::wrong_password);
    if (one_time_until && *one_time_until <= now) return refused(Why::one_time_over);

    const std::string better = is_outdated(hash, cost_) ? hash_password(password, cost_) : "";
    const Duration lasts = account->must_choose_password ? limits_.choosing : limits_.absolute;
    SignedIn signed_in{*account, fresh_id(now), make_token(), now + lasts};
    const TokenHash token_hash = hash_token(signed_in.token);
    return with_connection<SignIn>(database_, [&](pg::Connection& connection) -> SignIn {
        const Rows begun = connection.run(named_query("queries/office/add_session.sql"),
                                          Parameters()
                                              .add(account->centre)
                                              .add(signed_in.session)
                                              .add_bytes(token_hash)
                                              .add(account->id)
                                              .add(now)
                                              .add(Instant{now + std::min(limits_.idle, lasts)})
                                              .add(signed_in.ends)
                                              .add(hash)
                                              .add(better.empty() ? hash : better));
        if (begun.empty()) return refused(Why::overtaken);
        return signed_in;
    });
}

Result<std::optional<Session>, Error> Accounts::check(std::string_view token, Instant now) {
    const TokenHash token_hash = hash_token(token);
    return with_connection<std::optional<Session>>(
        database_, [&](pg::Connection& connection) -> std::optional<Session> {
            const Rows rows = connection.run(named_query("queries/office/find_session.sql"),
                                             Parameters().add_bytes(token_hash).add(now));
            if (rows.empty()) return std::nullopt;
            Session session{account_of(rows, 0), rows.uuid(0, account_columns)};
            if (now - rows.instant(0, account_columns + 1) >= touched_every) {
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

Result<OwnPassword, Error> Accounts::change_own_password(const Session& session, std::string_view current,
                                                         std::string_view next, Instant now) {
    using Outcome = OwnPassword::Outcome;
    if (next.size() < password_bytes_min) return OwnPassword{Outcome::too_short, {}, {}};
    if (next.size() > password_bytes_max) return OwnPassword{Outcome::too_long, {}, {}};
    if (current.size() > password_bytes_max) return OwnPassword{Outcome::wrong, {}, {}};
    struct Known {
        bool lives = false;
        bool must_choose = false;
        std::string hash;
    };
    const auto known = with_connection<Known>(database_, [&](pg::Connection& connection) {
        const Rows rows =
            connection.run(named_query("queries/office/find_own_password.sql"), Parameters().add(session.id).add(now));
        return rows.empty() ? Known{} : Known{true, rows.boolean(0, 1), std::string(rows.text(0, 0))};
    });
    if (!known) return known.error();
    const auto& [lives, must_choose, hash] = known.value();
    if (!lives) return OwnPassword{};
    if (!must_choose && !password_matches(hash, current)) return OwnPassword{Outcome::wrong, {}, {}};
    if (password_matches(hash, next)) return OwnPassword{Outcome::unchanged, {}, {}};
    const std::string next_hash = hash_password(next, cost_);
    if (next_hash.empty()) return no_memory();
    OwnPassword changed{Outcome::changed, make_token(), {}};
    const TokenHash token_hash = hash_token(changed.token);
    return with_connection<OwnPassword>(database_, [&](pg::Connection& connection) {
        const Rows rows = connection.run(named_query("queries/office/change_own_password.sql"),
                                         Parameters()
                                             .add(session.id)
                                             .add(session.account.id)
                                             .add(hash)
                                             .add(next_hash)
                                             .add_bytes(token_hash)
                                             .add(now)
                                             .add(Instant{now + limits_.idle})
                                             .add(Instant{now + limits_.absolute}));
        if (rows.empty()) return OwnPassword{};
        changed.ends = rows.instant(0, 0);
        return changed;
    });
}

}  // namespace relais::office
