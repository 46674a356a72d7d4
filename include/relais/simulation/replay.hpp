// `relais replay`: the production floor on a virtual clock over real arrivals, to say what every wait would have been.
#pragma once

#include <cstdint>
#include <string>

namespace relais::simulation {

struct ReplayOptions {
    std::string file;          // rows `arrive_s,handle_s[,patience_s]`, with or without that header
    std::uint32_t agents = 1;  // 1 to agents_max, always present
    std::uint32_t seats = 3;   // of each agent, 1 to seats_max
    std::string waits_file;    // rows `arrive_s,wait_s,outcome,agent` in input order; empty: not written
    bool json = false;         // the summary as one JSON object on one line, else a few lines for people

    static constexpr std::uint32_t agents_max = 100'000;
    static constexpr std::uint32_t seats_max = 1'000;
};

/// What a verb leaves behind: the process's exit code and its two streams.
struct Report {
    int exit_code = 0;
    std::string out;
    std::string err;
};

/// Exit code 2 and one line on `err`: bad options, a file that cannot be read or written, a bad or unsorted row (with its line number).
[[nodiscard]] Report replay(const ReplayOptions& options);

}  // namespace relais::simulation
