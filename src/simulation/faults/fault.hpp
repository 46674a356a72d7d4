// One way in which the world lets the product down. Each draws its moments from its own chance, so that switching one
// off changes nothing in the others.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

namespace relais::simulation {

class World;

class Fault {
public:
    explicit Fault(std::string_view name, std::string_view what) : name_(name), what_(what) {}
    virtual ~Fault() = default;
    Fault(const Fault&) = delete;
    Fault& operator=(const Fault&) = delete;

    [[nodiscard]] std::string_view name() const { return name_; }
    [[nodiscard]] std::string_view what() const { return what_; }
    /// From now to the end of the run.
    virtual void start(World& world) = 0;

private:
    std::string_view name_;
    std::string_view what_;
};

/// One of each kind, in a fixed order.
[[nodiscard]] std::vector<std::unique_ptr<Fault>> every_fault();

}  // namespace relais::simulation
