// One thread for the floors of all centres of this process (RULES 31): mailbox in, turns, batches and outputs out.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "relais/floor/floor.hpp"
#include "relais/journal/journal.hpp"

#include "app/clock.hpp"
#include "app/outbound.hpp"
#include "app/quarantine.hpp"

namespace relais {

class FloorThread {
public:
    static constexpr std::size_t mailbox_max = 8192;  // then `submit` says no, and the client is told to try again
    /// Waiting bytes of the journal, for the bound of RULES 26.
    using StorageBacklog = std::function<std::size_t()>;

    /// Called on the floor's thread with what Turn::lookups asks; must not block.
    using LookUp = std::function<void(CentreId, Command)>;

    /// Called on the floor's thread with every turn, for the figures.
    using Watch = std::function<void(CentreId, const Turn&, Instant)>;

    FloorThread(const Clock& clock, Journal& journal, Outbound& outbound, StorageBacklog backlog, LookUp look_up,
                Watch watch);
    ~FloorThread();
    FloorThread(const FloorThread&) = delete;
    FloorThread& operator=(const FloorThread&) = delete;

    /// A centre with what storage holds of it; from any thread. Nothing happens when it is open already.
    void open(CentreId centre, Recovered recovered, std::shared_ptr<const Settings> settings);
    /// From the journal's thread: what was decided above `head_before` is lost, no turn follows, `submit` says no. How many
    /// commands are suspected of it (RULES 28); 0: none, or no such centre.
    std::size_t batch_refused(CentreId centre, std::uint64_t head_before, std::uint64_t head_after);
    /// Forgets the centre; waits for a turn under way. From any thread but the floor's. Suspicions outlive it.
    void close(CentreId centre);
    void start();
    /// Lets the turn under way end; commands still in the mailbox were never acknowledged and are dropped.
    void stop();

    /// From any thread. False: full, or no such centre. Only the edge may be told so (RULES 26).
    [[nodiscard]] bool submit(CentreId centre, Command command);
    /// From the journal's thread.
    void durable(CentreId centre, std::uint64_t number);

    struct Figures {
        std::uint64_t turns = 0;
        std::uint64_t commands = 0;
        std::uint64_t events = 0;
        std::size_t waiting = 0;  // commands in the mailboxes
    };
    [[nodiscard]] Figures figures() const;

private:
    struct Desk {
        Floor floor;
        std::deque<Command> mailbox;
        std::uint64_t head = 0;
        std::uint64_t durable = 0;
        std::optional<Instant> next_deadline;
        bool waits_for_storage = false;
        bool storage_moved = false;
        bool waits_alone = false;  // a suspect is next or under way: no turn before everything decided is stored
        bool turning = false;
        bool closed = false;
        explicit Desk(CentreId centre) : floor(centre) {}
    };

    void run();
    bool due(const Desk& desk, Instant now) const;
    void turn(CentreId centre, Desk& desk, std::unique_lock<std::mutex>& lock);
    /// The next commands of a desk; true: a suspect, which goes alone. Nothing: it must wait for storage.
    bool take_commands(Desk& desk, Quarantine& quarantine, std::vector<Command>& commands);
    [[nodiscard]] std::optional<Instant> next_deadline() const;

    const Clock& clock_;
    Journal& journal_;
    Outbound& outbound_;
    StorageBacklog backlog_;
    LookUp look_up_;
    Watch watch_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable turned_;
    std::map<CentreId, Desk> desks_;
    std::map<CentreId, Quarantine> quarantines_;
    std::size_t waiting_ = 0;
    bool asleep_ = false;
    bool stopping_ = false;
    Figures figures_;
    std::thread thread_;
};

}  // namespace relais
