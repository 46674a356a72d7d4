// What supervisors did by hand, with their reasons: read from the events that stored it. And what was done to people's accounts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "relais/base/result.hpp"
#include "relais/floor/watch.hpp"
#include "relais/office/database.hpp"
#include "relais/office/office_error.hpp"

namespace relais::office {

inline constexpr std::uint32_t acts_a_page_max = 100;

/// The acts of one centre with a number below `before`, newest first, at most acts_a_page_max: ask again from the last one.
[[nodiscard]] Result<std::vector<Act>, Error> read_acts(Database& database, CentreId centre, std::uint64_t before);

/// One field, as people read it; several skills stand behind one another.
struct FieldChange {
    std::string field;
    std::string before;
    std::string after;
};
struct PeopleAct {
    Instant at;
    std::string by;    // empty: the command line
    std::string what;  // a word of people_act.what
    std::string name;  // whose account
    std::string email;
    std::vector<FieldChange> changes{};
};
/// The last ones of a centre, newest first.
[[nodiscard]] Result<std::vector<PeopleAct>, Error> read_people_acts(Database& database, CentreId centre,
                                                                     std::uint32_t most);

}  // namespace relais::office
