#include "relais/office/opening_hours.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <date/tz.h>

namespace relais::office {
namespace {

struct Open {
    Instant from;
    Instant to;
};

enum class Edge : std::uint8_t { opens, closes };

Instant instant_of(const date::time_zone& zone, date::local_days day, std::chrono::minutes after_midnight, Edge edge) {
    const date::local_time<std::chrono::minutes> local = day + after_midnight;
    const date::local_info info = zone.get_info(local);
    const auto with = [&local](const date::sys_info& part) {
        return std::chrono::time_point_cast<Duration>(
            date::sys_time<std::chrono::seconds>((local - part.offset).time_since_epoch()));
    };
    switch (info.result) {
        case date::local_info::nonexistent: return std::chrono::time_point_cast<Duration>(info.first.end);
        case date::local_info::ambiguous: return with(edge == Edge::opens ? info.first : info.second);
        default: return with(info.first);
    }
}

const date::time_zone* find_zone(const std::string& name) {
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

bool is_within_day(const Span& span) {
    return span.opens >= std::chrono::minutes{0} && span.opens < span.closes && span.closes <= std::chrono::hours{24};
}

bool is_acceptable(const OpeningHours& hours) {
    const bool week = std::ranges::all_of(hours.week, [](const WeekdaySpan& day) {
        return day.weekday >= 1 && day.weekday <= 7 && is_within_day(day.span);
    });
    return week && std::ranges::all_of(hours.exceptions, [](const DateSpan& exception) {
               return exception.date.ok() && (!exception.span || is_within_day(*exception.span));
           });
}

std::vector<Span> spans_on(const OpeningHours& hours, date::local_days day) {
    std::vector<Span> spans;
    const std::chrono::year_month_day date{std::chrono::local_days{day.time_since_epoch()}};
    bool replaced = false;
    for (const DateSpan& exception : hours.exceptions) {
        if (exception.date != date) continue;
        replaced = true;
        if (exception.span) spans.push_back(*exception.span);
    }
    if (replaced) return spans;
    if (hours.always) return {Span{}};
    const unsigned weekday = date::weekday(day).iso_encoding();
    for (const WeekdaySpan& open : hours.week) {
        if (open.weekday == weekday) spans.push_back(open.span);
    }
    return spans;
}

/// Ascending, what touches made one.
std::vector<Open> joined(std::vector<Open> opens) {
    std::ranges::sort(opens, {}, &Open::from);
    std::vector<Open> result;
    for (const Open& open : opens) {
        if (open.to <= open.from) continue;  // within the hour that is skipped
        if (!result.empty() && open.from <= result.back().to) {
            result.back().to = std::max(result.back().to, open.to);
        } else {
            result.push_back(open);
        }
    }
    return result;
}

}  // namespace

bool is_zone(const std::string& name) { return find_zone(name) != nullptr; }

Result<std::vector<HoursChange>, Error> hours_changes(const OpeningHours& hours, Instant from, Duration length) {
    const date::time_zone* const zone = find_zone(hours.zone);
    if (zone == nullptr)
        return Error{Problem::not_allowed,
                     "unknown time zone " + hours.zone + "; accepted: IANA names such as Europe/Paris"};
    if (!is_acceptable(hours))
        return Error{Problem::not_allowed, "opening hours: spans lie within 00:00 and 24:00 and end after they begin"};
    std::vector<HoursChange> changes;
    if (hours.always && hours.exceptions.empty()) return changes;

    // A day more on each side: local dates run up to 14 h before and 12 h behind UTC.
    const auto first = date::floor<date::days>(zone->to_local(from)) - date::days{1};
    const auto last = date::floor<date::days>(zone->to_local(from + length)) + date::days{1};
    std::vector<Open> opens;
    for (auto day = first; day <= last; day += date::days{1}) {
        for (const Span& span : spans_on(hours, day)) {
            opens.push_back(
                {instant_of(*zone, day, span.opens, Edge::opens), instant_of(*zone, day, span.closes, Edge::closes)});
        }
    }
    const Instant end = from + length;
    changes.push_back({from, false});
    for (const Open& open : joined(std::move(opens))) {
        if (open.to <= from || open.from >= end) continue;
        if (open.from <= from) {
            changes.front().open = true;
        } else {
            changes.push_back({open.from, true});
        }
        if (open.to < end) changes.push_back({open.to, false});
    }
    return changes;
}

}  // namespace relais::office
