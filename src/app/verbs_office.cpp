// Verbs over the office: centres, sites, queues, users. The first administrator comes from here.
#include <chrono>
#include <cstdio>
#include <iostream>
#include <termios.h>
#include <unistd.h>

#include <sodium.h>

#include "relais/journal/migrate.hpp"
#include "relais/office/accounts.hpp"
#include "relais/office/administration.hpp"
#include "relais/office/directory.hpp"
#include "relais/office/hours_text.hpp"

#include "app/storage_visit.hpp"
#include "app/verbs.hpp"

namespace relais::verbs {
namespace {

Instant now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

int failed(const std::string& why) {
    std::fprintf(stderr, "relais: %s\n", why.c_str());
    return 1;
}

int done(const std::string& what) {
    std::printf("%s\n", what.c_str());
    return 0;
}

std::optional<Role> role_of(const std::string& text) {
    if (text == "agent") return Role::agent;
    if (text == "supervisor") return Role::supervisor;
    if (text == "admin") return Role::admin;
    return std::nullopt;
}

const char* text_of(Role role) {
    return role == Role::agent ? "agent" : role == Role::supervisor ? "supervisor" : "admin";
}

/// The named centre, or the only one when no name is given.
Result<CentreId, office::Error> centre_of(office::Database& database, const std::string& name) {
    if (!name.empty()) return office::find_centre(database, name);
    auto all = office::list_centres(database);
    if (!all) return all.error();
    if (all.value().size() != 1)
        return office::Error{office::Problem::unknown, "there is not exactly one centre: name it with --centre"};
    return all.value().front().id;
}

/// A terminal does not show what is typed.
std::string password_from_input() {
    std::fprintf(stderr, "Password (8 to 128 characters): ");
    termios shown{};
    const bool terminal = tcgetattr(STDIN_FILENO, &shown) == 0;
    if (terminal) {
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
    return password;
}

}  // namespace

int check_configuration(const std::string& path) {
    auto loaded = load_configuration(path);
    if (!loaded) {
        (void)failed(loaded.error().text);
        return 2;  // as every command does with it
    }
    std::fputs(describe(loaded.value()).c_str(), stdout);
    return 0;
}

int migrate_storage(const Configuration& configuration) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    return done("schema version " + std::to_string(program_schema_version()));
}

int add_centre(const Configuration& configuration, const std::string& name, std::uint32_t seats_max) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centre = office::add_centre(visit->database(), name, seats_max, now());
    return centre ? done(to_string(centre.value())) : failed(centre.error().text);
}

int list_centres(const Configuration& configuration) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto all = office::list_centres(visit->database());
    if (!all) return failed(all.error().text);
    for (const office::CentreName& centre : all.value())
        std::printf("%s  %s\n", to_string(centre.id).c_str(), centre.name.c_str());
    return 0;
}

int add_queue(const Configuration& configuration, const NewQueue& queue) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centre = centre_of(visit->database(), queue.centre);
    if (!centre) return failed(centre.error().text);
    office::QueueToAdd wished;
    wished.name = queue.name;
    wished.places = queue.places;
    wished.offer_mode = queue.auto_accept ? OfferMode::auto_accepted : OfferMode::offered;
    auto added = office::add_queue(visit->database(), centre.value(), wished, now());
    return added ? done(to_string(added.value())) : failed(added.error().text);
}

int set_hours(const Configuration& configuration, const NewHours& wished) {
    auto hours = office::parse_hours(wished.zone, wished.week, wished.dates);
    if (!hours) return failed(hours.error().text);
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centre = centre_of(visit->database(), wished.centre);
    if (!centre) return failed(centre.error().text);
    auto queues = office::list_queues(visit->database(), centre.value());
    if (!queues) return failed(queues.error().text);
    for (const office::QueueName& queue : queues.value()) {
        if (queue.name != wished.queue) continue;
        auto set = office::set_hours(visit->database(), centre.value(), queue.id, hours.value());
        return set ? done("hours set; a running server follows within two seconds") : failed(set.error().text);
    }
    return failed("no queue " + wished.queue + " in this centre");
}

int list_queues(const Configuration& configuration, const std::string& name) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centre = centre_of(visit->database(), name);
    if (!centre) return failed(centre.error().text);
    auto all = office::list_queues(visit->database(), centre.value());
    if (!all) return failed(all.error().text);
    for (const office::QueueName& queue : all.value()) {
        std::printf("%s  %s  %s  %s\n", to_string(queue.id).c_str(), queue.name.c_str(), queue.zone.c_str(),
                    queue.always_open ? "always open" : "weekly hours");
    }
    return 0;
}

int add_site(const Configuration& configuration, const NewSite& site) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    office::Database& database = visit->database();
    auto centre = centre_of(database, site.centre);
    if (!centre) return failed(centre.error().text);
    auto queues = office::list_queues(database, centre.value());
    if (!queues) return failed(queues.error().text);
    QueueId queue;
    for (const office::QueueName& each : queues.value()) {
        if (each.name == site.queue || (site.queue.empty() && queues.value().size() == 1)) queue = each.id;
    }
    if (queue.is_nil()) return failed("no such queue: add one with `relais queue add`, or name it with --queue");
    office::SiteToAdd wished;
    wished.key = site.key;
    wished.name = site.name.empty() ? site.key : site.name;
    wished.origins = site.origins;
    wished.languages = site.languages;
    auto added = office::add_site(database, centre.value(), wished, now());
    if (!added) return failed(added.error().text);
    for (const std::string& language : site.languages) {
        auto skill = office::add_skill(database, centre.value(), language);
        if (!skill) return failed(skill.error().text);
        auto entry_point = office::add_entry_point(database, centre.value(), wished.name + " " + language, queue,
                                                   skill.value(), now());
        if (!entry_point) return failed(entry_point.error().text);
        auto linked =
            office::set_site_entry_point(database, centre.value(), added.value(), language, entry_point.value());
        if (!linked) return failed(linked.error().text);
    }
    return done(to_string(added.value()));
}

int list_sites(const Configuration& configuration) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centres = office::list_centres(visit->database());
    if (!centres) return failed(centres.error().text);
    for (const office::CentreName& centre : centres.value()) {
        auto directory = office::load_directory(visit->database(), centre.id, now());
        if (!directory) return failed(directory.error().text);
        for (const office::Site& site : directory.value().sites) {
            std::printf("%s  %s  %s ", centre.name.c_str(), site.key.c_str(), site.name.c_str());
            for (const std::string& origin : site.origins) std::printf(" %s", origin.c_str());
            std::printf("\n");
        }
    }
    return 0;
}

int add_user(const Configuration& configuration, const NewUser& user) {
    const auto role = role_of(user.role);
    if (!role) return failed("--role takes agent, supervisor or admin");
    const std::string password = password_from_input();
    auto visit = StorageVisit::begin(configuration);
    if (!visit || sodium_init() < 0) return 1;
    auto centre = centre_of(visit->database(), user.centre);
    if (!centre) return failed(centre.error().text);
    SkillSet skills = 0;
    for (const std::string& name : user.skills) {
        auto skill = office::add_skill(visit->database(), centre.value(), name);
        if (!skill) return failed(skill.error().text);
        skills |= skill.value();
    }
    office::Accounts accounts(visit->database());
    office::Account account;
    account.centre = centre.value();
    account.email = user.email;
    account.name = user.name;
    account.role = *role;
    account.seats = user.seats;
    account.skills = skills;
    account.language = user.language;
    auto added = accounts.create(account, password, now());
    return added ? done(to_string(added.value())) : failed(added.error().text);
}

int set_password(const Configuration& configuration, const std::string& email) {
    const std::string password = password_from_input();
    auto visit = StorageVisit::begin(configuration);
    if (!visit || sodium_init() < 0) return 1;
    office::Accounts accounts(visit->database());
    auto set = accounts.set_password(email, password);
    return set ? done("password set; open sessions of " + email + " have ended") : failed(set.error().text);
}

int list_users(const Configuration& configuration, const std::string& name) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit || sodium_init() < 0) return 1;
    auto centre = centre_of(visit->database(), name);
    if (!centre) return failed(centre.error().text);
    office::Accounts accounts(visit->database());
    auto all = accounts.list(centre.value());
    if (!all) return failed(all.error().text);
    for (const office::Account& account : all.value()) {
        std::printf("%s  %s  %s  %u seats%s\n", account.email.c_str(), account.name.c_str(), text_of(account.role),
                    account.seats, account.disabled ? "  disabled" : "");
    }
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
