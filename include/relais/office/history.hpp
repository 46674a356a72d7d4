// What was said: gaps of a transcript, original acknowledgements, messages left for later.
#pragma once

#include <optional>
#include <vector>

#include "relais/base/result.hpp"
#include "relais/floor/line.hpp"
#include "relais/office/database.hpp"
#include "relais/office/office_error.hpp"

namespace relais::office {

inline constexpr std::uint32_t lines_a_page_max = 200;
inline constexpr std::uint32_t left_messages_a_page_max = 200;

/// Lines with after < position <= upto, ascending, at most lines_a_page_max and none behind the one that brings their texts
/// to `bytes_max`: ask again from the last one. Text included.
[[nodiscard]] Result<std::vector<Line>, Error> read_lines(Database& database, CentreId centre,
                                                          ConversationId conversation, std::uint32_t after,
                                                          std::uint32_t upto, std::uint32_t bytes_max = 16u << 20);

/// Where a message was stored the first time.
struct Original {
    ConversationId conversation;
    std::uint32_t position = 0;
    std::uint32_t seq = 0;  // 0: not for visitors
    Instant at;
};
/// For a copy that comes after the floor has forgotten the conversation (RULES 30). Nothing: it was never stored.
[[nodiscard]] Result<std::optional<Original>, Error> find_message(Database& database, CentreId centre,
                                                                  ConversationId conversation, MessageId message);
/// The same for a visitor who does not name the conversation; only his own are looked at.
[[nodiscard]] Result<std::optional<Original>, Error> find_message(Database& database, CentreId centre,
                                                                  VisitorId visitor, MessageId message);

/// Whose conversation it is; nothing: not of this centre.
[[nodiscard]] Result<std::optional<VisitorId>, Error> visitor_of(Database& database, CentreId centre,
                                                                 ConversationId conversation);

/// Newest first, at most left_messages_a_page_max.
[[nodiscard]] Result<std::vector<LeftMessage>, Error> read_left_messages(Database& database, CentreId centre,
                                                                         bool done);
[[nodiscard]] Result<std::uint32_t, Error> count_open_left_messages(Database& database, CentreId centre);

}  // namespace relais::office
