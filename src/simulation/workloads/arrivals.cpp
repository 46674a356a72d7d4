#include "simulation/workloads/arrivals.hpp"

#include <utility>

namespace relais::simulation {

void send_visitor(World& world, Random& random, const VisitorHabits& habits, const std::vector<double>& weights) {
    double sum = 0;
    for (const double weight : weights) sum += weight;
    double drawn = random.unit() * sum;
    std::size_t index = 0;
    while (index + 1 < weights.size() && drawn >= weights[index]) drawn -= weights[index++];
    const SimulatedSite& site = world.centre().sites[index];
    auto visitor = std::make_unique<Visitor>(world, Random(random.next()), habits, site,
                                             site.languages[random.below(site.languages.size())]);
    Visitor& here = *visitor;
    world.add(std::move(visitor));
    here.arrive();
}

Stream::Stream(World& world, double an_hour, double most, std::function<double(double)> intensity,
               std::function<void()> arrive)
    : world_(world),
      random_(world.random()),
      an_hour_(an_hour),
      most_(most),
      intensity_(std::move(intensity)),
      arrive_(std::move(arrive)) {}

void Stream::next() {
    if (an_hour_ * most_ <= 0) return;
    const Duration mean{static_cast<std::int64_t>(3'600'000 / (an_hour_ * most_)) + 1};
    world_.timeline().after(random_.exponential(mean), [this] {
        if (world_.now() >= world_.end()) return;
        const double progress = static_cast<double>((world_.now() - world_.start()).count()) /
                                static_cast<double>(world_.options().length.count());
        if (random_.chance(intensity_(progress) / most_)) arrive_();
        next();
    });
}

}  // namespace relais::simulation
