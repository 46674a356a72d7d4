// Twice as much as the daemon can do: its memory stays bounded, nothing is lost, and chats that write at an ordinary pace
// keep their latency as far as they can.
#include <cstdio>

#include "load/support/report.hpp"
#include "load/support/traffic.hpp"

namespace relais::load {
namespace {

constexpr std::uint32_t established_agents = 100;
constexpr std::uint32_t flooding_agents = 400;
constexpr double established_rate = 300;

struct Phase {
    const char* name;
    double of_capacity;
};
constexpr Phase phases[] = {{"alone", 0}, {"at_0.8", 0.8}, {"at_2", 2}, {"afterwards", 0}};

class Memory {
public:
    explicit Memory(pid_t process) : process_(process) {}
    void look() {
        const Nanoseconds now = now_ns();
        if (now < next_) return;
        next_ = now + a_second / 10;
        most_ = std::max(most_, memory_of(process_));
    }
    [[nodiscard]] double most_mib() const { return most_ / (1 << 20); }

private:
    pid_t process_;
    Nanoseconds next_ = 0;
    double most_ = 0;
};

double capacity_of(Loop& loop, Centre& centre, ProductChats& flood, Nanoseconds time) {
    Load load;
    load.depth = 2;
    load.time = time;
    Usage usage(centre.daemon(), centre.postgres());
    const Measured measured = Traffic(loop, flood, load).run(usage);
    return static_cast<double>(measured.acked) / measured.seconds;
}

void round(Loop& loop, Report& report, const Options& options) {
    Centre centre(Staff{established_agents + flooding_agents, 3});
    (void)centre.start();
    ProductChats established(loop, centre, established_agents);
    ProductChats flooding(loop, centre, flooding_agents, established_agents);
    const double capacity = capacity_of(loop, centre, flooding, options.seconds("seconds"));
    report.add({"capacity", "relais", "1/s", {}}, capacity);
    double p99_below = 0;
    for (const Phase& phase : phases) {
        Load ordinary;
        ordinary.rate = established_rate;
        ordinary.time = options.seconds("seconds");
        Load flood;
        flood.rate = phase.of_capacity * capacity;
        flood.patient = false;
        Traffic flooded(loop, flooding, flood);
        Memory memory(centre.daemon());
        if (flood.rate > 0) flooded.begin();
        const Nanoseconds begun = now_ns();
        Usage usage(centre.daemon(), centre.postgres());
        Measured measured = Traffic(loop, established, ordinary).run(usage, [&] {
            if (flood.rate > 0) flooded.step();
            memory.look();
        });
        const double seconds = seconds_of(now_ns() - begun);
        const auto flood_acked = static_cast<double>(flooded.acked_so_far()) / seconds;
        if (flood.rate > 0) flooded.finish();
        const Parameters parameters{{"of_capacity", phase.of_capacity}};
        const std::string when = phase.name;
        report.add({"established_p50_" + when, "relais", "ms", parameters}, ms_of(measured.ack.at(0.5)));
        report.add({"established_p99_" + when, "relais", "ms", parameters}, ms_of(measured.ack.at(0.99)));
        report.add({"memory_" + when, "relais", "MiB", parameters}, memory.most_mib());
        if (flood.rate > 0) {
            report.add({"flood_offered_" + when, "relais", "1/s", parameters},
                       static_cast<double>(flooded.offered()) / seconds);
            report.add({"flood_acked_" + when, "relais", "1/s", parameters}, flood_acked);
        }
        if (phase.of_capacity == 0.8) p99_below = ms_of(measured.ack.at(0.99));
        if (phase.of_capacity == 2) {
            report.add({"established_p99_at_2_over_0.8", "relais", "x", {}}, ms_of(measured.ack.at(0.99)) / p99_below);
        }
    }
    std::fprintf(stderr, "  what the flood heard:\n");
    (void)flooding.troubles();
    std::fprintf(stderr, "  what the others heard:\n");
    report.add({"established_refusals", "relais", "", {}}, static_cast<double>(established.troubles()));
    centre.check_storage();
}

int overload(int argc, char** argv) {
    const Options options(argc, argv, {{"rounds", 3}, {"seconds", 6}});
    Report report("overload");
    Loop loop;
    for (std::uint32_t n = 0; n < options.count("rounds"); ++n) round(loop, report, options);
    return 0;
}

}  // namespace
}  // namespace relais::load

int main(int argc, char** argv) { return relais::load::run_tool(relais::load::overload, argc, argv); }
