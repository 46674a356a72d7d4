// Reading back what a floor starts from (RULES 30): metadata only, no text.
#pragma once

#include <string>

#include "relais/base/result.hpp"
#include "relais/floor/floor.hpp"
#include "relais/journal/storage_error.hpp"

namespace relais {

/// How far back recovery looks.
struct RecoveryWindow {
    Duration ended_within{std::chrono::minutes{30}};  // Rules::reopen_within
    Duration clients_within{std::chrono::hours{24}};  // Rules::client_memory
};

/// Open conversations, those ended within the window and those that still hold a seat; with their visitors, latest
/// episodes, lines and open offers; all agents, seats and entry points; the last 50 handlings of each queue. Every vector
/// ascends by its key. One snapshot; take the lease before (PostgresJournal::take), so that nobody writes behind it.
/// Blocks: 5,000 conversations of 20 lines take a quarter of a second. Errors: unreachable, no_schema, unknown_centre, failed.
[[nodiscard]] Result<Recovered, StorageError> recover(const std::string& url, CentreId centre, Instant now,
                                                      RecoveryWindow window = {});

}  // namespace relais
