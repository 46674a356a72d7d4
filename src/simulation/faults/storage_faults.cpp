// Storage that is slow, breaks in mid-commit, or stands still.
#include "simulation/faults/every_fault.hpp"

namespace relais::simulation {
namespace {

class SlowCommits : public Recurring {
public:
    SlowCommits() : Recurring("slow_commits", "commits take up to a second for a while", std::chrono::minutes{9}) {}

private:
    void strike(World& world, Random& random) override {
        const Duration mean = random.between(Duration{20}, Duration{350});
        for_a_while(
            world, random.exponential(std::chrono::seconds{60}), [mean](Conditions& now) { now.commit_mean = mean; },
            [](Conditions& now) { now.commit_mean = Conditions{}.commit_mean; });
    }
};

class FailingCommits : public Recurring {
public:
    FailingCommits()
        : Recurring("failing_commits", "the database connection breaks before or after a commit",
                    std::chrono::minutes{8}) {}

private:
    void strike(World& world, Random& random) override {
        const double chance = 0.05 + 0.5 * random.unit();
        for_a_while(
            world, random.exponential(std::chrono::seconds{30}),
            [chance](Conditions& now) { now.commits_fail = chance; }, [](Conditions& now) { now.commits_fail = 0; });
    }
};

class StorageStalled : public Recurring {
public:
    StorageStalled() : Recurring("storage_stalled", "nothing commits for seconds", std::chrono::minutes{11}) {}

private:
    void strike(World& world, Random& random) override {
        const Duration stall = random.chance(0.6) ? random.between(Duration{300}, Duration{5000})
                                                  : random.exponential(std::chrono::seconds{25});
        for_a_while(
            world, stall, [](Conditions& now) { now.storage_stalled = true; },
            [](Conditions& now) { now.storage_stalled = false; });
    }
};

}  // namespace

std::unique_ptr<Fault> slow_commits() { return std::make_unique<SlowCommits>(); }
std::unique_ptr<Fault> failing_commits() { return std::make_unique<FailingCommits>(); }
std::unique_ptr<Fault> storage_stalled() { return std::make_unique<StorageStalled>(); }

}  // namespace relais::simulation
