#include "relais/office/exposure.hpp"

#include "office/office_query.hpp"

namespace relais::office {

Result<Done, Error> add_exposures(Database& database, CentreId centre, std::span<const Exposure> counts) {
    if (counts.empty()) return Done{};
    return with_connection<Done>(database, [&](pg::Connection& connection) {
        pg::Column sites(pg::Type::uuid), entry_points(pg::Type::uuid), hours(pg::Type::timestamptz),
            eligible(pg::Type::int8), shown(pg::Type::int8), full(pg::Type::int8), closed(pg::Type::int8),
            opened(pg::Type::int8);
        const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
        for (const Exposure& count : counts) {
            sites.push(count.site);
            entry_points.push(count.entry_point);
            hours.push(count.at);
            eligible.push(number(count.eligible));
            shown.push(number(count.shown));
            full.push(number(count.not_shown_full));
            closed.push(number(count.not_shown_closed));
            opened.push(number(count.opened));
        }
        connection.run(named_query("queries/office/add_exposures.sql"), pg::Parameters()
                                                                            .add(centre)
                                                                            .add(sites)
                                                                            .add(entry_points)
                                                                            .add(hours)
                                                                            .add(eligible)
                                                                            .add(shown)
                                                                            .add(full)
                                                                            .add(closed)
                                                                            .add(opened));
        return Done{};
    });
}

}  // namespace relais::office
