// What was done to accounts, as `people_act` keeps it.
#include <utility>

#include "relais/office/people.hpp"

#include "office/office_query.hpp"

namespace relais::office {
namespace {

using pg::Rows;

PersonAct act_of(const Rows& rows, int row) {
    PersonAct act;
    act.number = static_cast<std::uint64_t>(rows.integer(row, 0));
    act.at = rows.instant(row, 1);
    act.by = rows.id<AgentId>(row, 2);
    act.by_name = rows.text(row, 3);
    act.who = rows.id<AgentId>(row, 4);
    act.who_name = rows.text(row, 5);
    act.what = rows.text(row, 6);
    act.changes = rows.text(row, 7);
    act.who_email = rows.text(row, 8);
    return act;
}

}  // namespace

Result<std::vector<PersonAct>, PersonRefusal> PeopleOffice::acts(CentreId centre, std::uint64_t before) {
    auto read = read_page<PersonAct>(database_, "queries/office/read_people_acts.sql", centre, before,
                                     people_acts_a_page_max, act_of);
    if (!read) return PersonRefusal{read.error().problem, "unavailable", {}};
    return std::move(read).value();
}

}  // namespace relais::office
