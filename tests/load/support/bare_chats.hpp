// The same visitors and agents before a bare server (bare_server.hpp).
#pragma once

#include <memory>
#include <vector>

#include "load/support/bare_server.hpp"
#include "load/support/chats.hpp"

namespace relais::load {

class BareClient;

class BareChats final : public Chats {
public:
    /// As many sockets as the product has for these agents. Throws when they are not all in within a minute.
    BareChats(Loop& loop, std::uint16_t port, std::uint32_t agents, std::uint32_t seats);
    ~BareChats() override;

    [[nodiscard]] std::size_t count() const override { return visitors_.size(); }
    [[nodiscard]] bool send(std::uint32_t pair, bool by_agent, Nanoseconds due) override;
    void set_listener(Listener* listener) override;
    /// Rows a commit so far; 0: nothing is stored.
    [[nodiscard]] double rows_a_commit();

private:
    Crowd crowd_;
    std::uint32_t seats_;
    std::vector<std::unique_ptr<BareClient>> visitors_;
    std::vector<std::unique_ptr<BareClient>> agents_;
};

/// A bare server in a process of its own: a relay, or with the centre's PostgreSQL behind it.
class BareProcess {
public:
    BareProcess(const Centre* centre, std::uint32_t chats, bool stores);
    ~BareProcess();
    BareProcess(const BareProcess&) = delete;
    BareProcess& operator=(const BareProcess&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] pid_t process() const { return copy_.child.process(); }

private:
    Copy copy_;
    std::uint16_t port_ = 0;
};

}  // namespace relais::load
