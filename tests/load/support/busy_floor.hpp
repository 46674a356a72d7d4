// A floor with any number of agents and of visitors who wait, kept full: for the cost of giving a visitor to an agent.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "relais/floor/floor.hpp"

#include "load/support/frames.hpp"

namespace relais::load {

struct BusyCentre {
    std::uint32_t agents = 10;
    std::uint32_t seats = 3;
    std::uint32_t waiting = 0;       // 0: half of the seats are free, and whoever comes is served at once
    std::uint32_t entry_points = 1;  // of one queue, without skills; visitors come by the first
};

/// The routing alone, on the floor's own state by the floor's own functions: free a seat, ask who is next and who is free,
/// take the seat, put the next arrival into the queue.
class Router {
public:
    explicit Router(const BusyCentre& centre);
    ~Router();
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;

    /// CPU of one assignment, the mean of `count`.
    [[nodiscard]] double nanoseconds_each(std::uint32_t count);

private:
    void arrive(ConversationId conversation);
    void assign();
    ConversationId end_any();

    struct Chat {
        AgentId agent;
        ConversationId conversation;
    };
    std::unique_ptr<State> state_;
    BusyCentre centre_;
    std::vector<Chat> running_;
    Dice dice_{7};
    Instant now_;
};

/// Queue and pool without agents and conversations around them, as the reference measured its structures: CPU of one
/// release, pop, pick and push.
[[nodiscard]] double pool_nanoseconds_each(const BusyCentre& centre, std::uint32_t count);

/// Whole turns, with everything a floor does in them: a chat ends, the next visitor is offered, the agent accepts, somebody
/// arrives and writes.
class BusyFloor {
public:
    explicit BusyFloor(const BusyCentre& centre);

    struct Cost {
        double mean_us = 0;   // CPU of the three turns of an assignment
        double worst_ms = 0;  // of one turn, by the clock
    };
    /// One assignment a `pause` of the floor's clock.
    [[nodiscard]] Cost run(std::uint32_t count, Duration pause);

private:
    Turn turn(const std::vector<Command>& commands);
    Command of_agent(std::uint32_t agent, CommandBody body);
    Command of_visitor(std::uint64_t visitor, CommandBody body, bool numbered = true);
    void arrive(std::vector<Command>& commands);
    void look_for_offers(const Turn& turn, std::vector<Command>& accepts);

    struct Chat {
        std::uint32_t agent;
        ConversationId conversation;
    };
    BusyCentre centre_;
    Floor floor_;
    Instant now_;
    std::uint64_t durable_ = 0;
    std::uint64_t visitors_ = 0;
    std::vector<std::uint64_t> numbers_;  // of the agents' commands
    std::vector<Chat> running_;
    Dice dice_{11};
};

}  // namespace relais::load
