#include "relais/simulation/replay.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "simulation/replay/run.hpp"
#include "simulation/waits.hpp"

namespace relais::simulation {
namespace {

Report replay_refused(std::string why) { return {2, "", "relais replay: " + std::move(why) + "\n"}; }

std::string rows_text(const std::vector<Arrival>& arrivals, const std::vector<Replayed>& replayed) {
    std::string text = "arrive_s,wait_s,outcome,agent\n";
    text.reserve(text.size() + arrivals.size() * 32);
    for (std::size_t row = 0; row < arrivals.size(); ++row) {
        const bool served = replayed[row].outcome == Outcome::served;
        text +=
            seconds_text(arrivals[row].at) + ',' + seconds_text(replayed[row].wait) + (served ? ",served," : ",left,");
        if (served) text += std::to_string(replayed[row].agent);
        text += '\n';
    }
    return text;
}

struct Summary {
    std::size_t arrivals = 0;
    std::size_t served = 0;
    std::size_t within_target = 0;  // served, and within 15 s
    WaitSummary waits;              // of all: who left waited until then
};

Summary summary_of(const std::vector<Replayed>& replayed) {
    Summary summary;
    std::vector<Duration> waits;
    waits.reserve(replayed.size());
    for (const Replayed& one : replayed) {
        waits.push_back(one.wait);
        if (one.outcome != Outcome::served) continue;
        ++summary.served;
        if (one.wait <= target_wait) ++summary.within_target;
    }
    summary.arrivals = replayed.size();
    summary.waits = summarise(std::move(waits));
    return summary;
}

std::string fixed(double value, int decimals) {
    std::array<char, 64> text{};
    const int size = std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return {text.data(), static_cast<std::size_t>(size)};
}

double share_within_target(const Summary& summary) {
    return summary.arrivals == 0 ? 1.0
                                 : static_cast<double>(summary.within_target) / static_cast<double>(summary.arrivals);
}

std::string json_text(const Summary& summary, const ReplayOptions& options) {
    const auto field = [](const char* name, const std::string& value) {
        return std::string("\"") + name + "\":" + value;
    };
    return "{" + field("arrivals", std::to_string(summary.arrivals)) + "," +
           field("served", std::to_string(summary.served)) + "," +
           field("left", std::to_string(summary.arrivals - summary.served)) + "," +
           field("within_target", std::to_string(summary.within_target)) + "," +
           field("within_target_share", fixed(share_within_target(summary), 6)) + "," +
           field("target_s", seconds_text(target_wait)) + "," + field("wait_p50_s", seconds_text(summary.waits.p50)) +
           "," + field("wait_p99_s", seconds_text(summary.waits.p99)) + "," +
           field("wait_max_s", seconds_text(summary.waits.longest)) + "," +
           field("mean_wait_s", fixed(summary.waits.mean_s, 6)) + "," +
           field("agents", std::to_string(options.agents)) + "," + field("seats", std::to_string(options.seats)) +
           "}\n";
}

std::string plain_text(const Summary& summary) {
    return std::to_string(summary.arrivals) + " arrivals, " + std::to_string(summary.served) + " served, " +
           std::to_string(summary.arrivals - summary.served) + " left\n" + std::to_string(summary.within_target) +
           " served within " + seconds_text(target_wait) + " s (" + fixed(100 * share_within_target(summary), 1) +
           " %)\nwait: median " + seconds_text(summary.waits.p50) + " s, 99 % under " +
           seconds_text(summary.waits.p99) + " s, longest " + seconds_text(summary.waits.longest) + " s, mean " +
           fixed(summary.waits.mean_s, 3) + " s\n";
}

bool write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    return file.good();
}

}  // namespace

Report replay(const ReplayOptions& options) {
    if (options.agents < 1 || options.agents > ReplayOptions::agents_max) {
        return replay_refused("--agents must be 1 to " + std::to_string(ReplayOptions::agents_max));
    }
    if (options.seats < 1 || options.seats > ReplayOptions::seats_max) {
        return replay_refused("--seats must be 1 to " + std::to_string(ReplayOptions::seats_max));
    }
    std::ifstream file(options.file, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf() || file.peek() == std::ifstream::traits_type::eof())) {
        return replay_refused("cannot read '" + options.file + "'");
    }
    const auto arrivals = parse_arrivals(text.view());
    if (!arrivals) {
        return replay_refused(options.file + " line " + std::to_string(arrivals.error().line) + ": " +
                              arrivals.error().why);
    }
    const auto replayed = run_replay(arrivals.value(), options.agents, options.seats);
    if (!options.waits_file.empty() && !write_file(options.waits_file, rows_text(arrivals.value(), replayed))) {
        return replay_refused("cannot write '" + options.waits_file + "'");
    }
    const Summary summary = summary_of(replayed);
    return {0, options.json ? json_text(summary, options) : plain_text(summary), ""};
}

}  // namespace relais::simulation
