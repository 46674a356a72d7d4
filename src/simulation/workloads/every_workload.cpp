#include "simulation/workloads/every_workload.hpp"

namespace relais::simulation {

std::vector<std::unique_ptr<Workload>> every_workload() {
    std::vector<std::unique_ptr<Workload>> all;
    all.push_back(quiet_day());
    all.push_back(monday_morning());
    all.push_back(flaky_mobiles());
    all.push_back(agents_come_and_go());
    all.push_back(hostile_clients());
    return all;
}

}  // namespace relais::simulation
