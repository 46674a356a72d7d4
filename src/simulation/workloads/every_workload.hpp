// The workloads by name.
#pragma once

#include "simulation/workloads/workload.hpp"

namespace relais::simulation {

[[nodiscard]] std::unique_ptr<Workload> quiet_day();
[[nodiscard]] std::unique_ptr<Workload> monday_morning();
[[nodiscard]] std::unique_ptr<Workload> flaky_mobiles();
[[nodiscard]] std::unique_ptr<Workload> agents_come_and_go();
[[nodiscard]] std::unique_ptr<Workload> hostile_clients();

}  // namespace relais::simulation
