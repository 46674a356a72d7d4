// Verbs over the people who sign in. The first administrator comes from here.
#include <chrono>
#include <cstdio>
#include <iostream>
#include <termios.h>
#include <unistd.h>

#include <sodium.h>

#include "relais/office/accounts.hpp"
#include "relais/office/people.hpp"

#include "app/storage_visit.hpp"
#include "app/verb_words.hpp"
#include "app/verbs.hpp"

namespace relais::verbs {
namespace {

std::optional<Role> role_of(const std::string& text) {
    if (text == "agent") return Role::agent;
    if (text == "supervisor") return Role::supervisor;
    if (text == "admin") return Role::admin;
    return std::nullopt;
}

const char* word_of(Role role) {
    return role == Role::agent ? "agent" : role == Role::supervisor ? "supervisor" : "admin";
}

/// A terminal does not show what is typed.
std::string password_from_input() {
    termios shown{};
    const bool terminal = tcgetattr(STDIN_FILENO, &shown) == 0;
    if (terminal) {
        std::fprintf(stderr, "Password (8 to 128 bytes): ");
        termios hidden = shown;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSANOW, &hidden);
    }
    std::string password;
    std::getline(std::cin, password);
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSANOW, &shown);
        std::fputc('\n', stderr);
    }
    if (password.ends_with('\r')) password.pop_back();  // of a file made elsewhere
    return password;
}

std::string line_of(const office::Person& person) {
    const office::Account& account = person.account;
    std::string line = account.email + "  " + account.name + "  " + word_of(account.role) + "  " +
                       std::to_string(account.seats) + " seats  " + account.language;
    for (const std::string& skill : person.skills) line += (&skill == &person.skills.front() ? "  " : ", ") + skill;
    if (person.one_time_until) line += "  one-time password";
    return line + (account.disabled ? "  disabled" : "");
}

/// A refusal of the office for people, whose words are those of the protocol, as a sentence.
std::string why(const office::PersonRefusal& refusal) {
    if (refusal.code == "unavailable") return "the database has no time or does not answer: try again";
    if (refusal.code == "unknown_person") return "this person is not there any more";
    if (refusal.code == "email_taken") return "somebody has this e-mail already";
    if (refusal.code == "too_many_people") return "a centre has at most 5000 people";
    if (refusal.code == "too_many_skills") return "a centre has at most 64 skills";
    if (refusal.field == "email") return "this is no e-mail address: up to 254 characters of ASCII with one @";
    if (refusal.field == "password") return "a password has 8 to 128 bytes";
    if (refusal.field == "name") return "--name takes 1 to 80 characters on one line, not only blanks";
    if (refusal.field == "seats") return "--seats takes 1 to what the centre allows: relais centre set --seats-max";
    if (refusal.field == "skills")
        return "--skill takes 1 to 40 characters on one line, not only blanks, 64 skills at most";
    if (refusal.field == "language") return "--language takes two small letters, such as fr";
    return refusal.code + (refusal.field.empty() ? "" : " " + refusal.field);
}

}  // namespace

int add_user(const Configuration& configuration, const NewUser& user) {
    const auto role = role_of(user.role);
    if (!role) return failed("--role takes agent, supervisor or admin");
    const std::string password = password_from_input();
    auto visit = StorageVisit::begin(configuration);
    if (!visit || sodium_init() < 0) return 1;
    auto centre = centre_of(visit->database(), user.centre);
    if (!centre) return failed(centre.error().text);
    const office::PersonToAdd person{user.email, user.name, *role, user.seats, user.skills, user.language};
    office::PeopleOffice people(visit->database());
    auto added = people.add_with_password(centre.value(), office::Author::command_line(), person, password, now());
    return added ? done(to_string(added.value().account.id)) : failed(why(added.error()));
}

int set_password(const Configuration& configuration, const std::string& email) {
    const std::string password = password_from_input();
    auto visit = StorageVisit::begin(configuration);
    if (!visit || sodium_init() < 0) return 1;
    office::Accounts accounts(visit->database());
    auto set = accounts.set_password(email, password);
    return set ? done("password set; open sessions of " + email + " have ended") : failed(set.error().text);
}

int make_password(const Configuration& configuration, const std::string& email) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit || sodium_init() < 0) return 1;
    auto account = office::Accounts(visit->database()).find(email);
    if (!account) return failed(account.error().text);
    office::PeopleOffice people(visit->database());
    const Instant at = now();
    auto made = people.reset_password(account.value().centre, office::Author::command_line(), account.value().id, at);
    if (!made) return failed(why(made.error()));
    const Instant until = made.value().person.one_time_until.value_or(at);
    std::fprintf(stderr, "good for one sign-in until %s; open sessions of %s have ended\n", text_of(until).c_str(),
                 email.c_str());
    return done(made.value().password);
}

int change_user(const Configuration& configuration, const UserWishes& wishes) {
    office::PersonChange change;
    change.name = wishes.name;
    change.seats = wishes.seats;
    change.language = wishes.language;
    if (wishes.no_skills || !wishes.skills.empty()) change.skills = wishes.skills;
    if (wishes.role) {
        change.role = role_of(*wishes.role);
        if (!change.role) return failed("--role takes agent, supervisor or admin");
    }
    auto visit = StorageVisit::begin(configuration);
    if (!visit || sodium_init() < 0) return 1;
    auto account = office::Accounts(visit->database()).find(wishes.email);
    if (!account) return failed(account.error().text);
    office::PeopleOffice people(visit->database());
    auto changed =
        people.change(account.value().centre, office::Author::command_line(), account.value().id, change, now());
    if (!changed) return failed(why(changed.error()));
    if (changed.value().nobody_administrates)
        std::fprintf(stderr, "relais: nobody administrates this centre in the console any more\n");
    const std::string what = changed.value().what.empty() ? "nothing" : changed.value().what;
    return done(wishes.email + ": " + what + " changed" +
                (changed.value().sessions_ended ? "; sessions have ended" : ""));
}

int list_users(const Configuration& configuration, const std::string& name) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit || sodium_init() < 0) return 1;
    auto centre = centre_of(visit->database(), name);
    if (!centre) return failed(centre.error().text);
    office::PeopleOffice people(visit->database());
    auto all = people.list(centre.value(), now());
    if (!all) return failed(why(all.error()));
    for (const office::Person& person : all.value().people) print_line(line_of(person));
    return 0;
}

int disable_user(const Configuration& configuration, const std::string& email, bool disabled) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit || sodium_init() < 0) return 1;
    office::Accounts accounts(visit->database());
    auto set = accounts.set_disabled(email, disabled);
    return set ? done(email + (disabled ? " disabled" : " enabled")) : failed(set.error().text);
}

}  // namespace relais::verbs
