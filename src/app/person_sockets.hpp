// How many consoles one person has open (room.hpp): whoever has an account does not take everybody else's room. Pure.
#pragma once

#include <cstddef>
#include <unordered_map>

#include "relais/base/id.hpp"

#include "app/room.hpp"

namespace relais {

class PersonSockets {
public:
    /// True: the socket counts from now on, until `closed`.
    [[nodiscard]] bool open(ConnectionId connection, AgentId person) {
        std::size_t& count = counts_[person];  // bounded: by the sockets of the process
        if (count >= sockets_per_person_max) return false;
        ++count;
        owners_.emplace(connection, person);
        return true;
    }

    /// A connection that does not count is ignored.
    void closed(ConnectionId connection) {
        const auto owner = owners_.find(connection);
        if (owner == owners_.end()) return;
        const auto count = counts_.find(owner->second);
        if (--count->second == 0) counts_.erase(count);
        owners_.erase(owner);
    }

    /// People with a socket.
    [[nodiscard]] std::size_t people() const { return counts_.size(); }

private:
    std::unordered_map<AgentId, std::size_t> counts_;
    std::unordered_map<ConnectionId, AgentId> owners_;
};

}  // namespace relais
