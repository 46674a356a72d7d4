// How many seconds of a simulated centre pass in one of ours.
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "load/support/child.hpp"
#include "load/support/report.hpp"

namespace relais::load {
namespace {

double speed(std::uint32_t seed, double hours, double visitors_per_hour) {
    const std::string output =
        (std::filesystem::temp_directory_path() / ("relais-bench-simulation-" + std::to_string(::getpid()))).string();
    Program program;
    program.path = RELAIS_BINARY;
    program.arguments = {"simulate",
                         "--seed",
                         std::to_string(seed),
                         "--hours",
                         std::to_string(hours),
                         "--agents",
                         "50",
                         "--visitors-per-hour",
                         std::to_string(visitors_per_hour),
                         "--faults",
                         "all",
                         "--json"};
    program.output_file = output;
    Child child = start(program);
    while (child.is_running()) ::poll(nullptr, 0, 5);
    std::ifstream file(output);
    std::string line;
    std::getline(file, line);
    std::filesystem::remove(output);
    const auto result = nlohmann::json::parse(line, nullptr, false);
    if (!result.is_object()) throw std::runtime_error("the simulation did not succeed: " + line);
    return result.at("sim_seconds_per_second");
}

int simulator(int argc, char** argv) {
    const Options options(argc, argv, {{"rounds", 5}, {"hours", 8}});
    Report report("simulator");
    for (std::uint32_t round = 0; round < options.count("rounds"); ++round) {
        // 50 agents with three seats can serve about 1,000 visitors an hour of some six minutes each.
        for (const double visitors : {120.0, 1'000.0}) {
            const double seconds = speed(round + 1, options["hours"], visitors);
            const Parameters parameters{{"agents", 50}, {"visitors_per_hour", visitors}};
            report.add({"simulated_seconds_a_second", "relais", "x", parameters}, seconds);
            if (visitors > 500) report.add({"P11", "relais", "x", parameters}, seconds);
        }
    }
    return 0;
}

}  // namespace
}  // namespace relais::load

int main(int argc, char** argv) { return relais::load::run_tool(relais::load::simulator, argc, argv); }
