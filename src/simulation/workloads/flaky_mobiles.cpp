// Visitors on telephones in trains: slow links, pages that are changed, left and found again, a second tab, networks that
// come and go.
#include <optional>

#include "simulation/workloads/arrivals.hpp"
#include "simulation/workloads/every_workload.hpp"

namespace relais::simulation {
namespace {

class FlakyMobiles : public Workload {
public:
    FlakyMobiles() : Workload("flaky_mobiles") {}

    void start(World& world) override {
        random_.emplace(world.random());
        stream_.emplace(
            world, 0.25 * world.options().visitors_an_hour, 1.0, [](double) { return 1.0; },
            [this, &world] {
                send_visitor(world, *random_, habits(), {3, 2, 1, 1});
            });
        stream_->start();
    }

private:
    VisitorHabits habits() {
        VisitorHabits habits;
        habits.link = {random_->between(Duration{40}, Duration{400}), Duration{60}};
        habits.second_tab = 0.15;
        habits.reopens = 0.2;
        if (random_->chance(0.6))
            habits.page_lasts = random_->between(std::chrono::seconds{20}, std::chrono::seconds{240});
        if (random_->chance(0.7))
            habits.network_lasts = random_->between(std::chrono::seconds{15}, std::chrono::seconds{200});
        if (random_->chance(0.25))
            habits.absence = random_->between(std::chrono::seconds{10}, std::chrono::seconds{200});
        return habits;
    }

    std::optional<Random> random_;
    std::optional<Stream> stream_;
};

}  // namespace

std::unique_ptr<Workload> flaky_mobiles() { return std::make_unique<FlakyMobiles>(); }

}  // namespace relais::simulation
