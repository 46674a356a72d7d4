// The faults by name, and the clock they share.
#pragma once

#include <functional>

#include "simulation/faults/fault.hpp"
#include "simulation/random.hpp"
#include "simulation/world/world.hpp"

namespace relais::simulation {

[[nodiscard]] std::unique_ptr<Fault> crash();
[[nodiscard]] std::unique_ptr<Fault> slow_commits();
[[nodiscard]] std::unique_ptr<Fault> failing_commits();
[[nodiscard]] std::unique_ptr<Fault> storage_stalled();
[[nodiscard]] std::unique_ptr<Fault> cut_links();
[[nodiscard]] std::unique_ptr<Fault> silent_links();
[[nodiscard]] std::unique_ptr<Fault> late_links();
[[nodiscard]] std::unique_ptr<Fault> duplicated_commands();
[[nodiscard]] std::unique_ptr<Fault> paused_process();
[[nodiscard]] std::unique_ptr<Fault> clock_jumps();
[[nodiscard]] std::unique_ptr<Fault> swizzle_clog();

/// A fault that strikes again and again until the end of the run. The seed says how often in this run.
class Recurring : public Fault {
public:
    Recurring(std::string_view name, std::string_view what, Duration mean) : Fault(name, what), mean_(mean) {}
    void start(World& world) final;

protected:
    virtual void strike(World& world, Random& random) = 0;

private:
    void wait(World& world);

    Duration mean_;
    std::unique_ptr<Random> random_;
};

/// One of the sockets that are open now; nil: there are none.
[[nodiscard]] ConnectionId some_socket(World& world, Random& random);

/// Changes the conditions for a while. Overlapping spells of one kind end with the first to end: nothing depends on more.
void for_a_while(World& world, Duration spell, const std::function<void(Conditions&)>& change,
                 const std::function<void(Conditions&)>& back);

}  // namespace relais::simulation
