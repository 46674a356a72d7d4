// Outputs in the order of their turns, each waiting for the number it depends on. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "relais/floor/frame.hpp"

namespace relais {

class HeldUntilDurable {
public:
    void hold(Output output) { held_.push_back(std::move(output)); }

    /// The next output that may leave; nothing when the first in line still waits. Order is never changed: what is
    /// durable early waits behind what is not, so that nobody sees an effect before its cause.
    [[nodiscard]] std::optional<Output> next() {
        if (held_.empty() || held_.front().depends_on > durable_) return std::nullopt;
        Output output = std::move(held_.front());
        held_.pop_front();
        return output;
    }

    void durable(std::uint64_t number) {
        if (number > durable_) durable_ = number;
    }
    [[nodiscard]] std::uint64_t durable() const { return durable_; }
    [[nodiscard]] std::size_t size() const { return held_.size(); }

private:
    std::deque<Output> held_;
    std::uint64_t durable_ = 0;
};

}  // namespace relais
