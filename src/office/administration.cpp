#include "relais/office/administration.hpp"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "office/office_query.hpp"
#include "office/office_words.hpp"
#include "office/passwords.hpp"

namespace relais::office {
namespace {

using pg::Parameters;
using pg::Rows;

Error not_allowed(std::string text) { return {Problem::not_allowed, std::move(text)}; }
Error unknown(std::string text) { return {Problem::unknown, std::move(text)}; }

std::int32_t ms_of(Duration duration) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(duration.count(), INT32_MIN, INT32_MAX));
}
std::int32_t minutes_of(std::chrono::minutes minutes) { return static_cast<std::int32_t>(minutes.count()); }

pg::Column texts(const std::vector<std::string>& values) {
    pg::Column column(pg::Type::text);
    for (const std::string& value : values) column.push(std::string_view(value));
    return column;
}

/// "https://shop.example" or "http://localhost:8080": scheme, host, maybe a port, nothing behind.
bool is_origin(const std::string& origin) {
    const std::size_t scheme = origin.starts_with("https://") ? 8 : origin.starts_with("http://") ? 7 : 0;
    return scheme > 0 && origin.size() > scheme && origin.find_first_of("/ ?#@*\\", scheme) == std::string::npos;
}

Result<Done, Error> check_origins(const std::vector<std::string>& origins) {
    const auto bad = std::ranges::find_if_not(origins, is_origin);
    if (bad != origins.end())
        return not_allowed("origin " + *bad + ": accepted are scheme, host and port, such as https://shop.example");
    return Done{};
}

void write_hours(pg::Connection& connection, CentreId centre, QueueId queue, const OpeningHours& hours) {
    connection.run(named_query("queries/office/set_queue_hours.sql"),
                   Parameters().add(centre).add(queue).add(hours.zone).add(hours.always));
    for (const WeekdaySpan& open : hours.week) {
        connection.run(named_query("queries/office/add_hours.sql"), Parameters()
                                                                        .add(centre)
                                                                        .add(queue)
                                                                        .add(static_cast<std::int32_t>(open.weekday))
                                                                        .add(minutes_of(open.span.opens))
                                                                        .add(minutes_of(open.span.closes)));
    }
    std::map<std::chrono::sys_days, std::int32_t> spans_of;
    for (const DateSpan& exception : hours.exceptions) {
        const std::int32_t n = ++spans_of[std::chrono::sys_days{exception.date}];
        Parameters values;
        values.add(centre).add(queue).add(static_cast<std::int32_t>(static_cast<int>(exception.date.year())));
        values.add(static_cast<std::int32_t>(static_cast<unsigned>(exception.date.month())));
        values.add(static_cast<std::int32_t>(static_cast<unsigned>(exception.date.day()))).add(n);
        if (exception.span) {
            values.add(minutes_of(exception.span->opens)).add(minutes_of(exception.span->closes));
        } else {
            values.add_null().add_null();
        }
        connection.run(named_query("queries/office/add_exception.sql"), values);
    }
}

/// The zone and the spans are those that loading would accept.
Result<Done, Error> check_hours(const OpeningHours& hours) {
    const auto tried = hours_changes(hours, Instant{}, std::chrono::days{1});
    if (!tried) return tried.error();
    return Done{};
}

}  // namespace

Result<CentreId, Error> add_centre(Database& database, const std::string& name, std::uint32_t seats_max, Instant now) {
    const CentreId id{fresh_id(now)};
    return with_connection<CentreId>(database, [&](pg::Connection& connection) {
        connection.run(named_query("queries/office/add_centre.sql"),
                       Parameters().add(id).add(name).add(static_cast<std::int32_t>(seats_max)));
        return id;
    });
}

Result<CentreId, Error> find_centre(Database& database, const std::string& name) {
    return with_connection<CentreId>(database, [&](pg::Connection& connection) -> Result<CentreId, Error> {
        const Rows rows = connection.run(named_query("queries/office/find_centre.sql"), Parameters().add(name));
        if (rows.empty()) return unknown("there is no centre named " + name);
        return rows.id<CentreId>(0, 0);
    });
}

Result<Done, Error> set_seats_max(Database& database, CentreId centre, std::uint32_t seats_max) {
    return with_connection<Done>(database, [&](pg::Connection& connection) -> Result<Done, Error> {
        const Rows rows = connection.run(named_query("queries/office/set_seats_max.sql"),
                                         Parameters().add(centre).add(static_cast<std::int32_t>(seats_max)));
        if (rows.affected() == 0) return unknown("there is no centre " + to_string(centre));
        return Done{};
    });
}

Result<SkillSet, Error> add_skill(Database& database, CentreId centre, const std::string& name) {
    return with_connection<SkillSet>(database, [&](pg::Connection& connection) -> Result<SkillSet, Error> {
        connection.run(named_query("queries/office/add_skill.sql"), Parameters().add(centre).add(name));
        const Rows rows =
            connection.run(named_query("queries/office/find_skill.sql"), Parameters().add(centre).add(name));
        if (rows.empty()) return not_allowed("a centre has at most 64 skills");
        return SkillSet{1} << rows.integer(0, 0);
    });
}

Result<SkillSet, Error> find_skills(Database& database, CentreId centre, const std::vector<std::string>& names) {
    return with_connection<SkillSet>(database, [&](pg::Connection& connection) -> Result<SkillSet, Error> {
        SkillSet skills = 0;
        for (const std::string& name : names) {
            const Rows rows =
                connection.run(named_query("queries/office/find_skill.sql"), Parameters().add(centre).add(name));
            if (rows.empty()) return unknown("there is no skill named " + name);
            skills |= SkillSet{1} << rows.integer(0, 0);
        }
        return skills;
    });
}

Result<QueueId, Error> add_queue(Database& database, CentreId centre, const QueueToAdd& queue, Instant now) {
    if (const auto checked = check_hours(queue.hours); !checked) return checked.error();
    const QueueId id{fresh_id(now)};
    return with_connection<QueueId>(database, [&](pg::Connection& connection) {
        pg::Transaction transaction(connection);
        connection.run(named_query("queries/office/add_queue.sql"),
                       Parameters()
                           .add(centre)
                           .add(id)
                           .add(queue.name)
                           .add(std::int32_t{queue.priority})
                           .add(word(queue.offer_mode))
                           .add(static_cast<std::int32_t>(std::min<std::uint32_t>(queue.places, INT32_MAX)))
                           .add(ms_of(queue.target))
                           .add(ms_of(queue.handling_guess))
                           .add(ms_of(queue.wrap_up))
                           .add(static_cast<std::int64_t>(queue.required)));
        write_hours(connection, centre, id, queue.hours);
        transaction.commit();
        return id;
    });
}

Result<Done, Error> set_hours(Database& database, CentreId centre, QueueId queue, const OpeningHours& hours) {
    if (const auto checked = check_hours(hours); !checked) return checked.error();
    return with_connection<Done>(database, [&](pg::Connection& connection) {
        pg::Transaction transaction(connection);
        connection.run(named_query("queries/office/clear_hours.sql"), Parameters().add(centre).add(queue));
        connection.run(named_query("queries/office/clear_exceptions.sql"), Parameters().add(centre).add(queue));
        write_hours(connection, centre, queue, hours);
        transaction.commit();
        return Done{};
    });
}

Result<std::vector<QueueName>, Error> list_queues(Database& database, CentreId centre) {
    return with_connection<std::vector<QueueName>>(database, [&](pg::Connection& connection) {
        const Rows rows = connection.run(named_query("queries/office/list_queues.sql"), Parameters().add(centre));
        std::vector<QueueName> queues;
        for (int row = 0; row < rows.count(); ++row) {
            queues.push_back({rows.id<QueueId>(row, 0), std::string(rows.text(row, 1)), std::string(rows.text(row, 2)),
                              rows.boolean(row, 3), static_cast<std::uint32_t>(rows.integer(row, 4))});
        }
        return queues;
    });
}

Result<EntryPointId, Error> add_entry_point(Database& database, CentreId centre, const std::string& name, QueueId queue,
                                            SkillSet required, Instant now) {
    const EntryPointId id{fresh_id(now)};
    return with_connection<EntryPointId>(database, [&](pg::Connection& connection) {
        connection.run(named_query("queries/office/add_entry_point.sql"),
                       Parameters().add(centre).add(id).add(queue).add(name).add(static_cast<std::int64_t>(required)));
        return id;
    });
}

Result<SiteId, Error> add_site(Database& database, CentreId centre, const SiteToAdd& site, Instant now) {
    if (const auto checked = check_origins(site.origins); !checked) return checked.error();
    if (const auto theme = nlohmann::json::parse(site.theme, nullptr, false); !theme.is_object())
        return not_allowed("a theme is a JSON object");
    const SiteId id{fresh_id(now)};
    return with_connection<SiteId>(database, [&](pg::Connection& connection) {
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
        connection.run(named_query("queries/office/set_site_entry_point.sql"),
                       Parameters().add(centre).add(site).add(language).add(entry_point));
        return Done{};
    });
}

}  // namespace relais::office
