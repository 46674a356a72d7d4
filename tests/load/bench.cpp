// Runs the load tools one after the other and sets their figures beside the goals: what `./dev bench` does. Their JSON lines
// go to standard output, the table to people on stderr. `--rounds N` for all tools, `--quick` for one short round of each.
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "load/support/machine.hpp"
#include "load/support/report.hpp"

namespace relais::load {
namespace {

struct ToolRun {
    const char* name;
    const char* quick;
};
constexpr ToolRun tools[] = {{"messages", "--seconds 2 --commit_s 0.5"},
                             {"connections", "--idle_s 10 --changes 3"},
                             {"overload", "--seconds 2"},
                             {"restart", ""},
                             {"routing", "--assignments 40000 --turns 6000"},
                             {"simulator", "--hours 2"}};

struct Goal {
    const char* number;
    const char* what;
    double floor;
    double moon;
    const char* unit;
    bool less_is_better;
};
constexpr Goal goals[] = {
    {"P1", "server CPU a durable text, saturated : bare spike", 2.5, 1.5, "x", true},
    {"P2", "durable texts a second through everything", 15'000, 30'000, "1/s", false},
    {"P3", "ack p50 at 1,000/s : raw one-row commit p50", 4, 2.5, "x", true},
    {"P4", "ack p99 at 1,000/s : (raw commit p99 + relay p99)", 4, 2, "x", true},
    {"P5", "server CPU a text at 500/s", 250, 120, "us", true},
    {"P6", "memory a listening connection", 10, 4, "KiB", true},
    {"P7", "19,000 clients at once, all served", 5, 1.5, "s", true},
    {"P8", "an assignment (queue, pool), 100,000 agents : 10", 4, 2, "x", true},
    {"P8_ns", "an assignment (queue, pool), 100,000 agents", 1'000, 100, "ns", true},
    {"P8_on_the_floor", "the same on the floor's whole state", 4, 2, "x", true},
    {"P8_on_the_floor_ns", "the same on the floor's whole state", 1'000, 100, "ns", true},
    {"P9", "idle CPU of 19,000 listeners", 3, 1, "%", true},
    {"P10", "start to accepting, 5,000 open conversations", 1, 0.3, "s", true},
    {"P11", "simulated seconds a second, 50 agents, all faults", 1'000, 20'000, "x", false},
};

const char* verdict(const Goal& goal, double value) {
    const auto reaches = [&](double mark) { return goal.less_is_better ? value <= mark : value >= mark; };
    return reaches(goal.moon) ? "moon" : reaches(goal.floor) ? "floor" : "MISSED";
}

std::string text_of(const nlohmann::json& parameters) {
    std::string text;
    for (const auto& [name, value] : parameters.items()) {
        char number[32];
        std::snprintf(number, sizeof number, "%g", value.get<double>());
        text += (text.empty() ? "" : " ") + name + "=" + number;
    }
    return text;
}

bool run(const std::string& command, std::vector<nlohmann::json>& lines) {
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return false;
    std::string line;
    for (int letter = std::fgetc(pipe); letter != EOF; letter = std::fgetc(pipe)) {
        if (letter != '\n') {
            line.push_back(static_cast<char>(letter));
            continue;
        }
        std::printf("%s\n", line.c_str());
        auto parsed = nlohmann::json::parse(line, nullptr, false);
        if (parsed.is_object()) lines.push_back(std::move(parsed));
        line.clear();
    }
    std::fflush(stdout);
    return ::pclose(pipe) == 0;
}

void print_table(const std::vector<nlohmann::json>& lines) {
    std::fprintf(stderr, "\n%-18s %-52s %-34s %12s %10s %10s\n", "goal", "what", "with", "median", "floor", "moon");
    for (const Goal& goal : goals) {
        for (const auto& line : lines) {
            if (line.at("name") != goal.number) continue;
            const double value = line.at("median");
            std::fprintf(stderr, "%-18s %-52s %-34s %8.4g %-3s %10g %10g  %s\n", goal.number, goal.what,
                         text_of(line.at("parameters")).c_str(), value, goal.unit, goal.floor, goal.moon,
                         verdict(goal, value));
        }
    }
    for (const auto& line : lines) {
        const std::string name = line.at("name");
        if (name != "spike_over_relay" && name != "spike_over_group_commit" && name != "spike_cpu_over_its_parts")
            continue;
        std::fprintf(stderr, "the spike as a baseline: %s %.2f (%s)\n", name.c_str(), line.at("median").get<double>(),
                     text_of(line.at("parameters")).c_str());
    }
}

int bench(int argc, char** argv) {
    const Options options(argc, argv, {{"rounds", 0}, {"quick", 0}});
    const std::string folder = std::filesystem::path(RELAIS_BINARY).parent_path().string();
    std::vector<nlohmann::json> lines;
    int failed = 0;
    for (const ToolRun& tool : tools) {
        std::string command = folder + "/" + tool.name;
        if (options["quick"] != 0) command += std::string{" --rounds 1 "} + tool.quick;
        if (options["rounds"] != 0) command += " --rounds " + std::to_string(options.count("rounds"));
        std::fprintf(stderr, "\n== %s (load of the machine: %.1f)\n", tool.name, load_of_machine());
        if (!run(command, lines)) ++failed;
    }
    print_table(lines);
    if (failed > 0) std::fprintf(stderr, "%d tools ended early: their figures are not complete\n", failed);
    return failed > 0 ? 1 : 0;
}

}  // namespace
}  // namespace relais::load

int main(int argc, char** argv) { return relais::load::run_tool(relais::load::bench, argc, argv); }
