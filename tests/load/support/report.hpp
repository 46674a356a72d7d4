// Figures of several rounds, told as one JSON object a line on standard output and, while it lasts, to people on stderr.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "load/support/measure.hpp"

namespace relais::load {

using Parameters = std::map<std::string, double>;

struct Metric {
    std::string name;
    std::string party;  // relais, spike, relay, commit, group_commit, disk, floor ...
    std::string unit;
    Parameters parameters;
    friend auto operator<=>(const Metric&, const Metric&) = default;
};

class Report {
public:
    explicit Report(std::string tool) : tool_(std::move(tool)) {}
    /// Prints what was gathered, also when the tool ends early.
    ~Report();
    Report(const Report&) = delete;
    Report& operator=(const Report&) = delete;

    /// One round's value.
    void add(const Metric& metric, double value);
    /// The values so far; empty: none.
    [[nodiscard]] const std::vector<double>& values(const Metric& metric) const;

private:
    std::string tool_;
    std::vector<Metric> order_;
    std::map<Metric, std::vector<double>> values_;
    std::map<Metric, std::vector<double>> loads_;  // of the machine when each was taken
};

/// "--name value" and "--flag", numbers only. What is not in `known` ends the program with what is.
class Options {
public:
    Options(int argc, char** argv, std::map<std::string, double> known);
    [[nodiscard]] double operator[](const std::string& name) const { return values_.at(name); }
    [[nodiscard]] std::uint32_t count(const std::string& name) const {
        return static_cast<std::uint32_t>(values_.at(name));
    }
    [[nodiscard]] Nanoseconds seconds(const std::string& name) const {
        return static_cast<Nanoseconds>(values_.at(name) * 1e9);
    }

private:
    std::map<std::string, double> values_;
};

/// Runs a tool; what it throws is said on stderr and gives exit code 1.
int run_tool(int (*tool)(int, char**), int argc, char** argv);

}  // namespace relais::load
