// A centre made for one tool: its own storage in a scratch folder, as many agents as the load needs, and the daemon of this
// build before it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "relais/journal/embedded_cluster.hpp"

#include "load/support/child.hpp"
#include "load/support/measure.hpp"
#include "load/support/web_socket.hpp"

namespace relais::load {

struct Staff {
    std::uint32_t agents = 1;
    std::uint32_t seats = 3;  // of each; up to 20
};

class Centre {
public:
    /// Makes storage, schema, one queue, one site and the agents, and signs them in; starts nothing.
    explicit Centre(const Staff& staff);
    ~Centre();
    Centre(const Centre&) = delete;
    Centre& operator=(const Centre&) = delete;

    /// Returns when the door answers; gives the time from the first instruction to there.
    Nanoseconds start();
    /// SIGTERM; PostgreSQL goes with it.
    void stop() { daemon_.end(); }
    /// SIGKILL of the daemon alone: PostgreSQL lives on and the next start finds it.
    void kill() { daemon_.kill(); }

    [[nodiscard]] pid_t daemon() const { return daemon_.process(); }
    [[nodiscard]] pid_t postgres() const;
    [[nodiscard]] const Staff& staff() const { return staff_; }
    [[nodiscard]] Door visitors_door() const;
    [[nodiscard]] Door agents_door(const std::string& cookie) const;
    /// Of the agents, signed in by the office's own code: over HTTP each would cost the daemon 60 ms of Argon2, on purpose.
    [[nodiscard]] const std::vector<std::string>& cookies() const { return cookies_; }

    [[nodiscard]] ClusterPlaces places() const;
    /// libpq keywords of the running PostgreSQL; it lets in only the owner of the data (see as_owner).
    [[nodiscard]] std::string url() const;
    /// `work` in a copy of this process that may talk to PostgreSQL.
    [[nodiscard]] std::string as_owner(const std::function<std::string()>& work) const;
    /// Texts that storage holds.
    [[nodiscard]] std::uint64_t texts_stored() const;
    /// What the daemon had to say, on stderr.
    void show_log() const;
    /// Says on stderr when one of sql/checks finds a row.
    void check_storage() const;

private:
    std::string folder_;
    Staff staff_;
    std::uint16_t port_ = 0;
    Child daemon_;
    std::vector<std::string> cookies_;
};

/// A port of 127.0.0.1 that nobody uses now.
[[nodiscard]] std::uint16_t free_port();

}  // namespace relais::load
