// Taking out what visitors wrote and who they were, for good. Conversations, lines and left messages stay as rows, with their
// numbers and places, so that figures stay as they were and sql/checks hold; texts and names go.
#pragma once

#include <cstdint>
#include <functional>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"
#include "relais/base/result.hpp"
#include "relais/office/database.hpp"
#include "relais/office/office_error.hpp"

namespace relais::office {

/// What went, or would go. What was gone before is not counted.
struct Forgotten {
    std::uint64_t conversations = 0;  // with at least one such line
    std::uint64_t lines = 0;
    std::uint64_t left_messages = 0;
    std::uint64_t left_messages_open = 0;  // of these not done yet: they stay in the list, without words
    std::uint64_t names = 0;               // of visitors
};

struct ForgetOld {
    Instant before;           // what ended, or was done, before this; the open is never touched
    bool count_only = false;  // nothing is changed
    std::uint32_t rows =
        1000;  // conversations, left messages or visitors a transaction: the daemon writes between two of them
    std::function<void(const Forgotten&)> stored{};  // after each transaction, with all that went so far
};

/// Interrupted, or refused half way, it goes on when it is asked again. A batch that storage had no time for is tried again with
/// half as many rows. Errors: unreachable, busy.
[[nodiscard]] Result<Forgotten, Error> forget_old(Database& database, CentreId centre, const ForgetOld& wish);

/// All of one visitor, in one transaction. `whose`: his id, or that of a conversation of his or of a message he left.
/// Errors: unknown; not_allowed (a conversation is open, or ended less than Rules::reopen_within ago: the text says which).
[[nodiscard]] Result<Forgotten, Error> forget_visitor(Database& database, CentreId centre, const Uuid& whose,
                                                      Instant now, bool count_only = false);

}  // namespace relais::office
