// Verbs over the office: centres, queues, sites.
#include <chrono>
#include <cstdio>

#include "relais/journal/migrate.hpp"
#include "relais/office/administration.hpp"
#include "relais/office/directory.hpp"
#include "relais/office/hours_text.hpp"

#include "app/storage_visit.hpp"
#include "app/verb_words.hpp"
#include "app/verbs.hpp"

namespace relais::verbs {
namespace {

/// What differs from a new queue, as the options of `queue set` name it.
std::string words_of(const office::QueueListed& queue) {
    const office::QueueToAdd usual;
    std::string words = std::to_string(queue.places) + (queue.places == 1 ? " place" : " places");
    if (queue.priority != usual.priority) words += ", priority " + std::to_string(queue.priority);
    if (queue.offer_mode == OfferMode::auto_accepted) words += ", auto-accept";
    if (queue.target != usual.target)
        words += ", target " + std::to_string(queue.target / std::chrono::seconds{1}) + " s";
    if (queue.wrap_up != usual.wrap_up)
        words += ", wrap-up " + std::to_string(queue.wrap_up / std::chrono::seconds{1}) + " s";
    return words;
}

std::optional<Duration> seconds(const std::optional<std::uint32_t>& number) {
    return number ? std::optional<Duration>(std::chrono::seconds{*number}) : std::nullopt;
}

constexpr const char* follows = "; a running server follows within two seconds";

}  // namespace

int check_configuration(const std::string& path) {
    auto loaded = load_configuration(path);
    if (!loaded) {
        (void)failed(loaded.error().text);
        return 2;  // as every command does with it
    }
    std::fputs(describe(loaded.value()).c_str(), stdout);
    return 0;
}

int migrate_storage(const Configuration& configuration) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    return done("schema version " + std::to_string(program_schema_version()));
}

int add_centre(const Configuration& configuration, const std::string& name, std::uint32_t seats_max) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centre = office::add_centre(visit->database(), name, seats_max, now());
    return centre ? done(to_string(centre.value())) : failed(centre.error().text);
}

int list_centres(const Configuration& configuration) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto all = office::list_centres(visit->database());
    if (!all) return failed(all.error().text);
    for (const office::CentreName& centre : all.value()) print_line(to_string(centre.id) + "  " + centre.name);
    return 0;
}

int change_centre(const Configuration& configuration, const std::string& name, std::uint32_t seats_max) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centre = office::find_centre(visit->database(), name);
    if (!centre) return failed(centre.error().text);
    auto set = office::set_seats_max(visit->database(), centre.value(), seats_max);
    return set ? done("centre changed" + std::string(follows)) : failed(set.error().text);
}

int add_queue(const Configuration& configuration, const NewQueue& queue) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centre = centre_of(visit->database(), queue.centre);
    if (!centre) return failed(centre.error().text);
    office::QueueToAdd wished;
    wished.name = queue.name;
    wished.places = queue.places;
    wished.offer_mode = queue.auto_accept ? OfferMode::auto_accepted : OfferMode::offered;
    auto added = office::add_queue(visit->database(), centre.value(), wished, now());
    return added ? done(to_string(added.value())) : failed(added.error().text);
}

int set_hours(const Configuration& configuration, const NewHours& wished) {
    auto hours = office::parse_hours(wished.zone, wished.week, wished.dates);
    if (!hours) return failed(hours.error().text);
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centre = centre_of(visit->database(), wished.centre);
    if (!centre) return failed(centre.error().text);
    auto queues = office::list_queues(visit->database(), centre.value());
    if (!queues) return failed(queues.error().text);
    for (const office::QueueListed& queue : queues.value()) {
        if (queue.name != wished.queue) continue;
        auto set = office::set_hours(visit->database(), centre.value(), queue.id, hours.value());
        return set ? done("hours set" + std::string(follows)) : failed(set.error().text);
    }
    return failed("no queue " + wished.queue + " in this centre");
}

int change_queue(const Configuration& configuration, const QueueWishes& wishes) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centre = centre_of(visit->database(), wishes.centre);
    if (!centre) return failed(centre.error().text);
    office::QueueChange change;
    change.name = wishes.new_name;
    change.places = wishes.places;
    change.priority = wishes.priority;
    change.target = seconds(wishes.target_s);
    change.wrap_up = seconds(wishes.wrap_up_s);
    if (wishes.auto_accept) change.offer_mode = *wishes.auto_accept ? OfferMode::auto_accepted : OfferMode::offered;
    auto set = office::change_queue(visit->database(), centre.value(), wishes.name, change);
    return set ? done("queue changed" + std::string(follows)) : failed(set.error().text);
}

int list_queues(const Configuration& configuration, const std::string& name) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centre = centre_of(visit->database(), name);
    if (!centre) return failed(centre.error().text);
    auto all = office::list_queues(visit->database(), centre.value());
    if (!all) return failed(all.error().text);
    for (const office::QueueListed& queue : all.value()) {
        print_line(to_string(queue.id) + "  " + queue.name + "  " + queue.hours.zone + "  " +
                   (queue.hours.always ? "always open" : "weekly hours") + "  " + words_of(queue));
        if (!queue.hours.always) {
            for (const std::string& line : office::week_lines(queue.hours)) print_line("    " + line);
        }
        for (const std::string& line : office::date_lines(queue.hours)) print_line("    " + line);
    }
    return 0;
}

int add_site(const Configuration& configuration, const NewSite& site) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centre = centre_of(visit->database(), site.centre);
    if (!centre) return failed(centre.error().text);
    office::SiteToAdd wished;
    wished.key = site.key;
    wished.name = site.name.empty() ? site.key : site.name;
    wished.origins = site.origins;
    wished.languages = site.languages;
    auto added = office::open_site(visit->database(), centre.value(), wished, site.queue, now());
    return added ? done(to_string(added.value())) : failed(added.error().text);
}

int change_site(const Configuration& configuration, const SiteWishes& wishes) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    office::SiteChange change;
    change.name = wishes.name;
    change.queue = wishes.queue;
    if (!wishes.origins.empty()) change.origins = wishes.origins;
    auto set = office::change_site(visit->database(), wishes.key, change, now());
    return set ? done("site changed" + std::string(follows)) : failed(set.error().text);
}

int list_sites(const Configuration& configuration) {
    auto visit = StorageVisit::begin(configuration);
    if (!visit) return 1;
    auto centres = office::list_centres(visit->database());
    if (!centres) return failed(centres.error().text);
    for (const office::CentreName& centre : centres.value()) {
        auto directory = office::load_directory(visit->database(), centre.id, now());
        if (!directory) return failed(directory.error().text);
        for (const office::Site& site : directory.value().sites) {
            std::string line = centre.name + "  " + site.key + "  " + site.name + " ";
            for (const std::string& origin : site.origins) line += " " + origin;
            print_line(line);
        }
    }
    return 0;
}

}  // namespace relais::verbs
