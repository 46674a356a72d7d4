#include "simulation/world/centre.hpp"

#include <algorithm>
#include <array>

namespace relais::simulation {
namespace {

constexpr SkillSet french = 1, english = 2, sales = 4, repairs = 8;

constexpr std::array first_names{"Anna", "Bruno", "Chloé", "David", "Emma", "Farid", "Gaëlle", "Hugo", "Inès", "Jules"};

QueueSettings queue(Random& random, std::string name, std::uint8_t priority, std::uint32_t places, OfferMode mode,
                    Duration wrap_up) {
    QueueSettings settings;
    settings.id = QueueId{random.uuid()};
    settings.name = std::move(name);
    settings.priority = priority;
    settings.places = places;
    settings.offer_mode = mode;
    settings.wrap_up = wrap_up;
    settings.handling_guess = std::chrono::seconds{240};
    return settings;
}

EntryPointSettings entry_point(Random& random, const QueueSettings& queue, std::string name, SkillSet required) {
    return {EntryPointId{random.uuid()}, queue.id, std::move(name), required};
}

AgentSettings agent(Random& random, std::uint32_t number, std::uint32_t seats, Role role) {
    AgentSettings settings;
    settings.id = AgentId{random.uuid()};
    settings.name = std::string(first_names[number % first_names.size()]) + " " + std::to_string(number);
    settings.role = role;
    settings.skills = french | sales;
    // The first agent has every skill, so that no way in is without anybody when there is one agent only.
    if (number == 1 || random.chance(0.6)) settings.skills |= english;
    // Few know how to repair: there, whoever has missed somebody is soon the only one left.
    if (number == 1 || random.chance(0.1)) settings.skills |= repairs;
    if (number != 1 && random.chance(0.25)) settings.skills &= ~sales;
    settings.seats = number % 5 == 0 ? std::max<std::uint32_t>(1, seats - 1) : seats;
    return settings;
}

}  // namespace

const SimulatedSite* Centre::site(SiteId wanted) const {
    const auto found =
        std::find_if(sites.begin(), sites.end(), [&](const SimulatedSite& site) { return site.id == wanted; });
    return found == sites.end() ? nullptr : &*found;
}

const AgentSettings* Centre::agent(AgentId wanted) const {
    const auto& all = settings->agents;
    const auto found = std::find_if(all.begin(), all.end(), [&](const AgentSettings& one) { return one.id == wanted; });
    return found == all.end() ? nullptr : &*found;
}

Centre make_centre(std::uint32_t agents, std::uint32_t seats, Random random) {
    Centre centre;
    centre.id = CentreId{random.uuid()};
    auto settings = std::make_shared<Settings>();
    settings->version = 1;
    settings->seats_max = std::max<std::uint32_t>(seats, limits::seats_an_agent_max_default);

    // Hidden when full; some may wait; many may wait; answered at once.
    const std::uint32_t some = std::max<std::uint32_t>(3, agents * seats / 4);
    const QueueSettings general = queue(random, "general", 1, 0, OfferMode::offered, Duration{0});
    QueueSettings orders =
        queue(random, "orders", 0, 5000, OfferMode::offered, random.chance(0.5) ? Duration{20'000} : Duration{0});
    orders.target = std::chrono::minutes{30};
    const QueueSettings after_sales = queue(random, "after sales", 1, some, OfferMode::offered, Duration{0});
    const QueueSettings express = queue(random, "express", 2, some, OfferMode::auto_accepted, Duration{0});
    settings->queues = {general, orders, after_sales, express};

    const EntryPointSettings general_fr = entry_point(random, general, "general fr", french);
    const EntryPointSettings general_en = entry_point(random, general, "general en", english);
    const EntryPointSettings buy = entry_point(random, orders, "orders", sales);
    const EntryPointSettings back = entry_point(random, after_sales, "after sales", repairs);
    const EntryPointSettings quick = entry_point(random, express, "express", french);
    settings->entry_points = {general_fr, general_en, buy, back, quick};

    for (std::uint32_t number = 1; number <= agents; ++number) {
        settings->agents.push_back(agent(random, number, seats, Role::agent));
        centre.agents.push_back(settings->agents.back().id);
    }
    settings->agents.push_back(agent(random, agents + 1, seats, Role::supervisor));
    centre.supervisor = settings->agents.back().id;

    centre.sites = {
        {SiteId{random.uuid()}, "shop", {"fr", "en"}, {{"fr", general_fr.id}, {"en", general_en.id}}},
        {SiteId{random.uuid()}, "orders", {"fr"}, {{"fr", buy.id}}},
        {SiteId{random.uuid()}, "repairs", {"fr"}, {{"fr", back.id}}},
        {SiteId{random.uuid()}, "express", {"fr"}, {{"fr", quick.id}}},
    };
    centre.settings = std::move(settings);
    return centre;
}

std::shared_ptr<const Settings> changed_settings(const Settings& before, std::uint32_t seats, Random& random) {
    auto after = std::make_shared<Settings>(before);
    ++after->version;
    AgentSettings& one = after->agents[random.below(after->agents.size())];
    one.seats = static_cast<std::uint32_t>(random.between(std::int64_t{1}, std::int64_t{seats}));
    if (random.chance(0.3)) one.skills ^= english;
    return after;
}

}  // namespace relais::simulation
