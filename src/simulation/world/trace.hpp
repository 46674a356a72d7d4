// The frames of a run, one JSON object a line, for people who read a failing seed and for the front ends, which replay them
// and must answer the same.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

#include "simulation/world/timeline.hpp"

namespace relais::simulation {

class Trace {
public:
    explicit Trace(const Timeline& timeline) : timeline_(timeline) {}

    /// False: the file cannot be written.
    bool open(const std::string& file);
    [[nodiscard]] bool on() const { return on_; }

    /// `text` is JSON already (a hostile frame is quoted as a string).
    void frame(std::uint64_t client, std::string_view direction, std::string_view text);
    void socket(std::uint64_t client, std::string_view what);
    void client(std::uint64_t client, std::string_view side, std::string_view id);
    void note(std::string_view what, std::string_view detail);

private:
    void begin(std::string_view kind, std::uint64_t client);

    const Timeline& timeline_;
    bool on_ = false;
    std::ofstream file_;
};

}  // namespace relais::simulation
