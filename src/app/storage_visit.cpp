#include "app/storage_visit.hpp"

#include "relais/journal/migrate.hpp"

#include "app/verb_words.hpp"

namespace relais {

ClusterPlaces places_of(const Configuration& configuration) {
    return configuration.directory.empty() ? default_places() : places_under(configuration.directory);
}

std::optional<StorageVisit> StorageVisit::begin(const Configuration& configuration) {
    const auto fail = [](const std::string& why) {
        (void)verbs::failed(why);
        return std::nullopt;
    };
    const ClusterPlaces places = places_of(configuration);
    auto dropped = drop_privileges(places, configuration.user);
    if (!dropped) return fail(dropped.error().text);
    StorageVisit visit;
    visit.url_ = configuration.database_url;
    if (visit.url_.empty()) {
        ClusterOptions options;
        options.places = places;
        auto started = EmbeddedCluster::visit(options);
        if (!started) return fail(started.error().text);
        visit.cluster_ = std::move(started).value();
        visit.url_ = visit.cluster_->url();
    }
    auto migrated = migrate(visit.url_);
    if (!migrated) return fail(migrated.error().text);
    visit.database_ = std::make_unique<office::Database>(visit.url_);
    return visit;
}

}  // namespace relais
