// The daemon: production Floor, Courier and Sessions wired as `app` wires them, over simulated sockets and storage. One
// object for the machine; the process inside it dies and starts again.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "relais/courier/courier.hpp"
#include "relais/edge/sessions.hpp"
#include "relais/floor/floor.hpp"

#include "simulation/breaks.hpp"
#include "simulation/random.hpp"
#include "simulation/world/centre.hpp"
#include "simulation/world/network.hpp"
#include "simulation/world/storage.hpp"
#include "simulation/world/timeline.hpp"

namespace relais::simulation {

/// What the daemon does, for the checkers.
class DaemonWatcher {
public:
    virtual ~DaemonWatcher() = default;
    virtual void turned(const Turn& turn, const Floor& floor, Instant now, bool frozen,
                        std::span<const Command> commands) = 0;
    virtual void committed(const Batch& batch, Instant now) = 0;
    virtual void restarted(const Recovered& recovered, const Floor& floor, Instant now) = 0;
    virtual void level(const Floor& floor, Instant now) = 0;
    virtual void paused(Duration pause, Instant now) = 0;
    virtual void closed_as_silent(Instant now) = 0;
};

class Daemon : private SocketHouse, private edge::SessionHost, private CourierSink {
public:
    Daemon(Timeline& timeline, Network& network, Store& store, const Conditions& conditions, const Centre& centre,
           const Breaks& breaks, Random random, DaemonWatcher& watcher);
    ~Daemon() override;

    /// Reads the store and listens.
    void start();
    void crash();
    [[nodiscard]] bool running() const { return process_ != nullptr; }
    /// The process stands still: nothing is read, no timer runs (SIGSTOP).
    void pause(Duration pause);
    /// The office noticed another version of the settings.
    void apply_settings();

    [[nodiscard]] Storage& storage() { return storage_; }
    [[nodiscard]] const Floor& floor() const;
    /// The daemon's own time (RULES 19).
    [[nodiscard]] Instant clock() const { return timeline_.now() + offset_; }
    /// How often the process has started.
    [[nodiscard]] std::uint64_t life() const { return life_; }
    [[nodiscard]] std::uint64_t turns() const { return turns_; }
    [[nodiscard]] std::uint64_t events() const { return events_; }

private:
    struct Process;

    // SocketHouse
    bool socket_opened(ConnectionId connection, const Door& door) override;
    void socket_heard(ConnectionId connection, std::string_view text) override;
    void socket_closed(ConnectionId connection) override;
    // edge::SessionHost
    void send(ConnectionId connection, std::string text) override;
    void close(ConnectionId connection, int close_code) override;
    bool submit(CentreId centre, Command command) override;
    void listen(CentreId centre, ConnectionId connection, EntryPointId entry_point) override;
    void forget(CentreId centre, ConnectionId connection) override;
    std::string site_language(CentreId centre, SiteId site, const std::string& asked) override;
    std::optional<EntryPointId> entry_point(CentreId centre, SiteId site, const std::string& language) override;
    AvailabilityFrame availability(CentreId centre, EntryPointId entry_point) override;
    Uuid fresh_id() override;
    std::string make_token(CentreId centre, SiteId site, VisitorId visitor) override;
    std::optional<VisitorId> check_token(CentreId centre, SiteId site, std::string_view token) override;
    void exposure(CentreId, SiteId, EntryPointId, Availability, bool) override {}
    const std::string& build() const override { return build_; }
    // CourierSink
    void send(ConnectionId connection, FrameText text) override;
    void read_older(CentreId centre, ConnectionId connection, ConversationId conversation, std::uint32_t after,
                    std::uint32_t upto) override;
    void answer_waits(ConnectionId connection) override;
    bool greeted(ConnectionId connection, const GreetedFrame& greeted) override;
    void availability(CentreId, const AvailabilityFrame&) override {}

    /// Runs `work` in this process, or after its pause, or never if it dies first.
    void run(Timeline::Work work);
    void after(Duration delay, Timeline::Work work);
    template <class Work>
    void with_sessions(Work work);
    void tick();
    void courier_tick();
    void want_turn(Instant when);
    void turn();
    void keep(const Turn& turn, std::uint64_t head_before);
    void look_up(Command command);
    void break_outputs(std::vector<Output>& outputs) const;
    void break_recovered(Recovered& recovered);
    void break_batch(Batch& batch);
    void break_command(Command& command) const;
    void durable(std::uint64_t number);

    Timeline& timeline_;
    Network& network_;
    Store& store_;
    const Conditions& conditions_;
    const Centre& centre_;
    const Breaks& breaks_;
    Random random_;
    DaemonWatcher& watcher_;
    Storage storage_;
    std::unique_ptr<Process> process_;
    std::uint64_t life_ = 0;
    Duration offset_{0};
    std::uint64_t turns_ = 0;
    std::uint64_t events_ = 0;
    std::uint64_t token_key_;
    std::string build_ = "simulated";
};

}  // namespace relais::simulation
