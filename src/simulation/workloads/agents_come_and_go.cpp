// Agents who take breaks, sign out, miss offers, lose the network and come back, work with two consoles; administrators
// who change somebody's limit in mid-shift.
#include <optional>

#include "simulation/people/agent.hpp"
#include "simulation/workloads/every_workload.hpp"

namespace relais::simulation {
namespace {

class AgentsComeAndGo : public Workload {
public:
    AgentsComeAndGo() : Workload("agents_come_and_go") {}

    void start(World& world) override {
        random_.emplace(world.random());
        for (std::size_t n = 1; n < world.centre().agents.size(); n += 2) {
            auto agent = std::make_unique<Agent>(world, world.random(), habits(), world.centre().agents[n]);
            Agent& here = *agent;
            world.add(std::move(agent));
            world.timeline().after(random_->between(Duration{0}, Duration{120'000}), [&here] { here.start_shift(); });
        }
        change_settings(world);
    }

private:
    AgentHabits habits() {
        AgentHabits habits;
        habits.link = {random_->between(Duration{5}, Duration{120}), Duration{10}};
        habits.misses = 0.06;
        habits.declines = 0.05;
        habits.second_console = 0.3;
        habits.signs_out = 0.3;
        habits.works_for = random_->between(std::chrono::minutes{5}, std::chrono::minutes{40});
        habits.network_lasts = random_->between(std::chrono::minutes{3}, std::chrono::minutes{30});
        return habits;
    }

    void change_settings(World& world) {
        world.timeline().after(random_->exponential(std::chrono::minutes{25}), [this, &world] {
            if (world.now() >= world.end()) return;
            world.change_settings(changed_settings(*world.centre().settings, world.options().seats, *random_));
            change_settings(world);
        });
    }

    std::optional<Random> random_;
};

}  // namespace

std::unique_ptr<Workload> agents_come_and_go() { return std::make_unique<AgentsComeAndGo>(); }

}  // namespace relais::simulation
