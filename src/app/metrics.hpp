// What operators watch, in the text format of Prometheus (exposition format 0.0.4): docs/operations/monitoring.md explains each.
// Every call is cheap and from any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "relais/edge/server.hpp"
#include "relais/floor/floor.hpp"
#include "relais/journal/postgres_journal.hpp"

#include "app/floor_thread.hpp"

namespace relais {

class Metrics {
public:
    /// `folder`: where the embedded PostgreSQL has its data, to tell what room is left; empty: it is not on this machine.
    explicit Metrics(std::string folder = {});
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    /// What one turn decided: waits, conversations, offers, messages; tallies of who waits and who is there.
    void turned(CentreId centre, const Turn& turn, Instant now);
    /// Some centre's people are being told that storage is late (RULES 22).
    [[nodiscard]] bool storage_late() const;
    /// The centre was closed, to begin again from storage.
    void restarted(CentreId centre);
    /// A transaction of the journal.
    void committed(std::chrono::microseconds took);
    /// A text frame on its way to a socket; those that refuse are counted by their code, which is returned. Else empty.
    std::string_view sent(std::string_view frame);
    /// We ended a WebSocket.
    void closed(int close_code);
    /// An HTTP answer, or the answer to an upgrade; one with a code of ours is counted by it too.
    void answered(const edge::HttpResponse& answer);
    /// A page asked whether it may show the button; `opened`: a visitor was admitted (RULES 18).
    void page_view(Availability seen, bool opened);

    /// The edge as its own thread sees it; once a second.
    struct Edge {
        edge::ServerFigures server;
        std::size_t sockets = 0;    // WebSockets
        std::size_t listening = 0;  // of those, pages that only listen for availability
        std::size_t under_way = 0;  // numbered commands that are not answered yet
        std::size_t held = 0;       // frames that wait until storage has what they tell
    };
    void edge(const Edge& edge);

    /// The whole page.
    [[nodiscard]] std::string text(const JournalFigures& journal, const FloorThread::Figures& floor, Instant now);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace relais
