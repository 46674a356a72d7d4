#include "relais/office/demo_centre.hpp"

#include <array>
#include <utility>

#include "relais/office/administration.hpp"
#include "relais/office/directory.hpp"

#include "office/office_query.hpp"

namespace relais::office {
namespace {

constexpr const char* centre_name = "Demo";

struct DemoSite {
    const char* key;
    const char* name;
    const char* language;
    const char* queue;
    const char* theme;
};
constexpr std::array<DemoSite, 2> demo_sites{{
    {"shop-fr", "Atelier des Glycines", "fr", "Conseil", R"({"accent":"#1f6f5c"})"},
    {"shop-en", "Wisteria Works", "en", "Advice", R"({"accent":"#1f6f5c"})"},
}};

struct DemoPerson {
    const char* email;
    const char* name;
    Role role;
    const char* language;
    bool french;
    bool english;
};
constexpr std::array<DemoPerson, 4> demo_people{{
    {"amel@demo.example", "Amel", Role::agent, "fr", true, true},
    {"jonas@demo.example", "Jonas", Role::agent, "en", true, true},
    {"odile@demo.example", "Odile", Role::supervisor, "fr", true, true},
    {"admin@demo.example", "Admin", Role::admin, "fr", false, false},
}};

/// What was made at an earlier start is found, the rest is made.
class Filler {
public:
    Filler(Database& database, Accounts& accounts, const DemoWishes& wishes, Instant now)
        : database_(database), accounts_(accounts), wishes_(wishes), now_(now) {}

    Result<DemoCentre, Error> fill();

private:
    Result<Done, Error> centre();
    Result<Done, Error> skills();
    Result<Done, Error> site(const DemoSite& wanted);
    Result<Done, Error> person(const DemoPerson& wanted);

    Database& database_;
    Accounts& accounts_;
    const DemoWishes& wishes_;
    Instant now_;
    DemoCentre made_;
    Directory found_;
    SkillSet french_ = 0;
    SkillSet english_ = 0;
};

Result<DemoCentre, Error> Filler::fill() {
    if (const auto done = centre(); !done) return done.error();
    auto found = load_directory(database_, made_.centre, now_);
    if (!found) return found.error();
    found_ = std::move(found).value();
    if (const auto done = skills(); !done) return done.error();
    for (const DemoSite& wanted : demo_sites) {
        if (const auto done = site(wanted); !done) return done.error();
    }
    for (const DemoPerson& wanted : demo_people) {
        if (const auto done = person(wanted); !done) return done.error();
    }
    return made_;
}

Result<Done, Error> Filler::centre() {
    auto centre = find_centre(database_, centre_name);
    if (!centre && centre.error().problem == Problem::unknown) centre = add_centre(database_, centre_name, 3, now_);
    if (!centre) return centre.error();
    made_.centre = centre.value();
    return Done{};
}

Result<Done, Error> Filler::skills() {
    const auto french = add_skill(database_, made_.centre, "fr");
    if (!french) return french.error();
    const auto english = add_skill(database_, made_.centre, "en");
    if (!english) return english.error();
    french_ = french.value();
    english_ = english.value();
    return Done{};
}

Result<Done, Error> Filler::site(const DemoSite& wanted) {
    made_.sites.emplace_back(wanted.key);
    for (const Site& known : found_.sites) {
        if (known.key == wanted.key) return set_origins(database_, wanted.key, wishes_.origins);
    }
    QueueToAdd queue;
    queue.name = wanted.queue;
    queue.required = std::string_view(wanted.language) == "fr" ? french_ : english_;
    queue.wrap_up = std::chrono::seconds{0};
    const auto queue_id = add_queue(database_, made_.centre, queue, now_);
    if (!queue_id) return queue_id.error();
    const auto entry_point = add_entry_point(database_, made_.centre, wanted.queue, queue_id.value(), 0, now_);
    if (!entry_point) return entry_point.error();
    SiteToAdd site;
    site.key = wanted.key;
    site.name = wanted.name;
    site.origins = wishes_.origins;
    site.languages = {wanted.language};
    site.theme = wanted.theme;
    const auto site_id = add_site(database_, made_.centre, site, now_);
    if (!site_id) return site_id.error();
    return set_site_entry_point(database_, made_.centre, site_id.value(), wanted.language, entry_point.value());
}

Result<Done, Error> Filler::person(const DemoPerson& wanted) {
    const std::string& password = wanted.role == Role::agent        ? wishes_.agent_password
                                  : wanted.role == Role::supervisor ? wishes_.supervisor_password
                                                                    : wishes_.admin_password;
    if (wanted.role == Role::admin && password.empty()) return Done{};
    made_.logins.push_back({wanted.email, wanted.name, wanted.role});
    Account account;
    account.centre = made_.centre;
    account.email = wanted.email;
    account.name = wanted.name;
    account.role = wanted.role;
    account.language = wanted.language;
    account.skills = (wanted.french ? french_ : 0) | (wanted.english ? english_ : 0);
    const auto created = accounts_.create(account, password, now_);
    if (created) return Done{};
    if (created.error().problem != Problem::exists) return created.error();
    const auto signed_in = accounts_.sign_in(wanted.email, password, now_);
    if (!signed_in) return signed_in.error();
    if (!signed_in.value()) return accounts_.set_password(wanted.email, password);
    return accounts_.revoke(signed_in.value().value().session);  // only to see that the password is right
}

}  // namespace

Result<DemoCentre, Error> fill_demo_centre(Database& database, Accounts& accounts, const DemoWishes& wishes,
                                           Instant now) {
    return Filler(database, accounts, wishes, now).fill();
}

}  // namespace relais::office
