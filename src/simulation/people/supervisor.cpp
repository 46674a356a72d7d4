#include "simulation/people/supervisor.hpp"

#include <utility>

namespace relais::simulation {
namespace {

using std::chrono::seconds;

}  // namespace

Supervisor::Supervisor(World& world, Random random, Duration meddles)
    : world_(world), random_(random), meddles_(meddles), self_(world.next_client_number()) {}

Supervisor::~Supervisor() {
    console_.reset();
    world_.client_gone({self_, {}, {}});
}

void Supervisor::after(Duration delay, Timeline::Work work) {
    world_.timeline().after(delay, world_.guarded(self_, std::move(work)));
}

void Supervisor::start_shift() {
    const AgentSettings* settings = world_.centre().agent(world_.centre().supervisor);
    Console::Owner& owner = *this;
    console_ =
        std::make_unique<Console>(world_, Random(random_.next()), LinkQuality{}, owner, *settings, random_.uuid());
    console_->open();
    if (meddles_.count() > 0) after(random_.exponential(meddles_), [this] { meddle(); });
}

void Supervisor::meddle() {
    if (resting_) return;
    after(seconds{5} + random_.exponential(meddles_), [this] { meddle(); });
    if (!console_->ready()) return;
    const Centre& centre = world_.centre();
    const auto& conversations = world_.store().conversations();
    const auto& entry_points = centre.settings->entry_points;
    switch (random_.below(4)) {
        case 0: {
            const EntryPointId way = entry_points[random_.below(entry_points.size())].id;
            console_->set_entry_point(way, random_.chance(0.8) ? "closed" : "open");
            closed_.push_back(way);
            after(random_.between(seconds{10}, seconds{120}),
                  [this, way] { console_->set_entry_point(way, "automatic"); });
            break;
        }
        case 1:
            console_->force_status(centre.agents[random_.below(centre.agents.size())],
                                   random_.chance(0.8) ? "away" : "offline");
            break;
        default:
            // The newest are the ones that may still be open.
            if (!conversations.empty())
                console_->about("explain",
                                conversations[conversations.size() - 1 -
                                              random_.below(std::min<std::size_t>(conversations.size(), 20))]);
    }
}

void Supervisor::turned_away(Console&) {
    after(seconds{5}, [this] { console_->open(); });
}

void Supervisor::come_to_rest() {
    resting_ = true;
    for (const EntryPointId way : closed_) console_->set_entry_point(way, "automatic");
    closed_.clear();
}

}  // namespace relais::simulation
