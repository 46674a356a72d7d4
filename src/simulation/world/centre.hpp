// The centre of a run: queues of every kind, entry points, sites, agents with different skills and limits. Made from the
// seed, so that every run is another centre.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "relais/floor/settings.hpp"

#include "simulation/random.hpp"

namespace relais::simulation {

struct SimulatedSite {
    SiteId id;
    std::string key;
    std::vector<std::string> languages;                // the first is the one for everybody else
    std::map<std::string, EntryPointId> entry_points;  // by language
};

struct Centre {
    CentreId id;
    std::shared_ptr<const Settings> settings;
    std::vector<SimulatedSite> sites;
    std::vector<AgentId> agents;  // who answer
    AgentId supervisor;           // who only looks on

    [[nodiscard]] const SimulatedSite* site(SiteId id) const;
    [[nodiscard]] const AgentSettings* agent(AgentId id) const;
};

[[nodiscard]] Centre make_centre(std::uint32_t agents, std::uint32_t seats, Random random);

/// The same with another version: an administrator changed somebody's limit or skills.
[[nodiscard]] std::shared_ptr<const Settings> changed_settings(const Settings& before, std::uint32_t seats,
                                                               Random& random);

}  // namespace relais::simulation
