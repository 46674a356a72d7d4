// The edge's thread as a whole: sockets to sessions, orders to the floor, released frames back to sockets. Implements the
// ports of edge and courier; HTTP requests go on to Routes.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "relais/courier/courier.hpp"
#include "relais/edge/server.hpp"
#include "relais/edge/sessions.hpp"

#include "app/clock.hpp"
#include "app/directory.hpp"
#include "app/floor_thread.hpp"
#include "app/metrics.hpp"
#include "app/outbound.hpp"
#include "app/visitor_tokens.hpp"

namespace relais {

/// Counted per site, entry point and hour until the office writes it (RULES 18).
struct ExposureCount {
    std::uint64_t eligible = 0, shown = 0, full = 0, closed = 0, opened = 0;
};
struct ExposureKey {
    CentreId centre;
    SiteId site;
    EntryPointId entry_point;
    std::int64_t hour = 0;  // since 1970
    friend auto operator<=>(const ExposureKey&, const ExposureKey&) = default;
};

class Reception final : public edge::SessionHost, public CourierSink {
public:
    /// Brings the lines after < position <= upto of a conversation to `done`, on the edge's thread; nothing: not readable now.
    using ReadLines = std::function<void(CentreId, ConversationId, std::uint32_t after, std::uint32_t upto,
                                         std::function<void(std::optional<std::vector<Line>>)> done)>;

    Reception(edge::Server& server, FloorThread& floor, Outbound& outbound, const Clock& clock, VisitorTokens tokens,
              ReadLines read_lines, Metrics& metrics, std::string build, edge::SessionLimits limits);

    // ---- called by the composition, on the edge's thread ----
    void set_directory(std::shared_ptr<const Directory> directory) { directory_ = std::move(directory); }
    void open_centre(CentreId centre);
    /// What was not durable is forgotten and every socket of the centre closed (1012): they come back and resume.
    void restart_centre(CentreId centre);
    /// What the floor decided and storage confirmed since the last time.
    void drain();
    void tick();
    [[nodiscard]] edge::Sessions& sessions() { return sessions_; }
    [[nodiscard]] const Directory& directory() const { return *directory_; }
    [[nodiscard]] AvailabilityFrame availability(CentreId centre, EntryPointId entry_point) override;
    [[nodiscard]] std::map<ExposureKey, ExposureCount> take_exposures() { return std::exchange(exposures_, {}); }

    void opened(ConnectionId connection, edge::Visit visit);
    void opened(ConnectionId connection, edge::Shift shift);
    void frame(ConnectionId connection, std::string_view text);
    void closed(ConnectionId connection);
    /// To a numbered command that storage could not be asked about.
    void answer_unavailable(ConnectionId connection, std::uint64_t number);

    // ---- SessionHost ----
    void send(ConnectionId connection, std::string text) override;
    void close(ConnectionId connection, int close_code) override;
    bool submit(CentreId centre, Command command) override;
    void listen(CentreId centre, ConnectionId connection, EntryPointId entry_point) override;
    void forget(CentreId centre, ConnectionId connection) override;
    std::string site_language(CentreId centre, SiteId site, const std::string& asked) override;
    std::optional<EntryPointId> entry_point(CentreId centre, SiteId site, const std::string& language) override;
    Uuid fresh_id() override;
    std::string make_token(CentreId centre, SiteId site, VisitorId visitor) override;
    std::optional<VisitorId> check_token(CentreId centre, SiteId site, std::string_view token) override;
    void exposure(CentreId centre, SiteId site, EntryPointId entry_point, Availability seen, bool opened) override;
    const std::string& build() const override { return build_; }

    // ---- CourierSink ----
    void send(ConnectionId connection, FrameText text) override;
    void read_older(CentreId centre, ConnectionId connection, ConversationId conversation, std::uint32_t after,
                    std::uint32_t upto) override;
    void answer_waits(ConnectionId connection) override;
    bool greeted(ConnectionId connection, const GreetedFrame& greeted) override;
    void availability(CentreId centre, const AvailabilityFrame& frame) override;

private:
    static constexpr std::size_t queued_before_next_page = 16 * 1024;
    static constexpr Duration read_again_after{500};
    struct Page {
        CentreId centre;
        ConnectionId connection;
        ConversationId conversation;
        std::uint32_t after = 0;
        std::uint32_t upto = 0;
        Instant not_before;
    };
    Courier* courier(CentreId centre);
    void show_figures(Instant now);
    void note_refusal(std::string_view code);

    edge::Server& server_;
    FloorThread& floor_;
    Outbound& outbound_;
    const Clock& clock_;
    VisitorTokens tokens_;
    ReadLines read_lines_;
    Metrics& metrics_;
    std::string build_;
    std::shared_ptr<const Directory> directory_ = std::make_shared<Directory>();
    edge::Sessions sessions_;
    std::map<CentreId, std::unique_ptr<Courier>> couriers_;
    std::map<ExposureKey, ExposureCount> exposures_;
    std::vector<Page> waiting_pages_;  // at most one a conversation of a socket: the courier asks one after the other
    Instant last_tick_;
    Instant last_figures_;
    std::map<std::string, std::uint64_t> refused_;  // since then, by code
};

}  // namespace relais
