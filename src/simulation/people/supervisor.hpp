// A supervisor looks on: asks why somebody waits, closes a way in for a while, sends an agent to lunch.
#pragma once

#include <memory>

#include "simulation/client/console.hpp"
#include "simulation/world/world.hpp"

namespace relais::simulation {

class Supervisor : public Person, private Console::Owner {
public:
    /// `meddles`: mean time between two orders; 0: only looks.
    Supervisor(World& world, Random random, Duration meddles);
    ~Supervisor() override;

    void start_shift();
    void come_to_rest() override;
    [[nodiscard]] bool done() const override { return false; }

private:
    void console_ready(Console&) override {}
    void status_seen(Console&, const std::string&) override {}
    void conversation_seen(Console&, ConversationId) override {}
    void conversation_removed(Console&, ConversationId) override {}
    void visitor_wrote(Console&, ConversationId, std::uint32_t) override {}
    void turned_away(Console& console) override;

    void after(Duration delay, Timeline::Work work);
    void meddle();

    World& world_;
    Random random_;
    Duration meddles_;
    std::uint64_t self_;
    std::unique_ptr<Console> console_;
    std::vector<EntryPointId> closed_;
    bool resting_ = false;
};

}  // namespace relais::simulation
