// What command lines change: centres, skills, queues, ways in, sites. A running daemon hears of it within seconds through the
// settings version. Names are unique within a centre, case counts; every function refuses with not_allowed what the schema
// would refuse.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "relais/base/result.hpp"
#include "relais/floor/settings.hpp"
#include "relais/office/database.hpp"
#include "relais/office/office_error.hpp"
#include "relais/office/opening_hours.hpp"

namespace relais::office {

/// Errors: exists; not_allowed (name of 1 to 80 characters, seats_max 1 to 20).
[[nodiscard]] Result<CentreId, Error> add_centre(Database& database, const std::string& name, std::uint32_t seats_max,
                                                 Instant now);
/// Errors: unknown.
[[nodiscard]] Result<CentreId, Error> find_centre(Database& database, const std::string& name);
/// Above 3 the product's promise of attention does not hold any more. Errors: not_allowed, unknown.
[[nodiscard]] Result<Done, Error> set_seats_max(Database& database, CentreId centre, std::uint32_t seats_max);

/// The lowest free bit, as a set with that bit. A name that exists gives its bit. Errors: not_allowed (64 are there).
[[nodiscard]] Result<SkillSet, Error> add_skill(Database& database, CentreId centre, const std::string& name);
/// Of several names. Errors: unknown (names the first).
[[nodiscard]] Result<SkillSet, Error> find_skills(Database& database, CentreId centre,
                                                  const std::vector<std::string>& names);

struct QueueToAdd {
    std::string name;
    std::uint8_t priority = 0;
    OfferMode offer_mode = OfferMode::offered;
    std::uint32_t places = 0;
    Duration target{std::chrono::seconds{15}};
    Duration handling_guess{std::chrono::minutes{6}};
    Duration wrap_up{0};
    SkillSet required = 0;
    OpeningHours hours;
};
/// Errors: exists, unknown (centre), not_allowed (bounds as in sql/migrations/0001, zone).
[[nodiscard]] Result<QueueId, Error> add_queue(Database& database, CentreId centre, const QueueToAdd& queue,
                                               Instant now);
/// What is named changes, the rest stays.
struct QueueChange {
    std::optional<std::string> name{};
    std::optional<std::uint32_t> places{};
    std::optional<std::uint32_t> priority{};
    std::optional<OfferMode> offer_mode{};
    std::optional<Duration> target{};
    std::optional<Duration> wrap_up{};
};
/// Errors: exists, unknown, not_allowed.
[[nodiscard]] Result<Done, Error> change_queue(Database& database, CentreId centre, const std::string& name,
                                               const QueueChange& change);
/// Replaces zone, week and exceptions. Errors: unknown, not_allowed.
[[nodiscard]] Result<Done, Error> set_hours(Database& database, CentreId centre, QueueId queue,
                                            const OpeningHours& hours);
/// As it was decided; QueueToAdd says what each field means.
struct QueueListed {
    QueueId id;
    std::string name;
    std::uint32_t places = 0;
    std::uint32_t priority = 0;
    OfferMode offer_mode = OfferMode::offered;
    Duration target{0};
    Duration wrap_up{0};
    OpeningHours hours;
};
/// Ascending by name.
[[nodiscard]] Result<std::vector<QueueListed>, Error> list_queues(Database& database, CentreId centre);

/// Errors: exists, unknown (queue), not_allowed (64 are there).
[[nodiscard]] Result<EntryPointId, Error> add_entry_point(Database& database, CentreId centre, const std::string& name,
                                                          QueueId queue, SkillSet required, Instant now);

struct SiteToAdd {
    std::string key;  // a-z, 0-9, -; 1 to 39 characters, not beginning with -
    std::string name;
    std::vector<std::string> origins;  // "https://shop.example", without a path
    std::vector<std::string> languages{"fr"};
    std::string theme = "{}";  // a JSON object
    bool leave_message = true;
};
/// Errors: exists (key, over all centres), unknown (centre), not_allowed.
[[nodiscard]] Result<SiteId, Error> add_site(Database& database, CentreId centre, const SiteToAdd& site, Instant now);
/// The same with a way in for each language, which leads to the queue of that name (empty: to the only one) and asks for the skill
/// of the language. All or nothing. Errors: those of add_site; unknown (queue).
[[nodiscard]] Result<SiteId, Error> open_site(Database& database, CentreId centre, const SiteToAdd& site,
                                              const std::string& queue, Instant now);
/// What is named changes, the rest stays. All or nothing.
struct SiteChange {
    std::optional<std::string> name{};  // its ways in are called after it
    std::optional<std::vector<std::string>> origins{};
    std::optional<std::string> queue{};  // by name: all its ways in lead there; a language without one gets one
};
/// Errors: unknown (site, queue), exists (name), not_allowed.
[[nodiscard]] Result<Done, Error> change_site(Database& database, const std::string& key, const SiteChange& change,
                                              Instant now);
/// Errors: unknown.
[[nodiscard]] Result<Done, Error> set_origins(Database& database, const std::string& site_key,
                                              const std::vector<std::string>& origins);
/// Replaces the one of that language. Errors: unknown, not_allowed (two letters).
[[nodiscard]] Result<Done, Error> set_site_entry_point(Database& database, CentreId centre, SiteId site,
                                                       const std::string& language, EntryPointId entry_point);

}  // namespace relais::office
