// The people of a centre as its administrators manage them. Each act checks in its own transaction that who acts is an enabled
// administrator, and is kept in `people_act` with his name. Changes of what the floor reads raise the settings version.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "relais/office/accounts.hpp"

namespace relais::office {

inline constexpr std::size_t people_max = 5000;  // of a centre: what one list may hold
inline constexpr std::uint32_t people_acts_a_page_max = 100;

/// Who acts: a person, who must be an enabled administrator at that moment, or the command line, which may do everything because
/// whoever may use it reads the database. No id makes a person the command line; a nil one is nobody.
class Author {
public:
    Author(AgentId person) : person_(person) {}
    [[nodiscard]] static Author command_line() {
        Author author{AgentId{}};
        author.command_line_ = true;
        return author;
    }
    [[nodiscard]] AgentId person() const { return person_; }  // nil: the command line
    [[nodiscard]] bool is_command_line() const { return command_line_; }

private:
    AgentId person_;
    bool command_line_ = false;
};

struct Person {
    Account account;
    std::vector<std::string> skills;
    bool signed_in = false;                 // a session holds
    std::optional<Instant> signed_in_at;    // the last time; nothing: not yet
    std::optional<Instant> one_time_until;  // a one-time password: good until then, or used or over since
};

struct People {
    std::vector<Person> people;  // by name
    std::vector<std::string> skills;
    std::uint32_t seats_max = 3;
};

struct PersonToAdd {
    std::string email;
    std::string name;
    Role role = Role::agent;
    std::uint32_t seats = 3;
    std::vector<std::string> skills;  // by name; one that is not there yet is made
    std::string language = "fr";
};

struct PersonChange {
    std::optional<std::string> name{};
    std::optional<Role> role{};
    std::optional<std::uint32_t> seats{};
    std::optional<std::vector<std::string>> skills{};
    std::optional<std::string> language{};
    std::optional<bool> disabled{};
};

/// `code` is one of docs/protocol.md, 6 and 7; `field` names what was wrong, or is empty.
struct PersonRefusal {
    Problem problem = Problem::failed;
    std::string code;
    std::string field;
};

struct Changed {
    Person person;
    std::string what;                   // for the log: the fields, "role seats"; empty: nothing changed
    bool sessions_ended = false;        // another role, or disabled
    bool nobody_administrates = false;  // that was the last enabled administrator: only the command line does that
};

/// Shown once: only its hash is stored.
struct OneTimePassword {
    Person person;
    std::string password;
};

/// One row of `people_act`, with the names of today.
struct PersonAct {
    std::uint64_t number = 0;
    Instant at;
    AgentId by;  // nil: the command line
    std::string by_name;
    AgentId who;
    std::string who_name;
    std::string who_email;
    std::string what;     // added, changed, disabled, enabled, password_reset, password_changed
    std::string changes;  // a JSON object: {"role": ["agent", "supervisor"]}, before and after
};

class PeopleOffice {
public:
    explicit PeopleOffice(Database& database, PasswordCost cost = {}) : database_(database), cost_(cost) {}

    [[nodiscard]] Result<People, PersonRefusal> list(CentreId centre, Instant now);
    /// Refusals: not_allowed, email_taken, too_many_people, too_many_skills, and those of the fields.
    [[nodiscard]] Result<OneTimePassword, PersonRefusal> add(CentreId centre, Author by, const PersonToAdd& person,
                                                             Instant now);
    /// The same, with a password of the person's own, 8 to 128 bytes: nothing must be chosen at the first sign-in.
    [[nodiscard]] Result<Person, PersonRefusal> add_with_password(CentreId centre, Author by, const PersonToAdd& person,
                                                                  const std::string& password, Instant now);
    /// Refusals: not_allowed, unknown_person, not_yourself, last_administrator (not of the command line), too_many_skills, and those
    /// of the fields. Another role and disabling end the person's sessions.
    [[nodiscard]] Result<Changed, PersonRefusal> change(CentreId centre, Author by, AgentId who,
                                                        const PersonChange& change, Instant now);
    /// Ends the person's sessions. Refusals: not_allowed, unknown_person, not_yourself.
    [[nodiscard]] Result<OneTimePassword, PersonRefusal> reset_password(CentreId centre, Author by, AgentId who,
                                                                        Instant now);
    /// Those with a number below `before`, newest first, at most people_acts_a_page_max: ask again from the last one.
    [[nodiscard]] Result<std::vector<PersonAct>, PersonRefusal> acts(CentreId centre, std::uint64_t before);

private:
    struct FirstPassword {
        std::string password;
        std::optional<Instant> one_time_until;  // nothing: the person's own
    };
    [[nodiscard]] Result<Person, PersonRefusal> store_new(CentreId centre, Author by, const PersonToAdd& person,
                                                          const FirstPassword& first, Instant now);

    Database& database_;
    PasswordCost cost_;
};

}  // namespace relais::office
