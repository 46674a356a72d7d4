#include "app/serve.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <optional>
#include <thread>
#include <unistd.h>

#include <sodium.h>

#include "relais/base/log.hpp"
#include "relais/journal/embedded_cluster.hpp"
#include "relais/journal/migrate.hpp"
#include "relais/office/exposure.hpp"
#include "relais/office/token_key.hpp"
#include "relais/wire/encode.hpp"

#include "app/archive.hpp"
#include "app/centres.hpp"
#include "app/files.hpp"
#include "app/operations.hpp"
#include "app/reception.hpp"
#include "app/room.hpp"
#include "app/routes.hpp"
#include "app/sign_ins.hpp"
#include "app/storage_news.hpp"
#include "app/storage_visit.hpp"

namespace relais {
namespace {

constexpr Duration linger_storage{10'000};
constexpr std::chrono::seconds patience_at_start{20};
constexpr Duration linger_sockets{500};
constexpr std::size_t office_threads = 4;  // as many as the office has connections

sigset_t stop_signals() {
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGINT);
    sigaddset(&stops, SIGTERM);
    return stops;
}

void block_signals() {
    const sigset_t stops = stop_signals();
    pthread_sigmask(SIG_BLOCK, &stops, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

/// Before anybody waits for the signal.
bool is_told_to_stop() {
    sigset_t pending;
    sigpending(&pending);
    return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1;
}

int wait_for_signal() {
    const sigset_t stops = stop_signals();
    int caught = 0;
    sigwait(&stops, &caught);
    return caught;
}

bool may_pass(const StorageError& error) {
    return error.problem == StorageProblem::unreachable || error.problem == StorageProblem::lease_held;
}
bool may_pass(const office::Error& error) {
    return error.problem == office::Problem::unreachable || error.problem == office::Problem::busy;
}

/// A database that ends while we begin is back in a moment: the embedded one is started again, another one by its keeper.
template <class Step>
auto patiently(Step step) {
    const auto until = std::chrono::steady_clock::now() + patience_at_start;
    auto result = step();
    while (!result && may_pass(result.error()) && std::chrono::steady_clock::now() < until && !is_told_to_stop()) {
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
        result = step();
    }
    return result;
}

/// The exit code.
int give_up(const std::string& what, const std::string& why) {
    if (is_told_to_stop()) {
        log::info("stopped");
        return 0;
    }
    log::error("cannot_start", {{"step", what}, {"why", why}});
    return 1;
}

/// Who holds the leases. The embedded cluster has one daemon by its own lock; a database of one's own may see several.
std::string owner_of(const Configuration& configuration) {
    if (configuration.database_url.empty()) return "relais";
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
    return std::string("relais@") + host.data() + ":" + std::to_string(configuration.listen.port);
}

/// Everything that runs between the doors and PostgreSQL. Members are destroyed in the reverse order of their making.
class Daemon {
public:
    /// `folder`: of the embedded PostgreSQL; empty: the database is not ours.
    Daemon(ServeOptions& options, const std::string& url, const std::string& folder, Files files)
        : metrics_(folder),
          database_(url),
          accounts_(database_, {}, session_limits(options.configuration)),
          people_(database_),
          journal_(JournalOptions{.url = url, .owner = owner_of(options.configuration)}, news_),
          centres_(url, database_, journal_),
          threads_(office_threads),
          server_(routes_, limits(options.configuration), options.configuration.trusted_proxies),
          archive_(database_, threads_, server_),
          outbound_([this] { server_.post([this] { reception_->drain(); }); }),
          files_(std::move(files)),
          options_(options) {}

    /// Nothing, or why not.
    std::string open_doors();
    void run();
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] bool failed() const { return failed_; }

private:
    static edge::ServerLimits limits(const Configuration& configuration) {
        edge::ServerLimits limits;
        limits.sockets_max = with_agents(configuration.sockets_max);
        return limits;
    }
    static office::SessionLimits session_limits(const Configuration& configuration) {
        return {std::chrono::minutes{configuration.idle_minutes}, std::chrono::hours{configuration.hours_max}};
    }
    static edge::AddressLimits address_limits(const Configuration& configuration) {
        const double handshakes = configuration.handshakes_per_address;
        return edge::AddressLimits({handshakes, 2 * handshakes}, configuration.sockets_per_address);
    }
    std::string recover_centres();
    void move_in(const office::TokenKey& key);
    void restart(CentreId centre, bool lost);
    void give_up_running();
    void look_at_settings();
    void store_exposures();
    void stop();

    Metrics metrics_;
    StorageNews news_{metrics_};
    office::Database database_;
    office::Accounts accounts_;
    office::PeopleOffice people_;
    PostgresJournal journal_;
    Centres centres_;
    Routes routes_;
    OfficeThreads threads_;
    edge::Server server_;
    Archive archive_;
    Outbound outbound_;
    Files files_;
    ServeOptions& options_;
    std::unique_ptr<Clock> clock_;
    std::unique_ptr<FloorThread> floor_;
    std::unique_ptr<SignIns> sign_ins_;
    std::unique_ptr<Reception> reception_;
    std::unique_ptr<Operations> operations_;
    std::atomic<bool> looking_{false};
    std::atomic<bool> failed_{false};
    std::uint16_t port_ = 0;
};

std::string Daemon::recover_centres() {
    const Instant start = std::chrono::floor<Duration>(std::chrono::system_clock::now());
    auto last = patiently([&] { return centres_.open_all(start); });
    if (!last) return last.error().text;
    clock_ = std::make_unique<Clock>(last.value());
    const auto not_now = [this](const Command& command) {
        // Not consumed: the client sends it again after a pause.
        server_.post(
            [this, to = command.connection, number = command.number] { reception_->answer_unavailable(to, number); });
    };
    floor_ = std::make_unique<FloorThread>(
        *clock_, journal_, outbound_, [this] { return journal_.figures().waiting_bytes; },
        [this, not_now](CentreId centre, Command command) {
            const auto again = [this](CentreId of, Command asked) { return floor_->submit(of, std::move(asked)); };
            archive_.look_up(centre, std::move(command), again, not_now);
        },
        [this](CentreId centre, const Turn& turn, Instant now) { metrics_.turned(centre, turn, now); });
    news_.connect(outbound_, *floor_, [this](CentreId centre, bool lost) { restart(centre, lost); });
    return {};
}

void Daemon::move_in(const office::TokenKey& key) {
    sign_ins_ = std::make_unique<SignIns>(accounts_, threads_, *clock_, KnownBrowsers(key),
                                          [this](std::function<void()> work) { server_.post(std::move(work)); });
    reception_ = std::make_unique<Reception>(
        server_, *floor_, outbound_, *clock_, VisitorTokens(key),
        [this](CentreId centre, ConversationId conversation, std::uint32_t after, std::uint32_t upto, auto done) {
            archive_.read_lines(centre, conversation, after, upto, std::move(done));
        },
        metrics_, files_.build(),
        edge::SessionLimits{listeners_within(server_.sockets_max()), options_.configuration.commands_under_way});
    reception_->set_directory(centres_.directory());
    Routes::House house;
    house.server = &server_;
    house.reception = reception_.get();
    house.sign_ins = sign_ins_.get();
    house.threads = &threads_;
    house.database = &database_;
    house.people = &people_;
    house.settings_changed = [this] { look_at_settings(); };
    house.metrics = &metrics_;
    house.clock = clock_.get();
    house.files = [this](const edge::HttpRequest& request) { return files_.answer(request); };
    house.address_limits = address_limits(options_.configuration);
    house.public_origin = options_.configuration.public_origin;
    house.start_page = options_.start_page;
    routes_.move_in(std::move(house));
}

std::string Daemon::open_doors() {
    // Before any lease is taken: a daemon that finds its port in use must not disturb the one that has it.
    port_ = server_.listen(options_.configuration.listen.address, options_.configuration.listen.port);
    if (options_.prepare && !options_.prepare(database_, accounts_)) return "the centre could not be prepared";
    if (std::string why = recover_centres(); !why.empty()) return why;
    auto key = patiently([&] { return office::token_key(database_); });
    if (!key) return key.error().text;
    move_in(key.value());
    for (const CentreId centre : centres_.hand_over(*floor_)) {
        reception_->open_centre(centre);
    }
    operations_ = std::make_unique<Operations>(
        options_.configuration.operations,
        [this] {
            return !metrics_.storage_late() && journal_.figures().waiting_events < limits::uncommitted_events_max;
        },
        [this] { return metrics_.text(journal_.figures(), floor_->figures(), clock_->now()); });
    return {};
}

/// From the journal's thread (RULES 28, 31). Sockets come back by themselves and send again what was not acknowledged.
void Daemon::restart(CentreId centre, bool lost) {
    const bool taken = threads_.run_first([this, centre, lost] {
        floor_->close(centre);
        server_.post([this, centre, lost] {
            reception_->restart_centre(centre);
            metrics_.restarted(centre);
            centres_.forget(centre, lost);
            if (!centres_.any_left()) return give_up_running();
            look_at_settings();
        });
    });
    if (!taken) give_up_running();
}

/// Nothing is left to serve, or it cannot be mended here: whoever started the daemon starts it again.
void Daemon::give_up_running() {
    failed_ = true;
    kill(getpid(), SIGTERM);
}

void Daemon::look_at_settings() {
    if (looking_.exchange(true)) return;
    const bool taken = threads_.run([this] {
        const Centres::Changes changes = centres_.look(*floor_, clock_->now());
        server_.post([this, changes] {
            for (const CentreId centre : changes.opened) reception_->open_centre(centre);
            if (changes.sites) reception_->set_directory(centres_.directory());
        });
        looking_ = false;
    });
    if (!taken) looking_ = false;
}

void Daemon::store_exposures() {
    const auto counts = reception_->take_exposures();
    if (counts.empty()) return;
    std::map<CentreId, std::vector<office::Exposure>> by_centre;
    for (const auto& [key, count] : counts) {
        by_centre[key.centre].push_back(office::Exposure{key.site, key.entry_point, from_unix_ms(key.hour * 3'600'000),
                                                         count.eligible, count.shown, count.full, count.closed,
                                                         count.opened});
    }
    const bool taken = threads_.run([this, by_centre] {
        for (const auto& [centre, exposures] : by_centre) {
            if (!office::add_exposures(database_, centre, exposures))
                log::warning("exposures_not_stored", {{"rows", exposures.size()}});
        }
    });
    if (!taken) log::warning("exposures_not_stored", {{"rows", counts.size()}});
}

void Daemon::stop() {
    // The floor first: nothing new is decided; then storage: everything decided becomes durable and its acks leave.
    floor_->stop();
    if (!journal_.stop(linger_storage)) log::error("stopped_with_unstored_events");
    server_.post([this] {
        reception_->drain();
        store_exposures();
        reception_->sessions().say_bye(std::chrono::seconds{5});
    });
    server_.stop(linger_sockets);
}

void Daemon::run() {
    server_.every(std::chrono::milliseconds{100}, [this] { reception_->tick(); });
    server_.every(std::chrono::seconds{2}, [this] { look_at_settings(); });
    // Whoever was signed out or disabled, here or from the command line, is out within a second.
    server_.every(std::chrono::milliseconds{400},
                  [this] { sign_ins_->sweep([this](Uuid session) { reception_->sessions().end_session(session); }); });
    server_.every(std::chrono::seconds{10}, [this] {
        sign_ins_->in_use(reception_->sessions().sign_ins());
        store_exposures();
    });
    floor_->start();
    std::thread edge([this] { server_.run(); });
    log::info("open", {{"address", options_.configuration.listen.address}, {"port", port_}});
    if (options_.opened) options_.opened(port_);
    const int signal = wait_for_signal();
    log::info("stopping", {{"signal", signal}});
    stop();
    edge.join();
    threads_.stop();
    operations_.reset();
}

}  // namespace

int serve(ServeOptions options) {
    block_signals();
    if (sodium_init() < 0) return give_up("crypto", "libsodium does not start");
    log::set_level(options.configuration.log_level);
    log::write_sparingly(
        {"console_origin_refused", "origin_refused", "people_refused", "sign_in_limited", "sign_in_refused"});
    // Pages are read before privileges are dropped: a checkout may be nobody else's to read.
    std::optional<Files> files;
    try {
        files.emplace(options.configuration.web_directory, options.demo_pages);
    } catch (const std::exception& failure) {
        return give_up("pages", failure.what());
    }

    const ClusterPlaces places = places_of(options.configuration);
    auto dropped = drop_privileges(places, options.configuration.user);
    if (!dropped) return give_up("privileges", dropped.error().text);
    std::unique_ptr<EmbeddedCluster> cluster;
    std::string url = options.configuration.database_url;
    if (url.empty()) {
        ClusterOptions cluster_options;
        cluster_options.places = places;
        auto started = EmbeddedCluster::serve(cluster_options);
        if (!started) return give_up("database", started.error().text);
        cluster = std::move(started).value();
        url = cluster->url();
    }
    auto migrated = patiently([&] { return migrate(url); });
    if (!migrated) return give_up("schema", migrated.error().text);
    int code = 0;
    try {
        Daemon daemon(options, url, cluster ? places.base : "", std::move(*files));
        if (const std::string why = daemon.open_doors(); !why.empty()) return give_up("doors", why);
        daemon.run();
        code = daemon.failed() ? 3 : 0;
    } catch (const std::exception& failure) {
        return give_up("doors", failure.what());
    }
    if (cluster) (void)cluster->stop();
    log::info("stopped");
    return code;
}

}  // namespace relais
