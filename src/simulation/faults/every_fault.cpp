#include "simulation/faults/every_fault.hpp"

#include <algorithm>

namespace relais::simulation {
namespace {

constexpr int times_at_least = 4;  // in a short run, on average

}  // namespace

std::vector<std::unique_ptr<Fault>> every_fault() {
    std::vector<std::unique_ptr<Fault>> all;
    all.push_back(crash());
    all.push_back(slow_commits());
    all.push_back(failing_commits());
    all.push_back(storage_stalled());
    all.push_back(cut_links());
    all.push_back(silent_links());
    all.push_back(late_links());
    all.push_back(duplicated_commands());
    all.push_back(paused_process());
    all.push_back(clock_jumps());
    all.push_back(swizzle_clog());
    return all;
}

void Recurring::start(World& world) {
    random_ = std::make_unique<Random>(world.random());
    mean_ = Duration{static_cast<std::int64_t>(static_cast<double>(mean_.count()) * (0.4 + 2 * random_->unit()))};
    mean_ = std::min(mean_, world.options().length / times_at_least);
    wait(world);
}

void Recurring::wait(World& world) {
    world.timeline().after(random_->exponential(mean_), [this, &world] {
        if (world.now() >= world.end()) return;
        world.trace().note("fault", name());
        strike(world, *random_);
        wait(world);
    });
}

ConnectionId some_socket(World& world, Random& random) {
    const auto sockets = world.network().sockets();
    return sockets.empty() ? ConnectionId{} : sockets[random.below(sockets.size())];
}

void for_a_while(World& world, Duration spell, const std::function<void(Conditions&)>& change,
                 const std::function<void(Conditions&)>& back) {
    change(world.conditions());
    world.timeline().after(spell, [&world, back] { back(world.conditions()); });
}

}  // namespace relais::simulation
