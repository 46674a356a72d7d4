#include "relais/simulation/simulate.hpp"

#include <array>
#include <cmath>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "simulation/estimates.hpp"
#include "simulation/faults/fault.hpp"
#include "simulation/replay/arrivals.hpp"
#include "simulation/waits.hpp"
#include "simulation/world/world.hpp"

namespace relais::simulation {
namespace {

Report refused(std::string why) { return {2, "", "relais simulate: " + std::move(why) + "\n"}; }

std::string list_of_breaks() {
    std::string text;
    for (const BreakName& one : break_names()) {
        std::string name(one.name);
        name.resize(std::max<std::size_t>(name.size(), 24), ' ');
        text += name + " " + std::string(one.what) + "\n";
    }
    return text;
}

/// Nothing: all good. Otherwise why not.
std::optional<std::string> parse_faults(const std::string& text, std::set<std::string>& faults) {
    std::set<std::string> known;
    std::string names;
    for (const auto& fault : every_fault()) {
        known.insert(std::string(fault->name()));
        names += (names.empty() ? "" : ", ") + std::string(fault->name());
    }
    if (text == "none") return std::nullopt;
    if (text == "all") {
        faults.insert(known.begin(), known.end());
        return std::nullopt;
    }
    std::size_t from = 0;
    while (from <= text.size()) {
        const std::size_t comma = std::min(text.find(',', from), text.size());
        const std::string name = text.substr(from, comma - from);
        if (!known.contains(name)) return "unknown fault '" + name + "'; there are: all, none, " + names;
        faults.insert(name);
        from = comma + 1;
    }
    return std::nullopt;
}

std::optional<std::string> check(const SimulateOptions& options, WorldOptions& world) {
    if (!(options.hours > 0) || options.hours > SimulateOptions::hours_max)
        return "--hours must be above 0 and at most " + std::to_string(static_cast<int>(SimulateOptions::hours_max));
    if (options.agents < 1 || options.agents > SimulateOptions::agents_max)
        return "--agents must be 1 to " + std::to_string(SimulateOptions::agents_max);
    if (options.seats < 1 || options.seats > SimulateOptions::seats_max)
        return "--seats must be 1 to " + std::to_string(SimulateOptions::seats_max);
    if (!(options.visitors_per_hour >= 0) || options.visitors_per_hour > SimulateOptions::visitors_max)
        return "--visitors-per-hour must be 0 to " + std::to_string(static_cast<int>(SimulateOptions::visitors_max));
    world.seed = options.seed;
    world.length = Duration{std::max<std::int64_t>(1, std::llround(options.hours * 3'600'000))};
    world.agents = options.agents;
    world.seats = options.seats;
    world.visitors_an_hour = options.visitors_per_hour;
    if (!options.break_rule.empty()) {
        const auto breaks = parse_break(options.break_rule);
        if (!breaks) return "unknown rule '" + options.break_rule + "' to break; --break LIST prints them";
        world.breaks = *breaks;
        if (!breaks->needs.empty()) world.faults.insert(std::string(breaks->needs));
    }
    return parse_faults(options.faults, world.faults);
}

struct Served {
    std::uint64_t abandoned = 0;
    std::uint64_t within_target = 0;
    WaitSummary waits;
    std::size_t estimates = 0;
    double estimate_ratio_p50 = 0;  // actual / predicted wait
};

/// First episodes only (RULES 3): arrival to accept, or to the end of those who were never accepted.
Served served(const World& world) {
    const Store& store = world.store();
    Served result;
    const std::vector<double> ratios = estimate_ratios(store, world.restarts());
    result.estimates = ratios.size();
    if (!ratios.empty()) result.estimate_ratio_p50 = std::round(ratios[ratios.size() / 2] * 1000) / 1000;
    std::vector<Duration> waits;
    for (const ConversationId id : store.conversations()) {
        const EpisodeRecord& first = store.find(id)->episodes.front();
        if (first.accepted) {
            waits.push_back(*first.accepted - first.started);
            if (waits.back() <= target_wait) ++result.within_target;
        } else if (first.over) {
            waits.push_back(*first.over - first.started);
            if (first.outcome != EpisodeOutcome::accepted) ++result.abandoned;
        }
    }
    result.waits = summarise(std::move(waits));
    return result;
}

std::string json_text(World& world, double speed) {
    using Json = nlohmann::ordered_json;
    const Served people = served(world);
    const auto seconds = [](Duration duration) { return static_cast<double>(duration.count()) / 1000; };
    Json violations = Json::array();
    for (const Violation& one : world.violations())
        violations.push_back(Json{{"checker", one.checker}, {"what", one.what}, {"at_s", one.at_s}});
    const Json json{{"seed", world.options().seed},
                    {"events", world.store().events()},
                    {"violations", violations},
                    {"arrivals", world.tally().arrivals},
                    {"not_shown", world.tally().not_shown},
                    {"admitted", world.tally().admitted},
                    {"conversations", world.store().conversations().size()},
                    {"abandoned", people.abandoned},
                    {"within_target", people.within_target},
                    {"wait_p50_s", seconds(people.waits.p50)},
                    {"wait_p99_s", seconds(people.waits.p99)},
                    {"wait_max_s", seconds(people.waits.longest)},
                    {"estimates", people.estimates},
                    {"estimate_ratio_p50", people.estimate_ratio_p50},
                    {"turns", world.daemon().turns()},
                    {"simulated_s", seconds(world.now() - world.start())},
                    {"sim_seconds_per_second", std::llround(speed)}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string plain_text(World& world, double speed) {
    const Served people = served(world);
    std::string text = "seed " + std::to_string(world.options().seed) + ": " + std::to_string(world.tally().arrivals) +
                       " arrivals, " + std::to_string(world.tally().not_shown) + " not shown, " +
                       std::to_string(world.tally().admitted) + " admitted, " + std::to_string(people.abandoned) +
                       " abandoned, " + std::to_string(people.within_target) + " within " + seconds_text(target_wait) +
                       " s\n";
    text += "wait: median " + seconds_text(people.waits.p50) + " s, 99 % under " + seconds_text(people.waits.p99) +
            " s, longest " + seconds_text(people.waits.longest) + " s\n";
    text += std::to_string(world.store().events()) + " events, " + std::to_string(std::llround(speed)) +
            " simulated seconds a second\n";
    for (const Violation& one : world.violations())
        text += "VIOLATION at " + std::to_string(one.at_s) + " s, " + one.checker + ": " + one.what + "\n";
    return text;
}

}  // namespace

Report simulate(const SimulateOptions& options, double (*seconds)()) {
    if (options.break_rule == "LIST") return {0, list_of_breaks(), ""};
    WorldOptions world_options;
    if (const auto why = check(options, world_options)) return refused(*why);
    const double begun = seconds();
    World world(world_options);
    if (!options.trace_file.empty() && !world.trace().open(options.trace_file))
        return refused("cannot write '" + options.trace_file + "'");
    world.run();
    const double took = std::max(seconds() - begun, 1e-6);
    const double speed = static_cast<double>((world.now() - world.start()).count()) / 1000 / took;
    return {world.violations().empty() ? 0 : 1, options.json ? json_text(world, speed) : plain_text(world, speed), ""};
}

}  // namespace relais::simulation
