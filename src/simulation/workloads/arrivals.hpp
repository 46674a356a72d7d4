// Visitors of a workload: where they go, and how they come one by one.
#pragma once

#include "simulation/people/visitor.hpp"

namespace relais::simulation {

/// Now. The site is drawn by weight; `weights` has one for each of the centre's sites.
void send_visitor(World& world, Random& random, const VisitorHabits& habits, const std::vector<double>& weights);

/// A Poisson stream to the end of the run, at `an_hour` times `intensity(progress)` with progress 0 to 1 and intensity at
/// most `most` and 1 on average.
class Stream {
public:
    Stream(World& world, double an_hour, double most, std::function<double(double)> intensity,
           std::function<void()> arrive);
    void start() { next(); }

private:
    void next();

    World& world_;
    Random random_;
    double an_hour_;
    double most_;
    std::function<double(double)> intensity_;
    std::function<void()> arrive_;
};

}  // namespace relais::simulation
