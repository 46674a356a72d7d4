// What consoles were told about the team: all of it to one that comes, afterwards only what changed (docs/protocol.md, 5).
// A snapshot may have waited for storage while the team went on, so that only who sends knows what a console missed. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "relais/floor/frame.hpp"

namespace relais {

class TeamBoard {
public:
    /// What is news in it, numbered; nothing when all of it was told before.
    [[nodiscard]] std::optional<TeamFrame> news(const TeamFrame& frame);
    /// The frame with all of it. Made once a version, however many consoles come back at the same time.
    [[nodiscard]] std::shared_ptr<const std::string> whole(Instant now);

private:
    std::map<AgentId, TeamMember> members_;
    std::uint64_t version_ = 0;
    std::shared_ptr<const std::string> whole_;  // of this version; null: nobody has asked yet
};

}  // namespace relais
