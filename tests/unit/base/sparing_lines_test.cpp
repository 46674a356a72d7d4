// What strangers cause does not fill the log.
#include "base/sparing_lines.hpp"

#include <gtest/gtest.h>

#include "relais/base/log.hpp"

namespace relais {
namespace {

using log::SparingLines;
constexpr Instant begin = Instant{std::chrono::hours{1}};

TEST(SparingLines, SoManyASecondAreWrittenAndNoneBeyond) {
    SparingLines lines;
    for (std::uint32_t line = 0; line < SparingLines::a_second_max; ++line) EXPECT_EQ(lines.take(begin), 0U);
    EXPECT_EQ(lines.take(begin), std::nullopt);
    EXPECT_EQ(lines.take(begin + Duration{999}), std::nullopt);
}

TEST(SparingLines, TheNextLineSaysHowManyWereLeftOut) {
    SparingLines lines;
    for (std::uint32_t line = 0; line < SparingLines::a_second_max + 4; ++line) (void)lines.take(begin);
    EXPECT_EQ(lines.take(begin + Duration{1000}), 4U);
    EXPECT_EQ(lines.take(begin + Duration{1000}), 0U) << "it is said once";
}

TEST(SparingLines, AWordThatStrangersCauseHasFewLinesAndEachIsCounted) {
    log::write_sparingly({"knocked"});
    testing::internal::CaptureStderr();
    const std::uint64_t before = log::count(log::Level::warning);
    for (int time = 0; time < 1000; ++time) log::warning("knocked", {{"time", time}});
    for (int time = 0; time < 10; ++time) log::warning("another", {{"time", time}});
    const std::string lines = testing::internal::GetCapturedStderr();
    const auto times = [&](std::string_view word) {
        std::size_t found = 0;
        for (std::size_t at = lines.find(word); at != std::string::npos; at = lines.find(word, at + 1)) ++found;
        return found;
    };
    EXPECT_EQ(log::count(log::Level::warning) - before, 1010U);
    EXPECT_GE(times("\"knocked\""), 3U);
    EXPECT_LE(times("\"knocked\""), 300U) << "unless these lines took a hundred seconds";
    EXPECT_EQ(times("\"another\""), 10U);
}

}  // namespace
}  // namespace relais
