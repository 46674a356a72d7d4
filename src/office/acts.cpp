#include "relais/office/acts.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "relais/base/bug.hpp"

#include "office/office_query.hpp"

namespace relais::office {
namespace {

using pg::Rows;

// In the order of the enums; the journal writes the same words.
constexpr std::array<std::string_view, 3> by_hands{"automatic", "open", "closed"};
constexpr std::array<std::string_view, 4> statuses{"offline", "available", "away", "missed"};

template <class Enum, std::size_t size>
Enum value_of(const std::array<std::string_view, size>& words, std::string_view word) {
    const auto found = std::find(words.begin(), words.end(), word);
    RELAIS_ASSERT(found != words.end());
    return static_cast<Enum>(found - words.begin());
}

Act act_of(const Rows& rows, int row) {
    Act act;
    act.number = static_cast<std::uint64_t>(rows.integer(row, 0));
    act.at = rows.instant(row, 1);
    act.by = rows.id<AgentId>(row, 2);
    if (!rows.is_null(row, 3)) act.by_name = rows.text(row, 3);
    act.entry_point = rows.id<EntryPointId>(row, 4);
    act.agent = rows.id<AgentId>(row, 5);
    act.of_name = rows.text(row, 6);
    if (!rows.is_null(row, 7)) act.by_hand = value_of<ByHand>(by_hands, rows.text(row, 7));
    if (!rows.is_null(row, 8)) act.status = value_of<AgentStatus>(statuses, rows.text(row, 8));
    act.reason = rows.text(row, 9);
    return act;
}

}  // namespace

Result<std::vector<Act>, Error> read_acts(Database& database, CentreId centre, std::uint64_t before) {
    return read_page<Act>(database, "queries/office/read_acts.sql", centre, before, acts_a_page_max, act_of);
}

}  // namespace relais::office
