// Everybody at once: after a mailing, a breakdown or a weekend, more visitors than seats within a minute or two. This is
// where queues, positions, estimates and the choices at 15 s are.
#include <algorithm>
#include <optional>

#include "simulation/workloads/arrivals.hpp"
#include "simulation/workloads/every_workload.hpp"

namespace relais::simulation {
namespace {

class MondayMorning : public Workload {
public:
    MondayMorning() : Workload("monday_morning") {}

    void start(World& world) override {
        random_.emplace(world.random());
        const WorldOptions& options = world.options();
        const double visitors =
            0.3 * options.visitors_an_hour * static_cast<double>(options.length.count()) / 3'600'000;
        const double seats = static_cast<double>(options.agents) * options.seats;
        const auto rushes = std::max<std::int64_t>(1, static_cast<std::int64_t>(visitors / std::max(8.0, 1.5 * seats)));
        const auto size = static_cast<std::int64_t>(visitors / static_cast<double>(rushes));
        for (std::int64_t n = 0; n < rushes; ++n) {
            const Duration at{options.length.count() * n / rushes +
                              random_->between(std::int64_t{0}, options.length.count() / rushes / 3)};
            world.timeline().after(at, [this, &world, size] { rush(world, size); });
        }
    }

private:
    void rush(World& world, std::int64_t size) {
        const Duration within = random_->between(std::chrono::seconds{20}, std::chrono::seconds{150});
        for (std::int64_t n = 0; n < size; ++n) {
            world.timeline().after(random_->between(Duration{0}, within), [this, &world] {
                VisitorHabits habits;
                habits.wait_patience = std::chrono::minutes{12};
                send_visitor(world, *random_, habits, {1, 6, 1, 1});
            });
        }
    }

    std::optional<Random> random_;
};

}  // namespace

std::unique_ptr<Workload> monday_morning() { return std::make_unique<MondayMorning>(); }

}  // namespace relais::simulation
