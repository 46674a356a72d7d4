// What administrators decided, loaded as one value: the floor's Settings and the edge's directory of sites.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "relais/base/result.hpp"
#include "relais/floor/settings.hpp"
#include "relais/office/database.hpp"
#include "relais/office/office_error.hpp"

namespace relais::office {

struct Site {
    SiteId id;
    std::string key;  // in addresses; unique over all centres
    std::string name;
    std::vector<std::string> origins;                  // compared exactly with the Origin header
    std::vector<std::string> languages;                // the first stands for every other one
    std::map<std::string, EntryPointId> entry_points;  // by language
    std::string theme;                                 // JSON object, given to pages as it is
    bool leave_message = true;

    /// For a language of a page; nil: this site has no way in.
    [[nodiscard]] EntryPointId entry_point_for(const std::string& language) const;
};

struct Directory {
    CentreId centre;
    std::string name;
    std::shared_ptr<const Settings> settings;
    std::vector<Site> sites;          // ascending by key
    std::vector<std::string> skills;  // names by bit; an unused bit is empty
};

struct CentreName {
    CentreId id;
    std::string name;
};
/// Ascending by name.
[[nodiscard]] Result<std::vector<CentreName>, Error> list_centres(Database& database);

/// What Settings::version would be now: one cheap query, for asking every 2 s. Grows with each change, and every 30 days
/// so that the opening hours are made anew long before their 400 days are over.
[[nodiscard]] Result<std::uint64_t, Error> settings_version(Database& database, CentreId centre, Instant now);

/// One snapshot. `rules` are those the caller gives. Errors: unknown; not_allowed (a zone this system does not know).
[[nodiscard]] Result<Directory, Error> load_directory(Database& database, CentreId centre, Instant now,
                                                      const Rules& rules = {});

}  // namespace relais::office
