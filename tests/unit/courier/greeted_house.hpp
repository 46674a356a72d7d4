// What tests of the courier have in common: a house that counts nothing, and hellos as the floor answers them.
#pragma once

#include <variant>
#include <vector>

#include "relais/courier/courier.hpp"

namespace relais {

/// Its sockets stay open.
class GreetedHouse : public CourierSink {
public:
    void read_older(CentreId, ConnectionId, ConversationId, std::uint32_t, std::uint32_t) override {}
    void answer_waits(ConnectionId) override {}
    bool greeted(ConnectionId, const GreetedFrame&) override { return true; }
    void availability(CentreId, const AvailabilityFrame&) override {}
};

/// Before each snapshot the greeting that it follows.
inline void hold(Courier& courier, const std::vector<Output>& outputs, Instant now) {
    std::vector<Output> all;
    for (const Output& output : outputs) {
        const bool snapshot = std::holds_alternative<VisitorSnapshot>(output.frame) ||
                              std::holds_alternative<AgentSnapshot>(output.frame);
        if (snapshot) all.push_back(Output{0, output.to, {}, GreetedFrame{}});
        all.push_back(output);
    }
    courier.hold(std::move(all), now);
}

}  // namespace relais
