// Conversations ready to talk, whoever serves them: what the traffic is measured on.
#pragma once

#include <memory>
#include <vector>

#include "load/support/people.hpp"

namespace relais::load {

class Chats {
public:
    virtual ~Chats() = default;
    [[nodiscard]] virtual std::size_t count() const = 0;
    /// A text of one side, due then. False: too much of that side is unanswered; ask again after its next ack.
    [[nodiscard]] virtual bool send(std::uint32_t pair, bool by_agent, Nanoseconds due) = 0;
    virtual void set_listener(Listener* listener) = 0;
    /// Now and then, while traffic runs.
    virtual void tick() {}
    /// Refusals and lost sockets so far, said on stderr; 0: all is well.
    [[nodiscard]] virtual std::uint64_t troubles() const { return 0; }
};

/// In the product: visitors who were admitted and agents who accepted, agent by agent as the product gave them.
class ProductChats final : public Chats {
public:
    /// `agents` of the centre from `first_agent` on serve `staff().seats` chats each; whoever is there before them is full.
    /// Throws when it does not succeed within a minute.
    ProductChats(Loop& loop, Centre& centre, std::uint32_t agents, std::uint32_t first_agent = 0);
    /// Ends every conversation, so that the seats are free again.
    ~ProductChats() override;

    [[nodiscard]] std::size_t count() const override { return visitors_.size(); }
    [[nodiscard]] bool send(std::uint32_t pair, bool by_agent, Nanoseconds due) override;
    void set_listener(Listener* listener) override { crowd_.listener = listener; }
    void tick() override { crowd_.tick(); }
    [[nodiscard]] std::uint64_t troubles() const override;
    [[nodiscard]] const Crowd& crowd() const { return crowd_; }

private:
    void bring_agents(Centre& centre, std::uint32_t agents, std::uint32_t first_agent);
    void bring_visitors(Centre& centre, std::size_t count);
    void match();

    Crowd crowd_;
    std::vector<std::unique_ptr<Agent>> agents_;
    std::vector<std::unique_ptr<Visitor>> visitors_;
    std::vector<Agent*> agent_of_;  // by pair
};

}  // namespace relais::load
