// The production floor against an exact simulation that shares nothing with it, and against the theory.
#include "relais/simulation/replay.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "simulation/exact_simulation.hpp"
#include "simulation/random.hpp"
#include "simulation/replay/run.hpp"
#include "simulation/theory.hpp"

namespace relais::simulation {
namespace {

using exact::Wait;

std::vector<Wait> waits_of(const std::vector<Replayed>& replayed) {
    std::vector<Wait> waits;
    for (const Replayed& one : replayed) waits.push_back({one.wait, one.outcome == Outcome::served});
    return waits;
}

/// Coarse times make ties of every kind likely: equal arrivals, no handling time, no patience, ends at arrivals.
std::vector<Arrival> random_arrivals(Random& random, std::size_t count, std::int64_t grain_ms) {
    std::vector<Arrival> arrivals;
    Duration at{0};
    for (std::size_t row = 0; row < count; ++row) {
        at += Duration{random.between(std::int64_t{0}, std::int64_t{3}) * grain_ms};
        Arrival arrival{at, Duration{random.between(std::int64_t{0}, std::int64_t{12}) * grain_ms}, std::nullopt};
        if (random.chance(0.02)) arrival.handle = std::chrono::hours{5};
        if (random.chance(0.5))
            arrival.patience = Duration{random.between(std::int64_t{0}, std::int64_t{8}) * grain_ms};
        arrivals.push_back(arrival);
    }
    return arrivals;
}

void expect_agents_within_limits(const std::vector<Arrival>& arrivals, const std::vector<Replayed>& replayed,
                                 std::uint32_t agents, std::uint32_t seats) {
    struct Change {
        Duration at;
        int by;
    };
    std::vector<std::vector<Change>> changes(agents + 1);
    for (std::size_t row = 0; row < arrivals.size(); ++row) {
        if (replayed[row].outcome != Outcome::served) continue;
        ASSERT_GE(replayed[row].agent, 1U);
        ASSERT_LE(replayed[row].agent, agents);
        const Duration start = arrivals[row].at + replayed[row].wait;
        if (arrivals[row].handle == Duration{0}) continue;
        changes[replayed[row].agent].push_back({start, 1});
        changes[replayed[row].agent].push_back({start + arrivals[row].handle, -1});
    }
    for (auto& of_agent : changes) {
        std::sort(of_agent.begin(), of_agent.end(),
                  [](const Change& a, const Change& b) { return std::pair(a.at, a.by) < std::pair(b.at, b.by); });
        int chats = 0;
        for (const Change& change : of_agent) {
            chats += change.by;
            ASSERT_LE(chats, static_cast<int>(seats));
        }
    }
}

TEST(Replay, EqualsTheExactSimulationOnManyRandomInputs) {
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        Random random(seed);
        const auto agents = static_cast<std::uint32_t>(random.between(std::int64_t{1}, std::int64_t{5}));
        const auto seats = static_cast<std::uint32_t>(random.between(std::int64_t{1}, std::int64_t{4}));
        const auto arrivals = random_arrivals(random, 200, seed % 3 == 0 ? 1 : 1000);
        const auto replayed = run_replay(arrivals, agents, seats);
        ASSERT_EQ(waits_of(replayed), exact::waits(arrivals, agents * seats)) << "seed " << seed;
        expect_agents_within_limits(arrivals, replayed, agents, seats);
    }
}

TEST(Replay, GivesTheSameWaitsAsAnyOtherChoiceOfAgent) {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        Random random(seed);
        const auto arrivals = random_arrivals(random, 200, 1000);
        const auto at_random =
            exact::waits_with_choice(arrivals, 4, 3, [&](const auto& able) { return able[random.below(able.size())]; });
        ASSERT_EQ(waits_of(run_replay(arrivals, 4, 3)), at_random) << "seed " << seed;
    }
}

TEST(Replay, ServesTheVisitorAtATie) {
    const std::vector<Arrival> arrivals{{Duration{0}, Duration{10000}, std::nullopt},
                                        {Duration{1000}, Duration{5000}, Duration{9000}},
                                        {Duration{1000}, Duration{5000}, Duration{13999}},
                                        {Duration{15000}, Duration{0}, Duration{0}}};
    const auto replayed = run_replay(arrivals, 1, 1);
    EXPECT_EQ(replayed[1], (Replayed{Duration{9000}, Outcome::served, 1}));
    EXPECT_EQ(replayed[2], (Replayed{Duration{13999}, Outcome::left, 0}));
    EXPECT_EQ(replayed[3], (Replayed{Duration{0}, Outcome::served, 1}));
}

TEST(Replay, IsCaughtWhenTheFloorIsBroken) {
    Random random(5);
    const auto arrivals = random_arrivals(random, 2000, 1000);
    const auto expected = exact::waits(arrivals, 6);
    EXPECT_EQ(waits_of(run_replay(arrivals, 2, 3)), expected);
    Floor::Breaks late, newest, fourth, idle;
    late.seat_freed_late = newest.newest_first = fourth.fourth_seat = idle.idle_seat = true;
    for (const auto& breaks : {late, newest, fourth, idle})
        EXPECT_NE(waits_of(run_replay(arrivals, 2, 3, breaks)), expected);
}

// ---- against the theory: 400,000 arrivals, 40 batch means, 4 standard errors --------------------------------------

constexpr std::size_t arrivals_a_model = 400'000;
constexpr std::size_t batches = 40;

struct Measured {
    double mean = 0;
    double standard_error = 0;
};

template <class Value>
Measured batch_means(std::size_t count, Value value) {
    std::vector<double> means(batches, 0.0);
    const std::size_t size = count / batches;
    for (std::size_t row = 0; row < size * batches; ++row) means[row / size] += value(row) / static_cast<double>(size);
    Measured measured;
    for (const double mean : means) measured.mean += mean / batches;
    double square = 0;
    for (const double mean : means) square += (mean - measured.mean) * (mean - measured.mean);
    measured.standard_error = std::sqrt(square / (batches - 1) / batches);
    return measured;
}

void expect_within(const Measured& measured, double known, const char* what) {
    EXPECT_LE(std::abs(measured.mean - known), 4 * measured.standard_error)
        << what << ": " << measured.mean << " +- " << measured.standard_error << ", known " << known;
}

struct Model {
    double arrivals_an_hour;
    Duration mean;
    std::uint32_t agents;
    std::uint32_t seats;
    Duration patience{0};  // mean; 0: for ever
};

void expect_theory(const Model& model, const theory::Figures& known) {
    Random random(20261122);
    std::vector<Arrival> arrivals;
    Duration at{0};
    for (std::size_t row = 0; row < arrivals_a_model; ++row) {
        at += random.exponential(Duration{std::llround(3'600'000 / model.arrivals_an_hour)});
        Arrival arrival{at, random.exponential(model.mean), std::nullopt};
        if (model.patience.count() > 0) arrival.patience = random.exponential(model.patience);
        arrivals.push_back(arrival);
    }
    const auto replayed = run_replay(arrivals, model.agents, model.seats);
    const auto part = [&](auto holds) {
        return batch_means(replayed.size(), [&](std::size_t row) { return holds(replayed[row]) ? 1.0 : 0.0; });
    };
    expect_within(part([](const Replayed& one) { return one.wait.count() > 0; }), known.waits, "P(wait > 0)");
    expect_within(
        part([](const Replayed& one) { return one.outcome == Outcome::served && one.wait <= Duration{15000}; }),
        known.within_target, "within 15 s");
    expect_within(batch_means(replayed.size(),
                              [&](std::size_t row) { return static_cast<double>(replayed[row].wait.count()) / 1000; }),
                  known.mean_wait_s, "mean wait");
    if (model.patience.count() > 0)
        expect_within(part([](const Replayed& one) { return one.outcome == Outcome::left; }), known.abandons,
                      "abandons");
}

TEST(ReplayAgainstTheory, ErlangC) {
    expect_theory({200, std::chrono::seconds{180}, 14, 1}, theory::erlang_c(200, 180, 14));
    expect_theory({720, std::chrono::seconds{240}, 55, 1}, theory::erlang_c(720, 240, 55));
}

TEST(ReplayAgainstTheory, ErlangA) {
    expect_theory({200, std::chrono::seconds{180}, 12, 1, std::chrono::seconds{120}},
                  theory::erlang_a(200, 180, 12, 120));
}

TEST(ReplayAgainstTheory, TenAgentsWithThreeSeatsAtFlatPace) {
    expect_theory({240, std::chrono::seconds{360}, 10, 3},
                  theory::three_slots(240, 360, 10, {1, 2, 3}, theory::Choice::least_loaded));
}

// ---- the verb -------------------------------------------------------------------------------------------------------

class ReplayVerb : public testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) /
                  ("relais_replay_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        std::filesystem::create_directories(folder_);
        options_.file = (folder_ / "day.csv").string();
        options_.waits_file = (folder_ / "waits.csv").string();
        options_.json = true;
        options_.agents = 1;
        options_.seats = 1;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void day(const std::string& text) { std::ofstream(options_.file, std::ios::binary) << text; }
    std::string waits() const {
        std::ostringstream text;
        text << std::ifstream(options_.waits_file, std::ios::binary).rdbuf();
        return text.str();
    }

    std::filesystem::path folder_;
    ReplayOptions options_;
};

TEST_F(ReplayVerb, WritesOneRowPerArrivalAndOneLineOfJson) {
    day("arrive_s,handle_s,patience_s\n0,100,\n10,5,20.5\n10,30,\n");
    const Report report = replay(options_);
    EXPECT_EQ(report.exit_code, 0);
    EXPECT_EQ(report.err, "");
    EXPECT_EQ(report.out,
              "{\"arrivals\":3,\"served\":2,\"left\":1,\"within_target\":1,\"within_target_share\":0.333333,\"target_"
              "s\":15.000,"
              "\"wait_p50_s\":20.500,\"wait_p99_s\":90.000,\"wait_max_s\":90.000,\"mean_wait_s\":36.833333,\"agents\":"
              "1,\"seats\":1}\n");
    EXPECT_EQ(waits(),
              "arrive_s,wait_s,outcome,agent\n0.000,0.000,served,1\n10.000,20.500,left,\n10.000,90.000,served,1\n");
}

TEST_F(ReplayVerb, TakesAnEmptyDay) {
    day("arrive_s,handle_s\n");
    const Report report = replay(options_);
    EXPECT_EQ(report.exit_code, 0);
    EXPECT_NE(report.out.find("\"arrivals\":0,"), std::string::npos);
    EXPECT_EQ(waits(), "arrive_s,wait_s,outcome,agent\n");
    day("");
    EXPECT_EQ(replay(options_).exit_code, 0);
}

TEST_F(ReplayVerb, RefusesBadRowsWithTheirLine) {
    day("arrive_s,handle_s\n5,1\n4,1\n");
    const Report report = replay(options_);
    EXPECT_EQ(report.exit_code, 2);
    EXPECT_EQ(report.out, "");
    EXPECT_NE(report.err.find("line 3"), std::string::npos) << report.err;
    EXPECT_FALSE(std::filesystem::exists(options_.waits_file));
}

TEST_F(ReplayVerb, RefusesBadOptions) {
    day("0,1\n");
    options_.agents = 0;
    EXPECT_EQ(replay(options_).exit_code, 2);
    options_.agents = ReplayOptions::agents_max + 1;
    EXPECT_EQ(replay(options_).exit_code, 2);
    options_.agents = 1;
    options_.seats = 0;
    EXPECT_EQ(replay(options_).exit_code, 2);
    options_.seats = ReplayOptions::seats_max + 1;
    EXPECT_EQ(replay(options_).exit_code, 2);
    options_.seats = 1;
    options_.waits_file = (folder_ / "no such folder" / "waits.csv").string();
    EXPECT_EQ(replay(options_).exit_code, 2);
    options_.file = (folder_ / "no such file").string();
    EXPECT_EQ(replay(options_).exit_code, 2);
}

}  // namespace
}  // namespace relais::simulation
