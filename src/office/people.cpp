#include "relais/office/people.hpp"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "office/account_rows.hpp"
#include "office/office_query.hpp"
#include "office/passwords.hpp"
#include "office/people_rules.hpp"
#include "office/skills.hpp"

namespace relais::office {
namespace {

using nlohmann::json;
using pg::Parameters;
using pg::Rows;

constexpr Duration one_time_lasts{std::chrono::hours{72}};

PersonRefusal refused(Problem problem, std::string code, std::string field = {}) {
    return {problem, std::move(code), std::move(field)};
}
PersonRefusal bad(const Complaint& complaint, std::string field) {
    return refused(Problem::not_allowed, *complaint, std::move(field));
}

/// What PostgreSQL said in place of us: somebody was faster, or storage has no time.
PersonRefusal refusal_of(const Error& error) {
    if (error.problem == Problem::exists) return refused(error.problem, "email_taken", "email");
    if (error.problem == Problem::not_allowed) return refused(error.problem, "bad_value");
    return refused(error.problem, "unavailable");
}

/// Runs `work(connection)`, which gives a Result<Value, PersonRefusal>, in a transaction that holds if it succeeds.
template <class Value, class Work>
Result<Value, PersonRefusal> in_transaction(Database& database, Work&& work) {
    using Outcome = Result<Value, PersonRefusal>;
    auto ran = with_connection<Outcome>(database, [&](pg::Connection& connection) -> Result<Outcome, Error> {
        pg::Transaction transaction(connection);
        Outcome outcome = work(connection);
        if (outcome) transaction.commit();
        return outcome;
    });
    if (!ran) return refusal_of(ran.error());
    return std::move(ran).value();
}

std::map<int, std::string> skill_names(pg::Connection& connection, CentreId centre) {
    const Rows rows = connection.run(named_query("queries/office/load_skills.sql"), Parameters().add(centre));
    std::map<int, std::string> names;
    for (int row = 0; row < rows.count(); ++row) names.emplace(rows.integer(row, 0), rows.text(row, 1));
    return names;
}

std::vector<std::string> names_of(SkillSet skills, const std::map<int, std::string>& names) {
    std::vector<std::string> found;
    for (const auto& [bit, name] : names) {
        if ((skills >> bit & 1) != 0) found.push_back(name);
    }
    return found;
}

std::vector<Person> read_people(pg::Connection& connection, CentreId centre, AgentId only, Instant now) {
    const auto names = skill_names(connection, centre);
    const Rows rows =
        connection.run(named_query("queries/office/list_people.sql"), Parameters().add(centre).add(now).add(only));
    std::vector<Person> people;
    for (int row = 0; row < rows.count(); ++row) {
        Person person;
        person.account = account_of(rows, row);
        person.skills = names_of(person.account.skills, names);
        person.signed_in_at = rows.maybe_instant(row, account_columns);
        person.signed_in = rows.boolean(row, account_columns + 1);
        person.one_time_until = rows.maybe_instant(row, account_columns + 2);
        people.push_back(std::move(person));
    }
    return people;
}

struct Room {
    std::size_t people = 0;
    std::uint32_t seats_max = 0;
};
Room room_of(pg::Connection& connection, CentreId centre) {
    const Rows rows = connection.run(named_query("queries/office/count_people.sql"), Parameters().add(centre));
    return {static_cast<std::size_t>(rows.integer(0, 0)), static_cast<std::uint32_t>(rows.integer(0, 1))};
}

/// Who acts, on whom, beside which other administrators: locked until the end of the transaction.
struct Scene {
    bool allowed = false;  // the command line always is
    std::optional<Account> target;
    std::size_t administrators = 0;  // enabled
};
Scene lock_people(pg::Connection& connection, CentreId centre, Author by, AgentId who) {
    const Rows rows = connection.run(named_query("queries/office/lock_people.sql"),
                                     Parameters().add(centre).add(by.person()).add(who));
    Scene scene;
    scene.allowed = by.is_command_line();
    for (int row = 0; row < rows.count(); ++row) {
        const Account account = account_of(rows, row);
        const bool administrates = account.role == Role::admin && !account.disabled;
        if (administrates) ++scene.administrators;
        if (account.id == by.person()) scene.allowed = administrates && !account.must_choose_password;
        if (account.id == who) scene.target = account;
    }
    return scene;
}

/// The set of these names; those that are not there yet are made.
Result<SkillSet, PersonRefusal> take_skills(pg::Connection& connection, CentreId centre,
                                            const std::vector<std::string>& names) {
    SkillSet skills = 0;
    for (const std::string& name : names) {
        const SkillSet skill = find_or_add_skill(connection, centre, name);
        if (skill == 0) return refused(Problem::not_allowed, "too_many_skills", "skills");
        skills |= skill;
    }
    return skills;
}

void note(pg::Connection& connection, const Account& who, Author by, std::string_view what, const json& changes) {
    connection.run(named_query("queries/office/add_people_act.sql"),
                   Parameters().add(who.centre).add(by.person()).add(who.id).add(what).add_json(changes.dump()));
}

void end_sessions(pg::Connection& connection, const Account& who) {
    connection.run(named_query("queries/office/end_sessions.sql"), Parameters().add(who.centre).add(who.id));
}

Result<Account, PersonRefusal> wished(pg::Connection& connection, const Account& before, const PersonChange& change) {
    Account after = before;
    if (change.name) after.name = *change.name;
    if (change.role) after.role = *change.role;
    if (change.language) after.language = *change.language;
    if (change.disabled) after.disabled = *change.disabled;
    if (change.seats && *change.seats != before.seats) {
        if (auto wrong = check_seats(*change.seats, room_of(connection, before.centre).seats_max))
            return bad(wrong, "seats");
        after.seats = *change.seats;
    }
    if (change.skills) {
        auto skills = take_skills(connection, before.centre, *change.skills);
        if (!skills) return skills.error();
        after.skills = skills.value();
    }
    return after;
}

/// Field by field, before and after.
json differences(const Account& before, const Account& after, const std::map<int, std::string>& names) {
    json changes = json::object();
    const auto compare = [&](const char* field, const json& was, const json& is) {
        if (was != is) changes[field] = json::array({was, is});
    };
    compare("name", before.name, after.name);
    compare("role", word(before.role), word(after.role));
    compare("seats", before.seats, after.seats);
    compare("skills", names_of(before.skills, names), names_of(after.skills, names));
    compare("language", before.language, after.language);
    compare("disabled", before.disabled, after.disabled);
    return changes;
}

std::string fields_of(const json& changes) {
    std::string fields;
    for (const auto& [field, _] : changes.items()) fields += (fields.empty() ? "" : " ") + field;
    return fields;
}

void store(pg::Connection& connection, const Account& before, const Account& after) {
    connection.run(named_query("queries/office/change_person.sql"), Parameters()
                                                                        .add(after.centre)
                                                                        .add(after.id)
                                                                        .add(after.name)
                                                                        .add(word(after.role))
                                                                        .add(static_cast<std::int64_t>(after.skills))
                                                                        .add(after.language)
                                                                        .add(after.disabled));
    if (after.seats != before.seats) {
        connection.run(named_query("queries/office/change_seats.sql"),
                       Parameters().add(after.centre).add(after.id).add(static_cast<std::int32_t>(after.seats)));
    }
}

Complaint check_texts(const PersonChange& change, std::string& field) {
    const auto check = [&](const char* named, const Complaint& complaint) {
        if (complaint) field = named;
        return complaint;
    };
    Complaint complaint;
    if (change.name) complaint = check("name", check_name(*change.name));
    if (!complaint && change.language) complaint = check("language", check_language(*change.language));
    if (!complaint && change.skills) complaint = check("skills", check_skills(*change.skills));
    return complaint;
}

}  // namespace

Result<People, PersonRefusal> PeopleOffice::list(CentreId centre, Instant now) {
    auto read = with_connection<People>(database_, [&](pg::Connection& connection) {
        People all;
        all.people = read_people(connection, centre, AgentId{}, now);
        for (const auto& [_, name] : skill_names(connection, centre)) all.skills.push_back(name);
        std::ranges::sort(all.skills);
        all.seats_max = room_of(connection, centre).seats_max;
        return all;
    });
    if (!read) return refusal_of(read.error());
    return std::move(read).value();
}

Result<Person, PersonRefusal> PeopleOffice::store_new(CentreId centre, Author by, const PersonToAdd& person,
                                                      const FirstPassword& first, Instant now) {
    if (auto wrong = check_email(person.email)) return bad(wrong, "email");
    std::string field;
    const PersonChange texts{person.name, {}, {}, person.skills, person.language, {}};
    if (auto wrong = check_texts(texts, field)) return bad(wrong, field);
    const std::string hash = hash_password(first.password, cost_);
    if (hash.empty()) return refused(Problem::busy, "unavailable");
    return in_transaction<Person>(database_, [&](pg::Connection& connection) -> Result<Person, PersonRefusal> {
        if (!lock_people(connection, centre, by, AgentId{}).allowed)
            return refused(Problem::not_allowed, "not_allowed");
        const Room room = room_of(connection, centre);
        if (auto wrong = check_seats(person.seats, room.seats_max)) return bad(wrong, "seats");
        if (room.people >= people_max) return refused(Problem::not_allowed, "too_many_people");
        const auto skills = take_skills(connection, centre, person.skills);
        if (!skills) return skills.error();
        Account account;
        account.centre = centre;
        account.id = AgentId{fresh_id(now)};
        account.email = person.email;
        account.name = person.name;
        account.role = person.role;
        account.seats = person.seats;
        account.skills = skills.value();
        account.language = person.language;
        insert_account(connection, account, hash, by.person(), first.one_time_until);
        return read_people(connection, centre, account.id, now).front();
    });
}

Result<OneTimePassword, PersonRefusal> PeopleOffice::add(CentreId centre, Author by, const PersonToAdd& person,
                                                         Instant now) {
    const FirstPassword first{make_one_time_password(), now + one_time_lasts};
    auto added = store_new(centre, by, person, first, now);
    if (!added) return added.error();
    return OneTimePassword{std::move(added).value(), first.password};
}

Result<Person, PersonRefusal> PeopleOffice::add_with_password(CentreId centre, Author by, const PersonToAdd& person,
                                                              const std::string& password, Instant now) {
    if (password.size() < password_bytes_min || password.size() > password_bytes_max)
        return refused(Problem::not_allowed, "bad_value", "password");
    return store_new(centre, by, person, {password, std::nullopt}, now);
}

Result<Changed, PersonRefusal> PeopleOffice::change(CentreId centre, Author by, AgentId who, const PersonChange& change,
                                                    Instant now) {
    std::string field;
    if (auto wrong = check_texts(change, field)) return bad(wrong, field);
    return in_transaction<Changed>(database_, [&](pg::Connection& connection) -> Result<Changed, PersonRefusal> {
        const Scene scene = lock_people(connection, centre, by, who);
        if (!scene.allowed) return refused(Problem::not_allowed, "not_allowed");
        if (!scene.target) return refused(Problem::unknown, "unknown_person");
        const Account& before = *scene.target;
        auto wish = wished(connection, before, change);
        if (!wish) return wish.error();
        const Account& after = wish.value();
        const bool steps_down =
            before.role == Role::admin && !before.disabled && (after.role != Role::admin || after.disabled);
        if (steps_down && scene.administrators == 1 && !by.is_command_line())
            return refused(Problem::not_allowed, "last_administrator");
        if (steps_down && by.person() == who) return refused(Problem::not_allowed, "not_yourself");
        const json changes = differences(before, after, skill_names(connection, centre));
        const bool ends = before.role != after.role || (after.disabled && !before.disabled);
        if (!changes.empty()) {
            store(connection, before, after);
            const bool switched = before.disabled != after.disabled;
            note(connection, after, by, !switched ? "changed" : after.disabled ? "disabled" : "enabled", changes);
        }
        if (ends) end_sessions(connection, after);
        return Changed{read_people(connection, centre, who, now).front(), fields_of(changes), ends,
                       steps_down && scene.administrators == 1};
    });
}

Result<OneTimePassword, PersonRefusal> PeopleOffice::reset_password(CentreId centre, Author by, AgentId who,
                                                                    Instant now) {
    const std::string password = make_one_time_password();
    const std::string hash = hash_password(password, cost_);
    if (hash.empty()) return refused(Problem::busy, "unavailable");
    return in_transaction<OneTimePassword>(
        database_, [&](pg::Connection& connection) -> Result<OneTimePassword, PersonRefusal> {
            const Scene scene = lock_people(connection, centre, by, who);
            if (!scene.allowed) return refused(Problem::not_allowed, "not_allowed");
            if (!scene.target) return refused(Problem::unknown, "unknown_person");
            if (by.person() == who) return refused(Problem::not_allowed, "not_yourself");
            connection.run(named_query("queries/office/set_one_time_password.sql"),
                           Parameters().add(centre).add(who).add(hash).add(Instant{now + one_time_lasts}));
            end_sessions(connection, *scene.target);
            note(connection, *scene.target, by, "password_reset", json::object());
            return OneTimePassword{read_people(connection, centre, who, now).front(), password};
        });
}

}  // namespace relais::office
