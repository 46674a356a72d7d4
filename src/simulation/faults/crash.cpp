// The process is killed at a boundary of a commit, and started again: with another clock, if the machine's was set meanwhile.
#include "simulation/faults/every_fault.hpp"

namespace relais::simulation {
namespace {

void crash_and_return(World& world, Duration away) {
    if (!world.daemon().running() || world.now() >= world.end()) return;
    world.daemon().crash();
    world.timeline().after(away, [&world] {
        if (!world.daemon().running()) world.daemon().start();
    });
}

class Crash : public Recurring {
public:
    Crash()
        : Recurring("crash", "the daemon is killed before, after or between commit and answer",
                    std::chrono::minutes{12}) {}

private:
    void strike(World& world, Random& random) override {
        const Duration away = random.chance(0.8) ? random.between(Duration{100}, Duration{1500})
                                                 : random.exponential(std::chrono::seconds{25});
        const auto die = [&world, away] { crash_and_return(world, away); };
        switch (random.below(4)) {
            case 0: return world.daemon().storage().at_next(Storage::Boundary::before_commit, die);
            case 1: return world.daemon().storage().at_next(Storage::Boundary::after_commit, die);
            case 2: return world.daemon().storage().at_next(Storage::Boundary::after_told, die);
            default: die();
        }
    }
};

class ClockJumps : public Recurring {
public:
    ClockJumps()
        : Recurring("clock_jumps", "the machine's clock is set forward or back; read when the daemon starts",
                    std::chrono::minutes{40}) {}

private:
    void strike(World& world, Random& random) override {
        const Duration jump = random.between(Duration{1}, random.chance(0.7) ? Duration{20'000} : Duration{3'600'000});
        world.conditions().wall_clock_off += random.chance(0.5) ? jump : -jump;
        if (random.chance(0.5)) crash_and_return(world, random.between(Duration{100}, Duration{1500}));
    }
};

}  // namespace

std::unique_ptr<Fault> crash() { return std::make_unique<Crash>(); }
std::unique_ptr<Fault> clock_jumps() { return std::make_unique<ClockJumps>(); }

}  // namespace relais::simulation
