#include "relais/office/acts.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <nlohmann/json.hpp>

#include "relais/base/bug.hpp"

#include "office/office_query.hpp"

namespace relais::office {
namespace {

using pg::Parameters;
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

/// "Odile", "3", "fr en", "true".
std::string words_of(const nlohmann::json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (!value.is_array()) return value.dump();
    std::string words;
    for (const auto& each : value) words += (words.empty() ? "" : " ") + words_of(each);
    return words;
}

PeopleAct people_act_of(const Rows& rows, int row) {
    PeopleAct act{rows.instant(row, 0), std::string(rows.text(row, 1)), std::string(rows.text(row, 2)),
                  std::string(rows.text(row, 3)), std::string(rows.text(row, 4))};
    const auto changes = nlohmann::json::parse(rows.text(row, 5), nullptr, false);
    if (!changes.is_object()) return act;
    for (const auto& [field, both] : changes.items()) {
        if (both.is_array() && both.size() == 2) act.changes.push_back({field, words_of(both[0]), words_of(both[1])});
    }
    return act;
}

}  // namespace

Result<std::vector<PeopleAct>, Error> read_people_acts(Database& database, CentreId centre, std::uint32_t most) {
    return with_connection<std::vector<PeopleAct>>(database, [&](pg::Connection& connection) {
        const Rows rows = connection.run(
            named_query("queries/office/read_people_acts.sql"),
            Parameters().add(centre).add(static_cast<std::int32_t>(std::min<std::uint32_t>(most, INT32_MAX))));
        std::vector<PeopleAct> acts;
        acts.reserve(static_cast<std::size_t>(rows.count()));
        for (int row = 0; row < rows.count(); ++row) acts.push_back(people_act_of(rows, row));
        return acts;
    });
}

Result<std::vector<Act>, Error> read_acts(Database& database, CentreId centre, std::uint64_t before) {
    return with_connection<std::vector<Act>>(database, [&](pg::Connection& connection) {
        const auto bound = static_cast<std::int64_t>(std::min<std::uint64_t>(before, INT64_MAX));
        const Rows rows =
            connection.run(named_query("queries/office/read_acts.sql"),
                           Parameters().add(centre).add(bound).add(static_cast<std::int32_t>(acts_a_page_max)));
        std::vector<Act> acts;
        acts.reserve(static_cast<std::size_t>(rows.count()));
        for (int row = 0; row < rows.count(); ++row) acts.push_back(act_of(rows, row));
        return acts;
    });
}

}  // namespace relais::office
