#include "office/hours_rows.hpp"

namespace relais::office {
namespace {

using pg::Parameters;
using pg::Rows;

Span span_of(const Rows& rows, int row, int column) {
    return {std::chrono::minutes{rows.integer(row, column)}, std::chrono::minutes{rows.integer(row, column + 1)}};
}

}  // namespace

std::map<QueueId, OpeningHours> load_hours(pg::Connection& connection, CentreId centre) {
    std::map<QueueId, OpeningHours> all;
    const Rows week = connection.run(named_query("queries/office/load_hours.sql"), Parameters().add(centre));
    for (int row = 0; row < week.count(); ++row)
        all[week.id<QueueId>(row, 0)].week.push_back({small(week, row, 1), span_of(week, row, 2)});
    const Rows dates = connection.run(named_query("queries/office/load_exceptions.sql"), Parameters().add(centre));
    for (int row = 0; row < dates.count(); ++row) {
        DateSpan exception;
        exception.date = {std::chrono::year{static_cast<int>(dates.integer(row, 1))},
                          std::chrono::month{small(dates, row, 2)}, std::chrono::day{small(dates, row, 3)}};
        if (!dates.is_null(row, 4)) exception.span = span_of(dates, row, 4);
        all[dates.id<QueueId>(row, 0)].exceptions.push_back(exception);
    }
    return all;
}

}  // namespace relais::office
