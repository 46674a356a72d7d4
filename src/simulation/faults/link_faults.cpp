// Sockets that are reset with all that was on its way, that fall silent, that come late, and commands that come twice.
#include "simulation/faults/every_fault.hpp"

namespace relais::simulation {
namespace {

class CutLinks : public Recurring {
public:
    CutLinks()
        : Recurring("cut_links", "sockets are reset; frames and commands on their way are lost",
                    std::chrono::seconds{50}) {}

private:
    void strike(World& world, Random& random) override {
        const std::uint64_t many = random.chance(0.05) ? 40 : 1 + random.below(3);
        for (std::uint64_t n = 0; n < many; ++n) world.network().cut(some_socket(world, random));
    }
};

class SilentLinks : public Recurring {
public:
    SilentLinks()
        : Recurring("silent_links", "sockets go half-open: nothing passes and nobody is told",
                    std::chrono::minutes{2}) {}

private:
    void strike(World& world, Random& random) override { world.network().fall_silent(some_socket(world, random)); }
};

class LateLinks : public Recurring {
public:
    LateLinks()
        : Recurring("late_links", "a socket stands still, then all comes at once: order across sockets is lost",
                    std::chrono::seconds{40}) {}

private:
    void strike(World& world, Random& random) override {
        const ConnectionId socket = some_socket(world, random);
        world.network().clog(socket);
        const Duration late = random.chance(0.7) ? random.between(Duration{200}, Duration{4000})
                                                 : random.between(Duration{4000}, Duration{30'000});
        world.timeline().after(late, [&world, socket] { world.network().unclog(socket); });
    }
};

class DuplicatedCommands : public Recurring {
public:
    DuplicatedCommands()
        : Recurring("duplicated_commands", "clients send commands twice under the same number",
                    std::chrono::minutes{6}) {}

private:
    void strike(World& world, Random& random) override {
        const double chance = 0.1 + 0.5 * random.unit();
        for_a_while(
            world, random.exponential(std::chrono::seconds{90}),
            [chance](Conditions& now) { now.commands_duplicated = chance; },
            [](Conditions& now) { now.commands_duplicated = 0; });
    }
};

/// The best bug finder known: stop a random subset of links one by one, start them one by one in another order.
class SwizzleClog : public Recurring {
public:
    SwizzleClog()
        : Recurring("swizzle_clog", "links are clogged one by one and freed in another order",
                    std::chrono::minutes{7}) {}

private:
    void strike(World& world, Random& random) override {
        const double share = 0.1 + 0.6 * random.unit();
        Duration at{0};
        Duration longest{0};
        std::vector<ConnectionId> chosen;
        for (const ConnectionId socket : world.network().sockets()) {
            if (random.chance(share)) chosen.push_back(socket);
        }
        for (const ConnectionId socket : chosen) {
            at += random.exponential(Duration{100});
            world.timeline().after(at, [&world, socket] { world.network().clog(socket); });
            longest = at;
        }
        at = longest + random.exponential(std::chrono::seconds{3});
        while (!chosen.empty()) {
            const std::size_t index = random.below(chosen.size());
            const ConnectionId socket = chosen[index];
            chosen.erase(chosen.begin() + static_cast<std::ptrdiff_t>(index));
            at += random.exponential(Duration{100});
            world.timeline().after(at, [&world, socket] { world.network().unclog(socket); });
        }
    }
};

class PausedProcess : public Recurring {
public:
    PausedProcess()
        : Recurring("paused_process", "the daemon's process stands still for seconds", std::chrono::minutes{14}) {}

private:
    void strike(World& world, Random& random) override {
        world.daemon().pause(random.chance(0.7) ? random.between(Duration{100}, Duration{8000})
                                                : random.between(Duration{8000}, Duration{60'000}));
    }
};

}  // namespace

std::unique_ptr<Fault> cut_links() { return std::make_unique<CutLinks>(); }
std::unique_ptr<Fault> silent_links() { return std::make_unique<SilentLinks>(); }
std::unique_ptr<Fault> late_links() { return std::make_unique<LateLinks>(); }
std::unique_ptr<Fault> duplicated_commands() { return std::make_unique<DuplicatedCommands>(); }
std::unique_ptr<Fault> swizzle_clog() { return std::make_unique<SwizzleClog>(); }
std::unique_ptr<Fault> paused_process() { return std::make_unique<PausedProcess>(); }

}  // namespace relais::simulation
