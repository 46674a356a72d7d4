// The cost of giving a visitor to an agent: the routing alone and whole turns of the floor, at any size of a centre.
#include <cstdio>
#include <string>

#include "load/support/busy_floor.hpp"
#include "load/support/report.hpp"

namespace relais::load {
namespace {

constexpr std::uint32_t sizes[] = {10, 1'000, 100'000};
constexpr std::uint32_t queues[] = {0, 10'000};
constexpr std::uint32_t at_a_time = 20'000;

Parameters parameters_of(const BusyCentre& centre) {
    return {{"agents", centre.agents}, {"waiting", centre.waiting}, {"entry_points", centre.entry_points}};
}

double route(Report& report, const BusyCentre& centre, std::uint32_t count) {
    Router router(centre);
    (void)router.nanoseconds_each(at_a_time);  // caches and branch predictors as in a running day
    std::vector<double> parts;
    for (std::uint32_t done = 0; done < count; done += at_a_time) parts.push_back(router.nanoseconds_each(at_a_time));
    const double nanoseconds = median(parts);
    report.add({"route", "relais", "ns", parameters_of(centre)}, nanoseconds);
    return nanoseconds;
}

void whole_turns(Report& report, const BusyCentre& centre, std::uint32_t count) {
    BusyFloor floor(centre);
    const BusyFloor::Cost cost = floor.run(count, Duration{1});
    report.add({"turns_of_an_assignment", "relais", "us", parameters_of(centre)}, cost.mean_us);
    report.add({"longest_turn", "relais", "ms", parameters_of(centre)}, cost.worst_ms);
}

/// The largest centre against the smallest.
template <class Measure>
void compare(Report& report, const std::string& goal, std::uint32_t waiting, Measure measure) {
    double smallest = 0;
    for (const std::uint32_t agents : sizes) {
        const double nanoseconds = measure(BusyCentre{agents, 3, waiting, 1});
        if (agents == sizes[0]) smallest = nanoseconds;
        if (agents != sizes[2]) continue;
        report.add({goal, "relais", "x", {{"waiting", waiting}}}, nanoseconds / smallest);
        report.add({goal + "_ns", "relais", "ns", {{"waiting", waiting}}}, nanoseconds);
    }
}

int routing(int argc, char** argv) {
    const Options options(argc, argv, {{"rounds", 5}, {"assignments", 200'000}, {"turns", 12'000}});
    Report report("routing");
    for (std::uint32_t round = 0; round < options.count("rounds"); ++round) {
        for (const std::uint32_t waiting : queues) {
            // As the goal was measured: queue and pool. And with the agents and conversations of the floor around them.
            const auto pool = [&](const BusyCentre& centre) {
                const double nanoseconds = pool_nanoseconds_each(centre, options.count("assignments"));
                report.add({"pool", "relais", "ns", parameters_of(centre)}, nanoseconds);
                return nanoseconds;
            };
            const auto whole = [&](const BusyCentre& centre) {
                return route(report, centre, options.count("assignments"));
            };
            compare(report, "P8", waiting, pool);
            compare(report, "P8_on_the_floor", waiting, whole);
        }
        (void)route(report, BusyCentre{1'000, 3, 10'000, 64}, options.count("assignments"));
        for (const std::uint32_t waiting : queues) {
            for (const std::uint32_t agents : sizes)
                whole_turns(report, BusyCentre{agents, 3, waiting, 1}, options.count("turns"));
        }
        whole_turns(report, BusyCentre{1'000, 3, 10'000, 64}, options.count("turns"));
    }
    return 0;
}

}  // namespace
}  // namespace relais::load

int main(int argc, char** argv) { return relais::load::run_tool(relais::load::routing, argc, argv); }
