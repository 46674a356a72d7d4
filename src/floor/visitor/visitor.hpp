// A browser on a site, while it is here or its conversation is live.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "relais/floor/record.hpp"

namespace relais {

struct Lease {
    EntryPointId entry_point;
    std::string address;
    Instant longest;  // business time
};

struct Visitor {
    VisitorRecord record;
    bool stored = false;
    bool admitted = false;  // had a lease on this visit: never refused (RULES 17)
    std::vector<ConnectionId> connections;
    ConversationId conversation;          // the latest that the floor holds
    std::vector<ConversationId> earlier;  // the few before it, for copies of what was written there
    Instant last_life;
    std::string page_title;
    std::string page_url;
    std::optional<Lease> lease;
};

}  // namespace relais
