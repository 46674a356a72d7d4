#include "load/support/report.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "load/support/machine.hpp"

namespace relais::load {
namespace {

std::string text_of(const Parameters& parameters) {
    std::string text;
    for (const auto& [name, value] : parameters) {
        const nlohmann::json number = value;
        text +=
            " " + name + "=" +
            (value == static_cast<double>(static_cast<long long>(value)) ? std::to_string(static_cast<long long>(value))
                                                                         : number.dump());
    }
    return text;
}

}  // namespace

void Report::add(const Metric& metric, double value) {
    const auto [place, is_new] = values_.try_emplace(metric);
    if (is_new) order_.push_back(metric);
    place->second.push_back(value);
    loads_[metric].push_back(load_of_machine());
    std::fprintf(stderr, "  %-12s %-26s%s: %.4g %s\n", metric.party.c_str(), metric.name.c_str(),
                 text_of(metric.parameters).c_str(), value, metric.unit.c_str());
}

const std::vector<double>& Report::values(const Metric& metric) const {
    static const std::vector<double> none;
    const auto found = values_.find(metric);
    return found == values_.end() ? none : found->second;
}

Report::~Report() {
    for (const Metric& metric : order_) {
        nlohmann::ordered_json line;
        line["tool"] = tool_;
        line["name"] = metric.name;
        line["party"] = metric.party;
        line["parameters"] = metric.parameters;
        line["unit"] = metric.unit;
        line["median"] = median(values_.at(metric));
        line["values"] = values_.at(metric);
        line["load"] = loads_.at(metric);
        std::printf("%s\n", line.dump().c_str());
    }
    std::fflush(stdout);
}

Options::Options(int argc, char** argv, std::map<std::string, double> known) : values_(std::move(known)) {
    for (int at = 1; at < argc; ++at) {
        const std::string name = argv[at];
        const auto option = name.starts_with("--") ? values_.find(name.substr(2)) : values_.end();
        if (option == values_.end()) {
            std::string accepted;
            for (const auto& [each, value] : values_) accepted += " --" + each;
            std::fprintf(stderr, "%s is not an option; there are%s, each with a number\n", name.c_str(),
                         accepted.c_str());
            std::exit(2);
        }
        const bool has_value = at + 1 < argc && !std::string(argv[at + 1]).starts_with("--");
        option->second = has_value ? std::stod(argv[++at]) : 1;
    }
}

int run_tool(int (*tool)(int, char**), int argc, char** argv) {
    try {
        return tool(argc, argv);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "%s: %s\n", argv[0], failure.what());
        return 1;
    }
}

}  // namespace relais::load
