// The private PostgreSQL of a daemon that has no database configured (RULES 7): made, started, watched and stopped by us,
// in a data directory of our own, reachable by a Unix socket only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "relais/base/instant.hpp"
#include "relais/base/result.hpp"
#include "relais/journal/storage_error.hpp"

namespace relais {

/// Two directories. `base` holds postgres/ (the data), postgres.log and the lock; `sockets` only the socket, and is at most 93
/// bytes long, because a socket's whole path is at most 107.
struct ClusterPlaces {
    std::string base;
    std::string sockets;
};

/// Root: /var/lib/relais and /run/relais. Others: $XDG_STATE_HOME/relais (else ~/.local/state/relais) and a short directory
/// under $XDG_RUNTIME_DIR or /tmp that belongs to this base. Nothing is made.
[[nodiscard]] ClusterPlaces default_places();
/// The same for a given base, wherever it is.
[[nodiscard]] ClusterPlaces places_under(const std::string& base);

struct Dropped {
    bool was_root = false;
    std::string user;  // who we are now
};

/// RULES 7: PostgreSQL refuses root, and so do we. Root: makes the system user `user` when missing, makes both places (0700,
/// his) and becomes him for good; others: makes both places. Call it from the first thread, before any other is started
/// and any file is opened. Error: failed.
[[nodiscard]] Result<Dropped, StorageError> drop_privileges(const ClusterPlaces& places,
                                                            const std::string& user = "relais");

struct ClusterOptions {
    ClusterPlaces places = default_places();
    std::string programs;  // folder of initdb and postgres; empty: that of the data's version, of Debian, of pg_config
    std::string user = "relais";    // whom the server runs as when we are root (tests); otherwise our own user
    Duration ready_within{60'000};  // crash recovery may take long; 1 s at least
    Duration lock_within{15'000};   // for another relais to let go of the data
    Duration gone_within{15'000};   // for an old server that is ending, or dead and not reaped, to be gone
};

class EmbeddedCluster {
public:
    /// For the daemon. Makes the cluster when absent, adopts the living one of this directory (a killed daemon leaves it
    /// running: no restart), else starts it; then keeps it running: when it ends by itself it is started again, after 0.1 s,
    /// doubling to 5 s. The server has a session of its own, so that Ctrl-C does not reach it before the last commit.
    /// Errors, with a text for the operator. `lease_held`: another relais serves this directory. `failed`: what is not ours to
    /// read or write; data of another PostgreSQL version; programs missing; the server ended (with the last line of its log); a
    /// stale postmaster.pid that names a living foreign process (never deleted by us). `unreachable`: not ready in time.
    [[nodiscard]] static Result<std::unique_ptr<EmbeddedCluster>, StorageError> serve(ClusterOptions options);
    /// For command-line verbs: uses the running one and leaves it running; else starts it and stops it at the end.
    [[nodiscard]] static Result<std::unique_ptr<EmbeddedCluster>, StorageError> visit(ClusterOptions options);

    /// Stops what `stop` has not stopped yet, as it does.
    ~EmbeddedCluster();
    EmbeddedCluster(const EmbeddedCluster&) = delete;
    EmbeddedCluster& operator=(const EmbeddedCluster&) = delete;

    /// libpq keywords; the database is `relais`.
    [[nodiscard]] const std::string& url() const;
    /// It was running already.
    [[nodiscard]] bool adopted() const;
    /// Process id of the server now; 0: not running.
    [[nodiscard]] int server() const;
    /// How often it was started again after ending by itself.
    [[nodiscard]] std::uint64_t restarts() const;

    /// Fast stop (sessions are ended, nothing committed is lost), waits up to 30 s, then an immediate one. True: it ended by
    /// the fast one, or is not ours to stop. Close the journal before.
    bool stop();

private:
    struct Impl;
    explicit EmbeddedCluster(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace relais
