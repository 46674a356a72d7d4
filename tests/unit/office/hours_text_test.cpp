#include "relais/office/hours_text.hpp"

#include <gtest/gtest.h>

namespace relais::office {
namespace {

using namespace std::chrono_literals;

TEST(HoursText, reads_days_and_spans) {
    auto read = parse_hours("Europe/Madrid", {"mon-fri 09:00-12:30 14:00-18:00", "sat 10:00-24:00"}, {});
    ASSERT_TRUE(read.ok());
    const OpeningHours& hours = read.value();
    EXPECT_EQ(hours.zone, "Europe/Madrid");
    EXPECT_FALSE(hours.always);
    ASSERT_EQ(hours.week.size(), 11u);
    EXPECT_EQ(hours.week.front().weekday, 1u);
    EXPECT_EQ(hours.week.front().span, (Span{9h, 12h + 30min}));
    EXPECT_EQ(hours.week.back().weekday, 6u);
    EXPECT_EQ(hours.week.back().span, (Span{10h, 24h}));
}

TEST(HoursText, reads_dates) {
    auto read = parse_hours("", {"always"}, {"2026-12-25 closed", "2028-02-29 09:00-10:00 11:00-12:00"});
    ASSERT_TRUE(read.ok());
    EXPECT_TRUE(read.value().always);
    ASSERT_EQ(read.value().exceptions.size(), 3u);
    EXPECT_FALSE(read.value().exceptions.front().span);
    EXPECT_EQ(read.value().exceptions.back().span, (Span{11h, 12h}));
}

TEST(HoursText, writes_what_it_reads) {
    const std::vector<std::string> week{"mon 09:00-12:30 14:00-18:00", "sun 00:00-24:00"};
    const std::vector<std::string> dates{"2026-12-24 09:05-12:00 13:00-14:00", "2026-12-25 closed"};
    const auto read = parse_hours("", week, dates);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(week_lines(read.value()), week);
    EXPECT_EQ(date_lines(read.value()), dates);
    EXPECT_EQ(week_lines(parse_hours("", {"always"}, {}).value()), std::vector<std::string>{"always"});
}

TEST(HoursText, no_line_at_all_is_closed_for_ever) {
    auto read = parse_hours("", {}, {});
    ASSERT_TRUE(read.ok());
    EXPECT_FALSE(read.value().always);
    EXPECT_TRUE(read.value().week.empty());
}

TEST(HoursText, says_what_it_did_not_understand) {
    for (const char* text :
         {"", "mon", "monday 09:00-12:00", "fri-mon 09:00-12:00", "mon 9:00-12:00", "mon 12:00-09:00",
          "mon 09:00-09:00", "mon 09:00-24:01", "mon 09:60-10:00", "mon 09:00-12:00 x", "always "}) {
        auto read = parse_hours("", {text}, {});
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_NE(read.error().text.find(std::string("\"") + text + "\""), std::string::npos);
    }
    for (const char* text :
         {"2026-02-29 closed", "2026-12-25", "25.12.2026 closed", "2026-12-25 closed now", "2026-12-25 shut"}) {
        EXPECT_FALSE(parse_hours("", {"always"}, {text}).ok()) << text;
    }
}

}  // namespace
}  // namespace relais::office
