// A PostgreSQL of the tests' own: one cluster for the whole program, a fresh database for each test. Works for root too,
// the server then runs as the system user of the product.
#pragma once

#include <memory>
#include <string>

#include "relais/journal/embedded_cluster.hpp"

namespace relais::test {

/// A folder under /tmp that everybody can search and that goes with this object.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

/// Places whose data are there already: a copy of a cluster made once, which saves the seconds that initdb takes.
[[nodiscard]] ClusterPlaces places_with_data(const ScratchFolder& folder);

class PrivateCluster {
public:
    /// Of one test alone: for those that crash it.
    PrivateCluster();
    /// Started when first asked for, stopped at the end of the program.
    static PrivateCluster& shared();

    /// A migrated database of its own; its URL.
    [[nodiscard]] std::string fresh_database();
    /// An empty one.
    [[nodiscard]] std::string empty_database();
    /// The URL of another database of this server.
    [[nodiscard]] std::string url(const std::string& database) const;
    /// Folder of the server's socket.
    [[nodiscard]] std::string sockets() const { return places_.sockets; }
    /// Ends the server as `pg_ctl restart -m immediate` does and waits until it is gone; the cluster starts it again by itself.
    void crash() const;
    [[nodiscard]] EmbeddedCluster& cluster() { return *cluster_; }

private:
    ScratchFolder folder_;
    ClusterPlaces places_;
    std::unique_ptr<EmbeddedCluster> cluster_;
    int databases_ = 0;
};

}  // namespace relais::test
