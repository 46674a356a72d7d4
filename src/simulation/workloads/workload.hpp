// Who comes, when, and how they behave. All workloads are in every run; the seed and the options say how much of each.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

namespace relais::simulation {

class World;

class Workload {
public:
    explicit Workload(std::string_view name) : name_(name) {}
    virtual ~Workload() = default;
    Workload(const Workload&) = delete;
    Workload& operator=(const Workload&) = delete;

    [[nodiscard]] std::string_view name() const { return name_; }
    virtual void start(World& world) = 0;

private:
    std::string_view name_;
};

/// One of each kind, in a fixed order.
[[nodiscard]] std::vector<std::unique_ptr<Workload>> every_workload();

}  // namespace relais::simulation
