// Sites and their ways in: the half of administration.hpp that visitors come through.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "relais/edge/origin_check.hpp"
#include "relais/office/administration.hpp"

#include "office/office_query.hpp"
#include "office/passwords.hpp"
#include "office/people_rules.hpp"
#include "office/skills.hpp"

namespace relais::office {
namespace {

using pg::Parameters;
using pg::Rows;

Error not_allowed(std::string text) { return {Problem::not_allowed, std::move(text)}; }
Error unknown(std::string text) { return {Problem::unknown, std::move(text)}; }

pg::Column texts(const std::vector<std::string>& values) {
    pg::Column column(pg::Type::text);
    for (const std::string& value : values) column.push(std::string_view(value));
    return column;
}

/// Each as browsers write it: the Origin header is compared with it letter for letter.
Result<Done, Error> check_origins(const std::vector<std::string>& origins) {
    for (const std::string& origin : origins) {
        const auto normal = edge::normal_origin(origin);
        if (normal == origin) continue;
        return not_allowed("origin " + origin + ": accepted are scheme, host and port, such as https://shop.example" +
                           (normal ? "; browsers write this one " + *normal : ""));
    }
    return Done{};
}

Result<Done, Error> check_site(const SiteToAdd& site) {
    if (const auto theme = nlohmann::json::parse(site.theme, nullptr, false); !theme.is_object())
        return not_allowed("a theme is a JSON object");
    if (const auto wrong = no_name(site.name)) return *wrong;
    if (std::ranges::any_of(site.languages, [](const auto& word) { return word != "fr" && word != "en"; }))
        return not_allowed("the widget speaks fr and en");
    return check_origins(site.origins);
}

SiteId insert(pg::Connection& connection, CentreId centre, const SiteToAdd& site, Instant now) {
    const SiteId id{fresh_id(now)};
    pg::Column origins = texts(site.origins);
    pg::Column languages = texts(site.languages);
    connection.run(named_query("queries/office/add_site.sql"), Parameters()
                                                                   .add(centre)
                                                                   .add(id)
                                                                   .add(site.key)
                                                                   .add(site.name)
                                                                   .add(origins)
                                                                   .add(languages)
                                                                   .add_json(site.theme)
                                                                   .add(site.leave_message));
    return id;
}

EntryPointId insert_entry_point(pg::Connection& connection, CentreId centre, const std::string& name, QueueId queue,
                                SkillSet required, Instant now) {
    const EntryPointId id{fresh_id(now)};
    connection.run(named_query("queries/office/add_entry_point.sql"),
                   Parameters().add(centre).add(id).add(queue).add(name).add(static_cast<std::int64_t>(required)));
    return id;
}

void set_way_in(pg::Connection& connection, CentreId centre, SiteId site, const std::string& language,
                EntryPointId leads) {
    connection.run(named_query("queries/office/set_site_entry_point.sql"),
                   Parameters().add(centre).add(site).add(language).add(leads));
}

/// By its name; the only one when none is given.
Result<QueueId, Error> queue_named(pg::Connection& connection, CentreId centre, const std::string& name) {
    const Rows rows = connection.run(named_query("queries/office/list_queues.sql"), Parameters().add(centre));
    for (int row = 0; row < rows.count(); ++row) {
        if (rows.text(row, 1) == name || (name.empty() && rows.count() == 1)) return rows.id<QueueId>(row, 0);
    }
    return unknown(name.empty() ? "there is not exactly one queue in this centre: name it with --queue"
                                : "no queue " + name + " in this centre");
}

/// Those of one site: each has its name and a language, asks for the skill of that language and leads to one queue.
struct WaysIn {
    CentreId centre;
    SiteId site;
    std::string name;
    QueueId queue;
};

Result<Done, Error> add_way_in(pg::Connection& connection, const WaysIn& ways, const std::string& language,
                               Instant now) {
    const SkillSet skill = find_or_add_skill(connection, ways.centre, language);
    if (skill == 0) return too_many_skills();
    const EntryPointId added =
        insert_entry_point(connection, ways.centre, ways.name + " " + language, ways.queue, skill, now);
    set_way_in(connection, ways.centre, ways.site, language, added);
    return Done{};
}

void set_name(pg::Connection& connection, const WaysIn& ways, const std::string& name) {
    connection.run(named_query("queries/office/rename_site.sql"),
                   Parameters().add(ways.centre).add(ways.site).add(name));
    connection.run(named_query("queries/office/rename_entry_points.sql"),
                   Parameters().add(ways.centre).add(ways.site).add(ways.name).add(name));
}

/// All of them, from now on; a language that has none gets one.
Result<Done, Error> lead_to(pg::Connection& connection, const WaysIn& ways, Instant now) {
    const Rows others =
        connection.run(named_query("queries/office/sites_beside.sql"), Parameters().add(ways.centre).add(ways.site));
    if (!others.empty())
        return not_allowed("this site shares a way in with the site " + std::string(others.text(0, 0)) +
                           ", which would move too");
    connection.run(named_query("queries/office/move_entry_points.sql"),
                   Parameters().add(ways.centre).add(ways.site).add(ways.queue));
    const Rows missing = connection.run(named_query("queries/office/languages_without_way_in.sql"),
                                        Parameters().add(ways.centre).add(ways.site));
    for (int row = 0; row < missing.count(); ++row) {
        const auto added = add_way_in(connection, ways, std::string(missing.text(row, 0)), now);
        if (!added) return added.error();
    }
    return Done{};
}

}  // namespace

Result<EntryPointId, Error> add_entry_point(Database& database, CentreId centre, const std::string& name, QueueId queue,
                                            SkillSet required, Instant now) {
    if (const auto wrong = no_name(name)) return *wrong;
    return with_connection<EntryPointId>(database, [&](pg::Connection& connection) {
        return insert_entry_point(connection, centre, name, queue, required, now);
    });
}

Result<SiteId, Error> add_site(Database& database, CentreId centre, const SiteToAdd& site, Instant now) {
    if (const auto checked = check_site(site); !checked) return checked.error();
    return with_connection<SiteId>(database,
                                   [&](pg::Connection& connection) { return insert(connection, centre, site, now); });
}

Result<SiteId, Error> open_site(Database& database, CentreId centre, const SiteToAdd& site, const std::string& queue,
                                Instant now) {
    if (const auto checked = check_site(site); !checked) return checked.error();
    return with_connection<SiteId>(database, [&](pg::Connection& connection) -> Result<SiteId, Error> {
        pg::Transaction transaction(connection);
        const auto leads_to = queue_named(connection, centre, queue);
        if (!leads_to) return leads_to.error();
        const SiteId id = insert(connection, centre, site, now);
        const WaysIn ways{centre, id, site.name, leads_to.value()};
        for (const std::string& language : site.languages) {
            if (const auto added = add_way_in(connection, ways, language, now); !added) return added.error();
        }
        transaction.commit();
        return id;
    });
}

Result<Done, Error> change_site(Database& database, const std::string& key, const SiteChange& change, Instant now) {
    if (change.name) {
        if (const auto wrong = no_name(*change.name)) return *wrong;
    }
    if (change.origins) {
        if (const auto checked = check_origins(*change.origins); !checked) return checked.error();
    }
    return with_connection<Done>(database, [&](pg::Connection& connection) -> Result<Done, Error> {
        pg::Transaction transaction(connection);
        const Rows found = connection.run(named_query("queries/office/lock_site.sql"), Parameters().add(key));
        if (found.empty()) return unknown("there is no site " + key);
        WaysIn ways{found.id<CentreId>(0, 0), found.id<SiteId>(0, 1), std::string(found.text(0, 2)), {}};
        if (change.name) {
            set_name(connection, ways, *change.name);
            ways.name = *change.name;
        }
        if (change.origins) {
            pg::Column column = texts(*change.origins);
            connection.run(named_query("queries/office/set_origins.sql"), Parameters().add(key).add(column));
        }
        if (change.queue) {
            const auto leads_to = queue_named(connection, ways.centre, *change.queue);
            if (!leads_to) return leads_to.error();
            ways.queue = leads_to.value();
            if (const auto moved = lead_to(connection, ways, now); !moved) return moved.error();
        }
        transaction.commit();
        return Done{};
    });
}

Result<Done, Error> set_origins(Database& database, const std::string& site_key,
                                const std::vector<std::string>& origins) {
    if (const auto checked = check_origins(origins); !checked) return checked.error();
    return with_connection<Done>(database, [&](pg::Connection& connection) -> Result<Done, Error> {
        if (connection.run(named_query("queries/office/find_site.sql"), Parameters().add(site_key)).empty()) {
            return unknown("there is no site " + site_key);
        }
        pg::Column column = texts(origins);
        connection.run(named_query("queries/office/set_origins.sql"), Parameters().add(site_key).add(column));
        return Done{};
    });
}

Result<Done, Error> set_site_entry_point(Database& database, CentreId centre, SiteId site, const std::string& language,
                                         EntryPointId entry_point) {
    return with_connection<Done>(database, [&](pg::Connection& connection) {
        set_way_in(connection, centre, site, language, entry_point);
        return Done{};
    });
}

}  // namespace relais::office
