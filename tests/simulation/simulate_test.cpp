// The whole centre under every fault: it holds its rules, and each checker notices when one is broken on purpose.
#include "relais/simulation/simulate.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "simulation/breaks.hpp"
#include "simulation/faults/fault.hpp"

namespace relais::simulation {
namespace {

double no_clock() { return 0; }

SimulateOptions small_day(std::uint64_t seed) {
    SimulateOptions options;
    options.seed = seed;
    options.hours = 2;
    options.agents = 4;
    options.visitors_per_hour = 40;
    options.json = true;
    return options;
}

std::string parameters(const SimulateOptions& options) {
    std::ostringstream text;
    text << "relais simulate --seed " << options.seed << " --hours " << options.hours << " --agents " << options.agents
         << " --seats " << options.seats << " --visitors-per-hour " << options.visitors_per_hour << " --faults "
         << options.faults;
    return text.str();
}

struct Break : testing::TestWithParam<BreakName> {};

TEST_P(Break, IsCaughtWithinTwentySeeds) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SimulateOptions options = small_day(seed);
        options.break_rule = GetParam().name;
        const Report report = simulate(options, no_clock);
        if (report.exit_code == 0) continue;
        ASSERT_EQ(report.exit_code, 1) << report.err;
        ASSERT_FALSE(nlohmann::json::parse(report.out).at("violations").empty()) << report.out;
        return;
    }
    FAIL() << "nobody noticed that " << GetParam().what;
}

INSTANTIATE_TEST_SUITE_P(Simulate, Break, testing::ValuesIn(break_names()),
                         [](const auto& info) { return std::string(info.param.name); });

std::vector<std::string> fault_names() {
    std::vector<std::string> names;
    for (const auto& fault : every_fault()) names.emplace_back(fault->name());
    return names;
}

struct OneFault : testing::TestWithParam<std::string> {};

TEST_P(OneFault, BreaksNoRule) {
    SimulateOptions options = small_day(7);
    options.faults = GetParam();
    const Report report = simulate(options, no_clock);
    EXPECT_EQ(report.exit_code, 0) << parameters(options) << "\n" << report.out << report.err;
}

INSTANTIATE_TEST_SUITE_P(Simulate, OneFault, testing::ValuesIn(fault_names()),
                         [](const auto& info) { return info.param; });

/// Each line of known_seeds.txt once broke a rule: `seed hours agents seats visitors_per_hour faults  what it found`.
TEST(Simulate, KnownSeedsStayMended) {
    std::ifstream file(RELAIS_SOURCE_DIR "/tests/simulation/known_seeds.txt");
    std::string line;
    int runs = 0;
    while (std::getline(file, line)) {
        if (line.empty() || line.front() == '#') continue;
        SimulateOptions options;
        options.json = true;
        std::istringstream words(line);
        ASSERT_TRUE(words >> options.seed >> options.hours >> options.agents >> options.seats >>
                    options.visitors_per_hour >> options.faults)
            << line;
        const Report report = simulate(options, no_clock);
        EXPECT_EQ(report.exit_code, 0) << parameters(options) << "\n" << report.out << report.err;
        ++runs;
    }
    EXPECT_GT(runs, 0) << "known_seeds.txt was not read";
}

TEST(Simulate, CentresOfManySizesHoldTheirRules) {
    for (std::uint64_t seed = 101; seed <= 108; ++seed) {
        SimulateOptions options = small_day(seed);
        options.agents = static_cast<std::uint32_t>(1 + seed % 5 * 4);
        options.seats = static_cast<std::uint32_t>(1 + seed % 3);
        options.visitors_per_hour = options.agents * options.seats * static_cast<double>(1 + seed % 6);
        options.faults = seed % 4 == 0 ? "none" : "all";
        const Report report = simulate(options, no_clock);
        EXPECT_EQ(report.exit_code, 0) << parameters(options) << "\n" << report.out << report.err;
    }
}

/// 200 days that no run has met before, where RELAIS_SEED says another number each time, as `./dev test` does.
struct FreshSeeds : testing::TestWithParam<int> {};

std::uint64_t first_fresh_seed() {
    const char* wanted = std::getenv("RELAIS_SEED");
    return wanted == nullptr ? 1 : std::strtoull(wanted, nullptr, 10);
}

TEST_P(FreshSeeds, BreakNoRule) {
    constexpr std::uint64_t seeds = 20;
    const std::uint64_t first = first_fresh_seed() + static_cast<std::uint64_t>(GetParam()) * seeds;
    for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
        SimulateOptions options = small_day(seed);
        options.hours = 1;
        options.agents = static_cast<std::uint32_t>(1 + seed % 6);
        options.seats = static_cast<std::uint32_t>(1 + seed % 3);
        options.visitors_per_hour = options.agents * options.seats * static_cast<double>(2 + seed % 7);
        const Report report = simulate(options, no_clock);
        EXPECT_EQ(report.exit_code, 0) << parameters(options) << "\n" << report.out << report.err;
    }
}

INSTANTIATE_TEST_SUITE_P(Simulate, FreshSeeds, testing::Range(0, 10));

TEST(Simulate, SameSeedSameOutputByteForByte) {
    const Report one = simulate(small_day(3), no_clock);
    const Report two = simulate(small_day(3), no_clock);
    EXPECT_EQ(one.out, two.out);
    EXPECT_NE(one.out, simulate(small_day(4), no_clock).out);
}

TEST(Simulate, PrintsOneObjectOnOneLine) {
    const Report report = simulate(small_day(5), no_clock);
    ASSERT_EQ(report.exit_code, 0) << report.out << report.err;
    EXPECT_EQ(report.out.find('\n'), report.out.size() - 1);
    const auto json = nlohmann::json::parse(report.out);
    for (const char* name : {"seed", "events", "violations", "arrivals", "not_shown", "admitted", "abandoned",
                             "within_target", "wait_p50_s", "wait_p99_s", "wait_max_s", "sim_seconds_per_second"}) {
        EXPECT_TRUE(json.contains(name)) << name;
    }
    EXPECT_GT(json.at("events"), 100);
    EXPECT_GE(json.at("arrivals").get<int>(), json.at("admitted").get<int>());
}

TEST(Simulate, RefusesWhatItDoesNotKnow) {
    SimulateOptions unknown_fault = small_day(1);
    unknown_fault.faults = "earthquake";
    EXPECT_EQ(simulate(unknown_fault, no_clock).exit_code, 2);
    SimulateOptions unknown_break = small_day(1);
    unknown_break.break_rule = "gravity";
    EXPECT_EQ(simulate(unknown_break, no_clock).exit_code, 2);
    SimulateOptions nobody = small_day(1);
    nobody.agents = 0;
    const Report report = simulate(nobody, no_clock);
    EXPECT_EQ(report.exit_code, 2);
    EXPECT_NE(report.err.find("agents"), std::string::npos) << report.err;
}

}  // namespace
}  // namespace relais::simulation
