#include "private_cluster.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "relais/journal/migrate.hpp"

#include "pg/connection.hpp"
#include "pg/embedded/data_directory.hpp"

namespace relais::test {
namespace {

constexpr const char* migrated = "migrated";

template <class Value>
Value must(Result<Value, StorageError> result) {
    if (!result) throw std::runtime_error(result.error().text);
    return std::move(result).value();
}

}  // namespace

ScratchFolder::ScratchFolder() : path_("/tmp/relais-test-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot make a folder in /tmp");
    std::filesystem::permissions(path_, std::filesystem::perms{0755});
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

ClusterPlaces places_with_data(const ScratchFolder& folder) {
    static const ScratchFolder pattern;
    const ClusterPlaces made = places_under(pattern.path() + "/cluster");
    const std::string data = pg::data_of(made);
    if (!std::filesystem::exists(data)) {
        ClusterOptions options;
        options.places = made;
        must(EmbeddedCluster::visit(options))->stop();
        // Processes are killed here, machines are not: what was written survives without reaching the disk.
        std::ofstream(data + "/postgresql.conf", std::ios::app) << "fsync = off\n";
    }
    const ClusterPlaces places = places_under(folder.path() + "/cluster");
    pg::Launch copy;
    copy.program = "/bin/cp";
    copy.arguments = {"-a", made.base, places.base};
    if (pg::run_to_end(copy) != 0) throw std::runtime_error("cannot copy " + made.base);
    return places;
}

PrivateCluster::PrivateCluster() : places_(places_with_data(folder_)) {
    ClusterOptions options;
    options.places = places_;
    cluster_ = must(EmbeddedCluster::serve(options));
    pg::Connection connection(pg::ConnectOptions{.url = url("postgres")});
    connection.command(std::string("CREATE DATABASE ") + migrated);
    must(migrate(url(migrated)));
}

PrivateCluster& PrivateCluster::shared() {
    static PrivateCluster cluster;
    return cluster;
}

std::string PrivateCluster::url(const std::string& database) const {
    return "host=" + places_.sockets + " port=5432 user=relais dbname=" + database;
}

std::string PrivateCluster::fresh_database() {
    const std::string name = "t" + std::to_string(++databases_);
    pg::Connection connection(pg::ConnectOptions{.url = url("postgres")});
    connection.command("CREATE DATABASE " + name + " TEMPLATE " + migrated);
    return url(name);
}

std::string PrivateCluster::empty_database() {
    const std::string name = "t" + std::to_string(++databases_);
    pg::Connection connection(pg::ConnectOptions{.url = url("postgres")});
    connection.command("CREATE DATABASE " + name);
    return url(name);
}

void PrivateCluster::crash() const {
    pg::Watched server(cluster_->server());
    server.signal(SIGQUIT);
    if (!server.wait_end(std::chrono::seconds{60})) throw std::runtime_error("the server does not end");
}

}  // namespace relais::test
