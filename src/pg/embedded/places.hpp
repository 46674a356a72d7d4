// Making the two folders of the embedded cluster, for places.cpp and cluster.cpp.
#pragma once

#include "relais/journal/embedded_cluster.hpp"

#include "pg/embedded/process.hpp"

namespace relais::pg {

/// Makes both folders, closed to others, for `user` when we are root (made when missing), else for ourselves. Tells for whom.
[[nodiscard]] Result<Identity, StorageError> make_places(const ClusterPlaces& places, const std::string& user);

}  // namespace relais::pg
