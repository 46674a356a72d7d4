// The data directory of the embedded cluster: which programs serve it, how it is made, who runs in it.
#pragma once

#include <optional>
#include <string>

#include "relais/journal/embedded_cluster.hpp"

#include "pg/embedded/process.hpp"

namespace relais::pg {

/// The files below ClusterPlaces::base.
[[nodiscard]] inline std::string data_of(const ClusterPlaces& places) { return places.base + "/postgres"; }
[[nodiscard]] inline std::string log_of(const ClusterPlaces& places) { return places.base + "/postgres.log"; }

/// The folder with initdb and postgres for this data. Error: none is there, or its major version is not the data's.
[[nodiscard]] Result<std::string, StorageError> find_programs(const ClusterOptions& options);

/// Makes the cluster unless its data exist: beside its place, then renamed, so that a kill in between leaves no half of it.
/// The value: whether it was made.
[[nodiscard]] Result<bool, StorageError> make_data(const ClusterPlaces& places, const std::string& programs,
                                                   const Identity& owner);

/// What a postmaster writes about itself.
struct PostmasterFile {
    pid_t process = 0;
    std::string sockets;  // folder; empty while it starts
    bool stopping = false;
};
/// Nothing: no file, or not readable as one.
[[nodiscard]] std::optional<PostmasterFile> read_postmaster_file(const std::string& data);

/// The process is alive, is a PostgreSQL server and works in this directory: a number alone may be anybody's by now.
[[nodiscard]] bool serves(pid_t process, const std::string& data);

/// The last line that was written to the log from `offset` on.
[[nodiscard]] std::string last_line(const std::string& log, std::uintmax_t offset);
[[nodiscard]] std::uintmax_t size_of(const std::string& path);

}  // namespace relais::pg
