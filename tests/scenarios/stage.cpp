#include "scenarios/stage.hpp"

#include <algorithm>

namespace relais::scenarios {
namespace {

using simulation::Centre;
using simulation::Random;

constexpr std::uint64_t seed = 1;  // of ids and latencies: nothing a script tells depends on it
constexpr std::int64_t morning_ms = 1'772'438'400'000;
constexpr SkillSet french = 1;
constexpr SkillSet english = 2;
constexpr Duration until_all_rests{std::chrono::minutes{25}};

std::string wish(const std::map<std::string, std::string>& wishes, const char* name, const char* otherwise) {
    const auto found = wishes.find(name);
    return found == wishes.end() ? otherwise : found->second;
}

QueueSettings queue_of(const Script& script, Random& chance) {
    QueueSettings queue;
    queue.id = QueueId{chance.uuid()};
    queue.name = "advice";
    queue.places = static_cast<std::uint32_t>(std::stoul(wish(script.queue, "places", "0")));
    queue.wrap_up = std::chrono::seconds{std::stoul(wish(script.queue, "wrap_up_s", "0"))};
    queue.target = std::chrono::seconds{std::stoul(wish(script.queue, "target_s", "15"))};
    if (wish(script.queue, "accept", "offered") == "auto") queue.offer_mode = OfferMode::auto_accepted;
    return queue;
}

AgentSettings agent_of(const Person& person, Random& chance) {
    AgentSettings agent;
    agent.id = AgentId{chance.uuid()};
    agent.name = person.name;
    agent.role = person.kind == Person::Kind::supervisor ? Role::supervisor : Role::agent;
    agent.seats = static_cast<std::uint32_t>(std::stoul(wish(person.wishes, "seats", "3")));
    const std::string speaks = wish(person.wishes, "speaks", "fr,en");
    if (speaks.find("fr") != std::string::npos) agent.skills |= french;
    if (speaks.find("en") != std::string::npos) agent.skills |= english;
    return agent;
}

Centre centre_of(const Script& script, Random& chance) {
    auto settings = std::make_shared<Settings>();
    settings->version = 1;
    settings->queues = {queue_of(script, chance)};
    const QueueId queue = settings->queues.front().id;
    settings->entry_points = {{EntryPointId{chance.uuid()}, queue, "fr", french},
                              {EntryPointId{chance.uuid()}, queue, "en", english}};
    Centre centre;
    centre.id = CentreId{chance.uuid()};
    for (const Person& person : script.people) {
        if (person.kind == Person::Kind::visitor) continue;
        settings->agents.push_back(agent_of(person, chance));
        centre.agents.push_back(settings->agents.back().id);
    }
    const auto& ways = settings->entry_points;
    centre.sites = {{SiteId{chance.uuid()}, "shop", {"fr", "en"}, {{"fr", ways[0].id}, {"en", ways[1].id}}}};
    centre.settings = std::move(settings);
    return centre;
}

}  // namespace

Stage::Stage(const Script& script)
    : chance_(seed),
      timeline_(from_unix_ms(morning_ms)),
      centre_(centre_of(script, chance_)),
      network_(timeline_, Random(seed, 1)),
      daemon_(timeline_, network_, store_, conditions_, centre_, breaks_, Random(seed, 2), *this),
      checkers_(simulation::every_checker(*this, store_, true)) {
    for (const AgentSettings& agent : centre_.settings->agents) agents_.emplace(agent.name, agent.id);
    for (const EntryPointSettings& way : centre_.settings->entry_points) entry_points_.emplace(way.name, way.id);
    for (const Person& person : script.people) {
        if (person.kind == Person::Kind::visitor) visitors_.push_back(person.name);
    }
    store_.set_settings(centre_.settings);
    for (const auto& checker : checkers_) checker->settings_changed(*centre_.settings);
    daemon_.start();
}

Stage::~Stage() = default;

std::optional<simulation::Door> Stage::door_of(const std::string& name) const {
    const auto agent = agents_.find(name);
    if (agent != agents_.end()) {
        const Role role = centre_.agent(agent->second)->role;
        return edge::Shift{centre_.id, agent->second, name, role, agent->second.value};
    }
    if (std::find(visitors_.begin(), visitors_.end(), name) == visitors_.end()) return std::nullopt;
    // No address: in reality both players come from loopback, which is not limited by address.
    return edge::Visit{centre_.id, centre_.sites.front().id, centre_.sites.front().key, {}};
}

Uuid Stage::id_of(const std::string& name) const {
    if (const auto agent = agents_.find(name); agent != agents_.end()) return agent->second.value;
    const auto way = entry_points_.find(name);
    return way == entry_points_.end() ? Uuid{} : way->second.value;
}

void Stage::set_hours(bool open) {
    auto settings = std::make_shared<Settings>(*centre_.settings);
    ++settings->version;
    settings->queues.front().hours = {{timeline_.now(), open}};
    use(std::move(settings));
}

void Stage::use(std::shared_ptr<const Settings> settings) {
    centre_.settings = std::move(settings);
    store_.set_settings(centre_.settings);
    for (const auto& checker : checkers_) checker->settings_changed(*centre_.settings);
    daemon_.apply_settings();
}

void Stage::rest() {
    timeline_.run_until(timeline_.now() + until_all_rests);
    for (const auto& checker : checkers_) checker->rested(daemon_.floor(), store_, daemon_.clock());
}

void Stage::violation(std::string_view checker, std::string what) {
    if (found_.empty()) found_ = std::string(checker) + ": " + what;
}

void Stage::turned(const Turn& turn, const Floor& floor, Instant now, bool frozen, std::span<const Command> commands) {
    const simulation::LiveTurn live{turn, floor, now, frozen, commands};
    for (const auto& checker : checkers_) checker->turned(live);
}

void Stage::committed(const Batch& batch, Instant now) {
    for (const simulation::Complaint& complaint : store_.take_complaints())
        violation("schema", complaint.constraint + ": " + complaint.what);
    for (const auto& checker : checkers_) checker->committed(batch, store_, now);
}

void Stage::restarted(const Recovered& recovered, const Floor& floor, Instant now) {
    for (const auto& checker : checkers_) checker->restarted(recovered, floor, now);
}

void Stage::level(const Floor& floor, Instant now) {
    for (const auto& checker : checkers_) checker->level(floor, store_, now);
}

void Stage::closed_as_silent(Instant now) {
    for (const auto& checker : checkers_) checker->closed_as_silent(now);
}

}  // namespace relais::scenarios
