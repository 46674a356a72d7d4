#include "relais/office/opening_hours.hpp"

#include <gtest/gtest.h>

namespace relais::office {
namespace {

using namespace std::chrono_literals;

std::chrono::minutes clock(int hour, int minute = 0) { return std::chrono::hours{hour} + std::chrono::minutes{minute}; }

/// UTC.
Instant utc(int year, unsigned month, unsigned day, int hour, int minute = 0) {
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return std::chrono::time_point_cast<Duration>(std::chrono::sys_days{date} + clock(hour, minute));
}

OpeningHours every_day(Span span) {
    OpeningHours hours;
    hours.always = false;
    for (unsigned day = 1; day <= 7; ++day) hours.week.push_back({day, span});
    return hours;
}

std::vector<HoursChange> changes(const OpeningHours& hours, Instant from, Duration length) {
    auto result = hours_changes(hours, from, length);
    EXPECT_TRUE(result.ok());
    return result.ok() ? std::move(result).value() : std::vector<HoursChange>{};
}

TEST(OpeningHours, are_an_empty_list_when_always_open) {
    EXPECT_TRUE(changes(OpeningHours{}, utc(2026, 3, 1, 0), 24h).empty());
}

TEST(OpeningHours, follow_the_zone_in_winter_and_in_summer) {
    const OpeningHours hours = every_day({clock(9), clock(18)});
    const std::vector<HoursChange> winter{
        {utc(2026, 1, 15, 0), false}, {utc(2026, 1, 15, 8), true}, {utc(2026, 1, 15, 17), false}};
    EXPECT_EQ(changes(hours, utc(2026, 1, 15, 0), 23h), winter);
    const std::vector<HoursChange> summer{
        {utc(2026, 7, 15, 0), false}, {utc(2026, 7, 15, 7), true}, {utc(2026, 7, 15, 16), false}};
    EXPECT_EQ(changes(hours, utc(2026, 7, 15, 0), 23h), summer);
}

TEST(OpeningHours, begin_with_the_state_of_the_first_instant) {
    const OpeningHours hours = every_day({clock(9), clock(18)});
    const auto open = changes(hours, utc(2026, 1, 15, 10), 2h);
    EXPECT_EQ(open, (std::vector<HoursChange>{{utc(2026, 1, 15, 10), true}}));
    EXPECT_TRUE(changes(hours, utc(2026, 1, 15, 8), 1h).front().open);
    EXPECT_FALSE(changes(hours, utc(2026, 1, 15, 17), 1h).front().open);
}

// 29 March 2026: 02:00 becomes 03:00, at 01:00 UTC.
TEST(OpeningHours, lose_an_hour_in_spring) {
    const auto night = changes(every_day({clock(0), clock(6)}), utc(2026, 3, 28, 22), 12h);
    EXPECT_EQ(night, (std::vector<HoursChange>{
                         {utc(2026, 3, 28, 22), false}, {utc(2026, 3, 28, 23), true}, {utc(2026, 3, 29, 4), false}}));
}

TEST(OpeningHours, open_at_the_change_when_the_hour_is_skipped) {
    const auto opened = changes(every_day({clock(2, 30), clock(6)}), utc(2026, 3, 29, 0), 12h);
    EXPECT_EQ(opened, (std::vector<HoursChange>{
                          {utc(2026, 3, 29, 0), false}, {utc(2026, 3, 29, 1), true}, {utc(2026, 3, 29, 4), false}}));
    const auto closed = changes(every_day({clock(1), clock(2, 30)}), utc(2026, 3, 28, 23), 12h);
    EXPECT_EQ(closed, (std::vector<HoursChange>{
                          {utc(2026, 3, 28, 23), false}, {utc(2026, 3, 29, 0), true}, {utc(2026, 3, 29, 1), false}}));
}

TEST(OpeningHours, do_not_happen_within_the_skipped_hour) {
    const auto inside = changes(every_day({clock(2, 15), clock(2, 45)}), utc(2026, 3, 28, 23), 12h);
    EXPECT_EQ(inside, (std::vector<HoursChange>{{utc(2026, 3, 28, 23), false}}));
}

// 25 October 2026: 03:00 becomes 02:00, at 01:00 UTC.
TEST(OpeningHours, gain_an_hour_in_autumn) {
    const auto night = changes(every_day({clock(0), clock(6)}), utc(2026, 10, 24, 21), 12h);
    EXPECT_EQ(night,
              (std::vector<HoursChange>{
                  {utc(2026, 10, 24, 21), false}, {utc(2026, 10, 24, 22), true}, {utc(2026, 10, 25, 5), false}}));
}

TEST(OpeningHours, open_at_the_first_and_close_at_the_second_of_a_doubled_hour) {
    const auto inside = changes(every_day({clock(2, 15), clock(2, 45)}), utc(2026, 10, 24, 22), 12h);
    EXPECT_EQ(inside, (std::vector<HoursChange>{{utc(2026, 10, 24, 22), false},
                                                {utc(2026, 10, 25, 0, 15), true},
                                                {utc(2026, 10, 25, 1, 45), false}}));
}

TEST(OpeningHours, close_for_lunch) {
    OpeningHours hours = every_day({clock(9), clock(12)});
    for (unsigned day = 1; day <= 7; ++day) hours.week.push_back({day, {clock(14), clock(18)}});
    const auto day = changes(hours, utc(2026, 1, 15, 0), 23h);
    ASSERT_EQ(day.size(), 5u);
    EXPECT_EQ(day[2], (HoursChange{utc(2026, 1, 15, 11), false}));
    EXPECT_EQ(day[3], (HoursChange{utc(2026, 1, 15, 13), true}));
}

TEST(OpeningHours, join_what_touches_over_midnight) {
    OpeningHours hours = every_day({clock(0), clock(6)});
    for (unsigned day = 1; day <= 7; ++day) hours.week.push_back({day, {clock(22), clock(24)}});
    const auto night = changes(hours, utc(2026, 1, 15, 12), 20h);
    EXPECT_EQ(night, (std::vector<HoursChange>{
                         {utc(2026, 1, 15, 12), false}, {utc(2026, 1, 15, 21), true}, {utc(2026, 1, 16, 5), false}}));
}

TEST(OpeningHours, know_the_day_of_the_week) {
    OpeningHours hours;
    hours.always = false;
    hours.week = {{1, {clock(9), clock(17)}}};
    const auto week = changes(hours, utc(2026, 1, 14, 0), 7 * 24h);  // from a Wednesday on
    ASSERT_EQ(week.size(), 3u);
    EXPECT_EQ(week[1].at, utc(2026, 1, 19, 8));
}

TEST(OpeningHours, are_replaced_on_the_date_of_an_exception) {
    OpeningHours hours = every_day({clock(9), clock(18)});
    hours.exceptions.push_back(
        {std::chrono::year_month_day{std::chrono::year{2026}, std::chrono::July, std::chrono::day{14}}, {}});
    hours.exceptions.push_back(
        {std::chrono::year_month_day{std::chrono::year{2026}, std::chrono::July, std::chrono::day{15}},
         Span{clock(10), clock(11)}});
    hours.exceptions.push_back(
        {std::chrono::year_month_day{std::chrono::year{2026}, std::chrono::July, std::chrono::day{15}},
         Span{clock(12), clock(13)}});
    const auto days = changes(hours, utc(2026, 7, 14, 0), 47h);
    EXPECT_EQ(days, (std::vector<HoursChange>{{utc(2026, 7, 14, 0), false},
                                              {utc(2026, 7, 15, 8), true},
                                              {utc(2026, 7, 15, 9), false},
                                              {utc(2026, 7, 15, 10), true},
                                              {utc(2026, 7, 15, 11), false}}));
}

TEST(OpeningHours, hold_exceptions_when_otherwise_always_open) {
    OpeningHours hours;
    hours.exceptions.push_back(
        {std::chrono::year_month_day{std::chrono::year{2026}, std::chrono::May, std::chrono::day{1}}, {}});
    const auto days = changes(hours, utc(2026, 4, 30, 12), 48h);
    EXPECT_EQ(days, (std::vector<HoursChange>{
                        {utc(2026, 4, 30, 12), true}, {utc(2026, 4, 30, 22), false}, {utc(2026, 5, 1, 22), true}}));
}

TEST(OpeningHours, alternate_over_a_whole_year_with_both_changes) {
    const auto year = changes(every_day({clock(2, 30), clock(3, 30)}), utc(2026, 1, 1, 12), 365 * 24h);
    ASSERT_EQ(year.size(), 1u + 2 * 365u);
    for (std::size_t i = 1; i < year.size(); ++i) {
        EXPECT_LT(year[i - 1].at, year[i].at);
        EXPECT_NE(year[i - 1].open, year[i].open);
    }
}

TEST(OpeningHours, work_on_the_other_side_of_the_date_line) {
    OpeningHours hours = every_day({clock(9), clock(10)});
    hours.zone = "Pacific/Auckland";
    const auto day = changes(hours, utc(2026, 7, 1, 12), 24h);
    ASSERT_GE(day.size(), 2u);
    EXPECT_EQ(day[1].at, utc(2026, 7, 1, 21));
}

TEST(OpeningHours, refuse_what_is_no_zone_and_no_span) {
    OpeningHours nowhere;
    nowhere.zone = "Europe/Atlantis";
    EXPECT_EQ(hours_changes(nowhere, utc(2026, 1, 1, 0)).error().problem, Problem::not_allowed);
    EXPECT_FALSE(hours_changes(every_day({clock(10), clock(10)}), utc(2026, 1, 1, 0)).ok());
    EXPECT_FALSE(hours_changes(every_day({clock(10), clock(24, 1)}), utc(2026, 1, 1, 0)).ok());
    EXPECT_TRUE(hours_changes(every_day({clock(0), clock(24)}), utc(2026, 1, 1, 0)).ok());
    OpeningHours eighth;
    eighth.always = false;
    eighth.week = {{8, {}}};
    EXPECT_FALSE(hours_changes(eighth, utc(2026, 1, 1, 0)).ok());
}

}  // namespace
}  // namespace relais::office
