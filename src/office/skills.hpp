// Skills by name, within whatever transaction is open.
#pragma once

#include <string>

#include "relais/floor/settings.hpp"
#include "relais/office/office_error.hpp"

#include "office/office_query.hpp"

namespace relais::office {

[[nodiscard]] inline Error too_many_skills() { return {Problem::not_allowed, "a centre has at most 64 skills"}; }

/// A set of one; 0: it is not there, and all 64 are taken.
[[nodiscard]] inline SkillSet find_or_add_skill(pg::Connection& connection, CentreId centre, const std::string& name) {
    const auto find = [&] {
        const pg::Rows rows =
            connection.run(named_query("queries/office/find_skill.sql"), pg::Parameters().add(centre).add(name));
        return rows.empty() ? SkillSet{0} : SkillSet{1} << rows.integer(0, 0);
    };
    if (const SkillSet known = find(); known != 0) return known;
    connection.run(named_query("queries/office/add_skill.sql"), pg::Parameters().add(centre).add(name));
    return find();
}

}  // namespace relais::office
