#include "simulation/replay/arrivals.hpp"

#include <gtest/gtest.h>

namespace relais::simulation {
namespace {

std::vector<Arrival> good(std::string_view text) {
    const auto rows = parse_arrivals(text);
    EXPECT_TRUE(rows.ok()) << (rows.ok() ? "" : rows.error().why);
    return rows.ok() ? rows.value() : std::vector<Arrival>{};
}

std::size_t bad_line(std::string_view text) {
    const auto rows = parse_arrivals(text);
    EXPECT_FALSE(rows.ok()) << text;
    return rows.ok() ? 0 : rows.error().line;
}

TEST(Arrivals, AreReadWithAndWithoutHeader) {
    const std::vector<Arrival> expected{{Duration{1500}, Duration{60000}, std::nullopt},
                                        {Duration{1500}, Duration{0}, Duration{250}}};
    EXPECT_EQ(good("1.5,60\n1.500,0,0.25\n"), expected);
    EXPECT_EQ(good("arrive_s,handle_s,patience_s\n1.5,60,\n1.500,0,0.25"), expected);
    EXPECT_EQ(good("arrive_s,handle_s\r\n1.5,60\r\n1.500,0,0.25\r\n\r\n"), expected);
    EXPECT_EQ(good("\xEF\xBB\xBF"
                   "arrive_s,handle_s\n 1.5 , 60 \n15e-1,0,.25\n"),
              expected);
    EXPECT_TRUE(good("").empty());
    EXPECT_TRUE(good("arrive_s,handle_s,patience_s\n").empty());
}

TEST(Arrivals, KeepMilliseconds) {
    EXPECT_EQ(parse_seconds("0.0004"), Duration{0});
    EXPECT_EQ(parse_seconds("0.0006"), Duration{1});
    EXPECT_EQ(parse_seconds("86399.999"), Duration{86399999});
    EXPECT_EQ(parse_seconds("1000000000"), Duration{1000000000000});
    EXPECT_EQ(seconds_text(Duration{12345}), "12.345");
    EXPECT_EQ(seconds_text(Duration{7}), "0.007");
}

TEST(Arrivals, RefuseWhatIsNoNumberOfSeconds) {
    for (const char* text :
         {"", "x", "1x", "-1", "-0", "+1", "nan", "inf", "1e999", "1000000001", "0x10", "1,5", "1 2", "--1"}) {
        EXPECT_EQ(parse_seconds(text), std::nullopt) << text;
    }
}

TEST(Arrivals, NameTheLineOfABadRow) {
    EXPECT_EQ(bad_line("arrive_s,handle_s\n1,2\n3\n"), 3U);
    EXPECT_EQ(bad_line("1,2\n2,x\n"), 2U);
    EXPECT_EQ(bad_line("1,2\n2,3,4,5\n"), 2U);
    EXPECT_EQ(bad_line("1,2\n0.999,3\n"), 2U);
    EXPECT_EQ(bad_line("1,2\n\n2,3\n"), 2U);
    EXPECT_EQ(bad_line("1,2\n,3\n"), 2U);
    EXPECT_EQ(bad_line("1,2,-1\n"), 1U);
    EXPECT_EQ(bad_line("arrive_s,handle_s\narrive_s,handle_s\n"), 2U);
    EXPECT_EQ(bad_line("arrival,handling\n1,2\n"), 1U);
}

}  // namespace
}  // namespace relais::simulation
