// Twice as much as the daemon can do: its memory stays bounded, nothing is lost, and chats that write at an ordinary pace
// keep their latency as far as they can. The flood has a thread of its own, so that what is measured waits for the daemon and
// for a processor, but not behind the flood's own answers.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>
#include <future>
#include <memory>
#include <stdexcept>
#include <thread>

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

struct FloodFigures {
    double offered = 0;  // a second
    double acked = 0;
};

double capacity_of(Loop& loop, Centre& centre, ProductChats& flood, Nanoseconds time) {
    Load load;
    load.depth = 2;
    load.time = time;
    Usage usage(centre.daemon(), centre.postgres());
    const Measured measured = Traffic(loop, flood, load).run(usage);
    return static_cast<double>(measured.acked) / measured.seconds;
}

/// The flood's chats, on a thread of their own from the first to the last.
class Flood {
public:
    Flood(Centre& centre, Nanoseconds time) : thread_([this, &centre, time] { run(centre, time); }) {}
    ~Flood() {
        over_ = true;
        rate_ = 0;
        thread_.join();
    }
    Flood(const Flood&) = delete;
    Flood& operator=(const Flood&) = delete;

    /// What it measures before anything else.
    [[nodiscard]] std::future<double> capacity() { return capacity_.get_future(); }
    void begin(double rate) {
        figures_ = {};
        rate_ = rate;
    }
    [[nodiscard]] std::future<FloodFigures> end() {
        rate_ = 0;
        return figures_.get_future();
    }

private:
    void run(Centre& centre, Nanoseconds time) {
        try {
            live(centre, time);
        } catch (...) {
            promise_broken(std::current_exception());
        }
    }
    /// Whoever waits hears why, on the main thread, which stops the daemon.
    void promise_broken(const std::exception_ptr& why) {
        try {
            capacity_told_ ? figures_.set_exception(why) : capacity_.set_exception(why);
        } catch (const std::future_error&) {
            // Between two floods nobody waits; who ends the next one finds that nothing comes.
        }
    }

    void live(Centre& centre, Nanoseconds time) {
        Loop loop;
        ProductChats chats(loop, centre, flooding_agents, established_agents);
        capacity_.set_value(capacity_of(loop, centre, chats, time));
        capacity_told_ = true;
        while (!over_) {
            if (rate_ > 0) figures_.set_value(flood(loop, chats));
            chats.tick();
            loop.once(now_ns() + a_millisecond);
        }
        std::fprintf(stderr, "  what the flood heard:\n");
        (void)chats.troubles();
    }

    FloodFigures flood(Loop& loop, ProductChats& chats) {
        Load load;
        load.rate = rate_;
        load.patient = false;
        Traffic traffic(loop, chats, load);
        traffic.begin();
        const Nanoseconds begun = now_ns();
        while (rate_ > 0) {
            traffic.step();
            loop.once(now_ns() + a_millisecond);
        }
        const double seconds = seconds_of(now_ns() - begun);
        const FloodFigures figures{static_cast<double>(traffic.offered()) / seconds,
                                   static_cast<double>(traffic.acked_so_far()) / seconds};
        traffic.finish();
        return figures;
    }

    std::atomic<double> rate_ = 0;
    std::atomic<bool> over_ = false;
    bool capacity_told_ = false;  // the thread's own
    std::promise<double> capacity_;
    std::promise<FloodFigures> figures_;
    std::thread thread_;
};

/// Its value; meanwhile those on `loop` go on.
template <class Value>
Value wait_for(std::future<Value> value, Loop& loop, ProductChats& chats) {
    const auto is_there = [&] {
        chats.tick();
        return value.wait_for(std::chrono::seconds{0}) == std::future_status::ready;
    };
    if (!loop.run(now_ns() + 120 * a_second, is_there)) throw std::runtime_error("the flood does not come or go");
    return value.get();
}

void round(Loop& loop, Report& report, const Options& options) {
    Centre centre(Staff{established_agents + flooding_agents, 3});
    (void)centre.start();
    ProductChats established(loop, centre, established_agents);
    auto flood = std::make_unique<Flood>(centre, options.seconds("seconds"));
    const double capacity = wait_for(flood->capacity(), loop, established);
    report.add({"capacity", "relais", "1/s", {}}, capacity);
    double p99_below = 0;
    for (const Phase& phase : phases) {
        Load ordinary;
        ordinary.rate = established_rate;
        ordinary.time = options.seconds("seconds");
        const bool floods = phase.of_capacity > 0;
        if (floods) flood->begin(phase.of_capacity * capacity);
        Memory memory(centre.daemon());
        Usage usage(centre.daemon(), centre.postgres());
        Measured measured = Traffic(loop, established, ordinary).run(usage, [&] { memory.look(); });
        const Parameters parameters{{"of_capacity", phase.of_capacity}};
        const std::string when = phase.name;
        report.add({"established_p50_" + when, "relais", "ms", parameters}, ms_of(measured.ack.at(0.5)));
        report.add({"established_p99_" + when, "relais", "ms", parameters}, ms_of(measured.ack.at(0.99)));
        report.add({"memory_" + when, "relais", "MiB", parameters}, memory.most_mib());
        if (floods) {
            const FloodFigures figures = wait_for(flood->end(), loop, established);
            report.add({"flood_offered_" + when, "relais", "1/s", parameters}, figures.offered);
            report.add({"flood_acked_" + when, "relais", "1/s", parameters}, figures.acked);
        }
        if (phase.of_capacity == 0.8) p99_below = ms_of(measured.ack.at(0.99));
        if (phase.of_capacity == 2) {
            report.add({"established_p99_at_2_over_0.8", "relais", "x", {}}, ms_of(measured.ack.at(0.99)) / p99_below);
        }
    }
    flood.reset();
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
