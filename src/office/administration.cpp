#include "relais/office/administration.hpp"

#include <algorithm>
#include <map>

#include "office/hours_rows.hpp"
#include "office/name_rules.hpp"
#include "office/office_query.hpp"
#include "office/office_words.hpp"
#include "office/passwords.hpp"
#include "office/skills.hpp"

namespace relais::office {
namespace {

using pg::Parameters;
using pg::Rows;

Error unknown(std::string text) { return {Problem::unknown, std::move(text)}; }

std::int32_t ms_of(Duration duration) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(duration.count(), INT32_MIN, INT32_MAX));
}
std::int32_t minutes_of(std::chrono::minutes minutes) { return static_cast<std::int32_t>(minutes.count()); }

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
    if (const auto wrong = no_name(name)) return *wrong;
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
    if (const auto wrong = no_skill(name)) return *wrong;
    return with_connection<SkillSet>(database, [&](pg::Connection& connection) -> Result<SkillSet, Error> {
        const SkillSet skill = find_or_add_skill(connection, centre, name);
        if (skill == 0) return too_many_skills();
        return skill;
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
    if (const auto wrong = no_name(queue.name)) return *wrong;
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

Result<Done, Error> change_queue(Database& database, CentreId centre, const std::string& name,
                                 const QueueChange& change) {
    if (change.name) {
        if (const auto wrong = no_name(*change.name)) return *wrong;
    }
    const auto number = [](const auto& value) {
        return value
                   ? std::optional<std::int32_t>(static_cast<std::int32_t>(std::min<std::uint32_t>(*value, INT32_MAX)))
                   : std::nullopt;
    };
    const auto ms = [](const std::optional<Duration>& value) {
        return value ? std::optional<std::int32_t>(ms_of(*value)) : std::nullopt;
    };
    return with_connection<Done>(database, [&](pg::Connection& connection) -> Result<Done, Error> {
        Parameters values;
        values.add(centre).add(name).add(change.name).add(number(change.places)).add(number(change.priority));
        values.add(change.offer_mode ? std::optional(word(*change.offer_mode)) : std::nullopt);
        values.add(ms(change.target)).add(ms(change.wrap_up));
        const Rows changed = connection.run(named_query("queries/office/change_queue.sql"), values);
        if (changed.affected() == 0) return unknown("no queue " + name + " in this centre");
        return Done{};
    });
}

Result<std::vector<QueueListed>, Error> list_queues(Database& database, CentreId centre) {
    return with_connection<std::vector<QueueListed>>(database, [&](pg::Connection& connection) {
        std::map<QueueId, OpeningHours> hours = load_hours(connection, centre);
        const Rows rows = connection.run(named_query("queries/office/list_queues.sql"), Parameters().add(centre));
        std::vector<QueueListed> queues;
        for (int row = 0; row < rows.count(); ++row) {
            QueueListed queue;
            queue.id = rows.id<QueueId>(row, 0);
            queue.name = rows.text(row, 1);
            queue.hours = std::move(hours[queue.id]);
            queue.hours.zone = rows.text(row, 2);
            queue.hours.always = rows.boolean(row, 3);
            queue.places = static_cast<std::uint32_t>(rows.integer(row, 4));
            queue.priority = static_cast<std::uint32_t>(rows.integer(row, 5));
            queue.offer_mode = offer_mode_of(rows.text(row, 6));
            queue.target = Duration{rows.integer(row, 7)};
            queue.wrap_up = Duration{rows.integer(row, 8)};
            queues.push_back(std::move(queue));
        }
        return queues;
    });
}

}  // namespace relais::office
