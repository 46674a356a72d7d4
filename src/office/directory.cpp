#include "relais/office/directory.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "relais/office/opening_hours.hpp"

#include "office/hours_rows.hpp"
#include "office/office_query.hpp"
#include "office/office_words.hpp"

namespace relais::office {
namespace {

using pg::Parameters;
using pg::Rows;

// The version carries the month too, so that opening hours are made anew long before their list ends.
constexpr std::uint64_t months_kept = 4096;
constexpr std::chrono::days month_length{30};

std::uint64_t version_of(std::int64_t stored, Instant now) {
    const auto month = static_cast<std::uint64_t>(now.time_since_epoch() / month_length) % months_kept;
    return static_cast<std::uint64_t>(stored) * months_kept + month;
}

class Reader {
public:
    Reader(pg::Connection& connection, CentreId centre, Instant now)
        : connection_(connection), centre_(centre), now_(now) {}

    Result<Directory, Error> read(const Rules& rules);

private:
    Rows ask(std::string_view path) { return connection_.run(named_query(path), Parameters().add(centre_)); }
    Result<Done, Error> queues(Settings& settings);
    void entry_points(Settings& settings);
    void agents(Settings& settings);
    void sites(std::vector<Site>& sites);

    pg::Connection& connection_;
    CentreId centre_;
    Instant now_;
};

Result<Directory, Error> Reader::read(const Rules& rules) {
    const Rows version = ask("queries/office/settings_version.sql");
    const Rows centre = ask("queries/office/load_centre.sql");
    if (version.empty() || centre.empty()) return Error{Problem::unknown, "there is no centre " + to_string(centre_)};
    auto settings = std::make_shared<Settings>();
    settings->version = version_of(version.integer(0, 0), now_);
    settings->seats_max = small(centre, 0, 1);
    settings->rules = rules;
    if (const auto done = queues(*settings); !done) return done.error();
    entry_points(*settings);
    agents(*settings);

    Directory directory;
    directory.centre = centre_;
    directory.name = centre.text(0, 0);
    directory.settings = std::move(settings);
    sites(directory.sites);
    const Rows skills = ask("queries/office/load_skills.sql");
    for (int row = 0; row < skills.count(); ++row) {
        directory.skills.resize(static_cast<std::size_t>(skills.integer(row, 0)) + 1);
        directory.skills.back() = skills.text(row, 1);
    }
    return directory;
}

Result<Done, Error> Reader::queues(Settings& settings) {
    std::map<QueueId, OpeningHours> all_hours = load_hours(connection_, centre_);
    const Rows rows = ask("queries/office/load_queues.sql");
    for (int row = 0; row < rows.count(); ++row) {
        QueueSettings queue;
        queue.id = rows.id<QueueId>(row, 0);
        queue.name = rows.text(row, 1);
        queue.priority = static_cast<std::uint8_t>(rows.integer(row, 2));
        queue.offer_mode = offer_mode_of(rows.text(row, 3));
        queue.places = small(rows, row, 4);
        queue.target = Duration{rows.integer(row, 5)};
        queue.handling_guess = Duration{rows.integer(row, 6)};
        queue.wrap_up = Duration{rows.integer(row, 7)};
        OpeningHours& opening = all_hours[queue.id];
        opening.zone = rows.text(row, 8);
        opening.always = rows.boolean(row, 9);
        // From yesterday on, so that what is in force now is in the list whatever the floor's clock says.
        auto changes = hours_changes(opening, now_ - std::chrono::days{1});
        if (!changes) return Error{changes.error().problem, "queue " + queue.name + ": " + changes.error().text};
        queue.hours = std::move(changes).value();
        settings.queues.push_back(std::move(queue));
    }
    return Done{};
}

void Reader::entry_points(Settings& settings) {
    const Rows rows = ask("queries/office/load_entry_points.sql");
    for (int row = 0; row < rows.count(); ++row) {
        settings.entry_points.push_back({rows.id<EntryPointId>(row, 0), rows.id<QueueId>(row, 1),
                                         std::string(rows.text(row, 2)), static_cast<SkillSet>(rows.integer(row, 3))});
    }
}

void Reader::agents(Settings& settings) {
    const Rows rows = ask("queries/office/load_agents.sql");
    for (int row = 0; row < rows.count(); ++row) {
        settings.agents.push_back({rows.id<AgentId>(row, 0), std::string(rows.text(row, 1)), role_of(rows.text(row, 2)),
                                   static_cast<SkillSet>(rows.integer(row, 3)), small(rows, row, 4),
                                   rows.boolean(row, 5)});
    }
}

void Reader::sites(std::vector<Site>& sites) {
    const Rows rows = ask("queries/office/load_sites.sql");
    std::map<SiteId, std::size_t> place;
    for (int row = 0; row < rows.count(); ++row) {
        Site site;
        site.id = rows.id<SiteId>(row, 0);
        site.key = rows.text(row, 1);
        site.name = rows.text(row, 2);
        site.origins = nlohmann::json::parse(rows.text(row, 3)).get<std::vector<std::string>>();
        site.languages = nlohmann::json::parse(rows.text(row, 4)).get<std::vector<std::string>>();
        site.theme = rows.text(row, 5);
        site.leave_message = rows.boolean(row, 6);
        place[site.id] = sites.size();
        sites.push_back(std::move(site));
    }
    const Rows ways = ask("queries/office/load_site_entry_points.sql");
    for (int row = 0; row < ways.count(); ++row) {
        sites[place.at(ways.id<SiteId>(row, 0))].entry_points.emplace(ways.text(row, 1), ways.id<EntryPointId>(row, 2));
    }
}

}  // namespace

EntryPointId Site::entry_point_for(const std::string& language) const {
    if (const auto own = entry_points.find(language); own != entry_points.end()) return own->second;
    for (const std::string& other : languages) {
        if (const auto first = entry_points.find(other); first != entry_points.end()) return first->second;
    }
    return {};
}

Result<std::vector<CentreName>, Error> list_centres(Database& database) {
    return with_connection<std::vector<CentreName>>(database, [](pg::Connection& connection) {
        std::vector<CentreName> centres;
        const Rows rows = connection.run(named_query("queries/office/list_centres.sql"));
        for (int row = 0; row < rows.count(); ++row)
            centres.push_back({rows.id<CentreId>(row, 0), std::string(rows.text(row, 1))});
        return centres;
    });
}

Result<std::uint64_t, Error> settings_version(Database& database, CentreId centre, Instant now) {
    return with_connection<std::uint64_t>(database, [&](pg::Connection& connection) -> Result<std::uint64_t, Error> {
        const Rows rows = connection.run(named_query("queries/office/settings_version.sql"), Parameters().add(centre));
        if (rows.empty()) return Error{Problem::unknown, "there is no centre " + to_string(centre)};
        return version_of(rows.integer(0, 0), now);
    });
}

Result<Directory, Error> load_directory(Database& database, CentreId centre, Instant now, const Rules& rules) {
    return with_connection<Directory>(database, [&](pg::Connection& connection) -> Result<Directory, Error> {
        pg::Transaction snapshot(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        auto directory = Reader(connection, centre, now).read(rules);
        snapshot.commit();
        return directory;
    });
}

}  // namespace relais::office
