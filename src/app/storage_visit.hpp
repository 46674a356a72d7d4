// A command-line verb's way to the database: the configured one, or the embedded one, running or not.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "relais/journal/embedded_cluster.hpp"
#include "relais/office/database.hpp"

#include "app/configuration.hpp"

namespace relais {

class StorageVisit {
public:
    /// Drops privileges like the daemon; brings the schema up to date. Nothing, with a sentence on standard error: it failed.
    [[nodiscard]] static std::optional<StorageVisit> begin(const Configuration& configuration);

    [[nodiscard]] office::Database& database() { return *database_; }
    [[nodiscard]] const std::string& url() const { return url_; }

private:
    StorageVisit() = default;
    std::unique_ptr<EmbeddedCluster> cluster_;
    std::string url_;
    std::unique_ptr<office::Database> database_;
};

/// Where the embedded PostgreSQL of this configuration is.
[[nodiscard]] ClusterPlaces places_of(const Configuration& configuration);

}  // namespace relais
