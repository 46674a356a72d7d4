// An ordinary day: two gentle peaks, patient visitors on good networks, agents who stay at their desks, a supervisor.
#include <cmath>
#include <numbers>
#include <optional>

#include "simulation/people/agent.hpp"
#include "simulation/people/supervisor.hpp"
#include "simulation/workloads/arrivals.hpp"
#include "simulation/workloads/every_workload.hpp"

namespace relais::simulation {
namespace {

class QuietDay : public Workload {
public:
    QuietDay() : Workload("quiet_day") {}

    void start(World& world) override {
        random_.emplace(world.random());
        for (std::size_t n = 0; n < world.centre().agents.size(); n += 2) {
            AgentHabits habits;
            habits.second_console = 0.1;
            if (n == 0) habits.misses = habits.declines = 0.1;  // the one who knows everything is often called away
            auto agent = std::make_unique<Agent>(world, world.random(), habits, world.centre().agents[n]);
            Agent& here = *agent;
            world.add(std::move(agent));
            world.timeline().after(random_->between(Duration{0}, Duration{20'000}), [&here] { here.start_shift(); });
        }
        auto supervisor = std::make_unique<Supervisor>(world, world.random(), std::chrono::minutes{7});
        supervisor->start_shift();
        world.add(std::move(supervisor));
        const auto two_peaks = [](double progress) { return 1 + 0.5 * std::sin(4 * std::numbers::pi * progress); };
        stream_.emplace(world, 0.45 * world.options().visitors_an_hour, 1.5, two_peaks, [this, &world] {
            send_visitor(world, *random_, {}, {4, 1, 1, 1});
        });
        stream_->start();
    }

private:
    std::optional<Random> random_;
    std::optional<Stream> stream_;
};

}  // namespace

std::unique_ptr<Workload> quiet_day() { return std::make_unique<QuietDay>(); }

}  // namespace relais::simulation
