// People who sign in, their passwords (Argon2id) and their sessions (RFC 9106; tokens stored hashed).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "relais/base/result.hpp"
#include "relais/floor/settings.hpp"
#include "relais/office/database.hpp"
#include "relais/office/office_error.hpp"

namespace relais::office {

struct Account {
    CentreId centre;
    AgentId id;
    std::string email;  // lower case
    std::string name;
    Role role = Role::agent;
    std::uint32_t seats = 3;
    SkillSet skills = 0;
    std::string language = "fr";
    bool disabled = false;
    bool must_choose_password = false;  // signed in with a one-time password: nothing else is allowed until it is done
};

/// As e-mails are compared and stored: ASCII letters are small.
[[nodiscard]] std::string lower_case(std::string_view email);

/// Bytes of UTF-8.
inline constexpr std::size_t password_bytes_min = 8;
inline constexpr std::size_t password_bytes_max = 128;

/// How much work a guess costs. The default takes some 60 ms and 64 MiB.
struct PasswordCost {
    unsigned long long passes = 2;
    std::size_t memory_bytes = 64u << 20;  // 8 KiB at least
};

struct SessionLimits {
    Duration idle{std::chrono::hours{12}};       // moves with use
    Duration absolute{std::chrono::hours{168}};  // never moves
    Duration choosing{std::chrono::hours{1}};    // of a sign-in with a one-time password, until a new one is chosen
};

struct SignedIn {
    Account account;
    Uuid session;       // names it in logs and to sockets; not a secret
    std::string token;  // 43 characters of base64url for the cookie; given once, stored nowhere
    Instant ends;
};
/// For the log of who runs the centre; the person who tried is told nothing of it.
struct SignInRefused {
    enum class Why : std::uint8_t { unknown, wrong_password, disabled, one_time_over, overtaken };
    Why why = Why::unknown;  // overtaken: the password was changed or used up while it was checked
    AgentId agent;           // nil where the e-mail is unknown
};
using SignIn = Result<SignedIn, SignInRefused>;
std::string_view to_string(SignInRefused::Why why);

struct Session {
    Account account;
    Uuid id;
    bool in_use = false;  // for `ended`: a socket is open, or it was asked with, since the last time
};

/// A new password by its owner.
struct OwnPassword {
    enum class Outcome : std::uint8_t { changed, wrong, unchanged, too_short, too_long, session_over };
    Outcome outcome = Outcome::session_over;
    std::string token;  // of the same session from now on; only when changed
    Instant ends;       // of that session
};

class Accounts {
public:
    explicit Accounts(Database& database, PasswordCost cost = {}, SessionLimits limits = {});

    /// `account.id` nil: a fresh one. Errors: exists (e-mail), unknown (centre), not_allowed (password, seats, e-mail).
    [[nodiscard]] Result<AgentId, Error> create(const Account& account, std::string_view password, Instant now);
    /// Ends all sessions of that person. Errors: unknown, not_allowed.
    [[nodiscard]] Result<Done, Error> set_password(const std::string& email, std::string_view password);
    /// Ends all sessions too. Errors: unknown.
    [[nodiscard]] Result<Done, Error> set_disabled(const std::string& email, bool disabled);
    /// By e-mail. Errors: unknown.
    [[nodiscard]] Result<Account, Error> find(const std::string& email);

    /// The work is the same whether and why ever somebody is refused. Blocks for the cost above.
    [[nodiscard]] Result<SignIn, Error> sign_in(std::string_view email, std::string_view password, Instant now);
    /// Nothing: unknown, idle for too long, over, or the person is disabled. Use moves the idle limit, once a minute.
    [[nodiscard]] Result<std::optional<Session>, Error> check(std::string_view token, Instant now);
    /// Of these sessions the ones that have ended, are idle for too long, or whose person has another role now: for asking
    /// again and again, so that the sockets of a revoked session close. Those in use are not idle: their limit moves.
    [[nodiscard]] Result<std::vector<Uuid>, Error> ended(std::span<const Session> open, Instant now);
    /// Nothing happens for an unknown one.
    [[nodiscard]] Result<Done, Error> revoke(Uuid session);
    /// Ends the person's other sessions and gives this one a new token. `current` is not asked for when one must be chosen.
    [[nodiscard]] Result<OwnPassword, Error> change_own_password(const Session& session, std::string_view current,
                                                                 std::string_view next, Instant now);

private:
    Database& database_;
    PasswordCost cost_;
    SessionLimits limits_;
    std::string nobody_;  // a hash that no password has: an unknown person costs the same work
};

}  // namespace relais::office
