#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "pg/connection.hpp"
#include "pg/embedded/data_directory.hpp"
#include "pg/embedded/places.hpp"

namespace relais {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr Duration ready_look{20};
constexpr Duration lock_look{50};
constexpr Duration old_server_gone_within{
    15'000};  // a dead postmaster may stay a zombie for seconds until it is reaped
constexpr Duration restart_first{100};
constexpr Duration restart_max{5'000};
constexpr Duration fast_stop_within{30'000};
constexpr Duration immediate_stop_within{10'000};
constexpr std::uintmax_t log_bytes_max = 16u << 20;

/// A value of a libpq keyword list.
std::string quoted(const std::string& value) {
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text.push_back('\\');
        text.push_back(c);
    }
    return text + "'";
}

std::string server_url(const std::string& sockets) { return "host=" + quoted(sockets) + " port=5432 user=relais"; }

StorageError failed(const std::string& text) { return {StorageProblem::failed, text}; }

}  // namespace

struct EmbeddedCluster::Impl {
    explicit Impl(ClusterOptions given)
        : options(std::move(given)), data(pg::data_of(options.places)), log(pg::log_of(options.places)) {
        reachable_at(options.places.sockets);
    }
    ~Impl();

    using Trouble = std::optional<StorageError>;  // nothing: it went well

    Trouble begin();
    /// lease_held: another relais has it.
    [[nodiscard]] Trouble lock(Duration within);
    Trouble adopt_or_start();
    [[nodiscard]] bool adopt();
    Trouble start();
    /// `watched` ending ends the wait.
    Trouble wait_ready(pg::Watched* watched, std::uintmax_t log_before);
    [[nodiscard]] StorageError not_ours(const std::string& path) const;
    void reachable_at(const std::string& folder);
    Trouble make_database();
    void watch();
    void keep_running();
    void pause_unless_stopping(Duration at_most) const;
    bool stop();

    ClusterOptions options;
    std::string data;
    std::string log;
    std::string programs;
    // Settled before the watching thread starts: whoever has the URL keeps it over every restart.
    std::string sockets;
    std::string server_reached;  // without a database
    std::string url;
    pg::Identity owner;
    int lock_file = -1;
    int wake = -1;  // readable: the watching thread must end
    bool adopted = false;
    bool watching = false;
    bool stops_at_end = false;  // ours to stop
    std::atomic<bool> stopping = false;
    std::atomic<int> server = 0;
    std::atomic<std::uint64_t> restarts = 0;
    std::unique_ptr<pg::Watched> process;  // of the watching thread while it runs
    std::thread watcher;
};

EmbeddedCluster::Impl::~Impl() {
    stop();
    if (lock_file >= 0) ::close(lock_file);
    if (wake >= 0) ::close(wake);
}

EmbeddedCluster::Impl::Trouble EmbeddedCluster::Impl::begin() {
    auto found = pg::find_programs(options);
    if (!found) return found.error();
    programs = found.value();
    const auto made = pg::make_data(options.places, programs, owner);
    if (!made) return made.error();
    if (::access(log.c_str(), W_OK) != 0 && errno != ENOENT) return not_ours(log);
    if (pg::size_of(log) > log_bytes_max && ::truncate(log.c_str(), 0) != 0) return failed("cannot shorten " + log);
    if (auto trouble = adopt_or_start()) return trouble;
    return make_database();
}

EmbeddedCluster::Impl::Trouble EmbeddedCluster::Impl::lock(Duration within) {
    const std::string path = options.places.base + "/lock";
    lock_file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_file < 0) return not_ours(path);
    if (::geteuid() == 0 && ::fchown(lock_file, owner.user, owner.group) != 0) {
        ::close(std::exchange(lock_file, -1));
        return not_ours(path);
    }
    const auto deadline = Steady::now() + within;
    while (::flock(lock_file, LOCK_EX | LOCK_NB) != 0) {
        if (Steady::now() >= deadline) {
            ::close(std::exchange(lock_file, -1));
            return StorageError{StorageProblem::lease_held, "another relais serves " + options.places.base};
        }
        std::this_thread::sleep_for(lock_look);
    }
    return std::nullopt;
}

StorageError EmbeddedCluster::Impl::not_ours(const std::string& path) const {
    const std::string why = std::strerror(errno);
    return failed("cannot write " + path + ": " + why + ": it must belong to user " + owner.name);
}

void EmbeddedCluster::Impl::reachable_at(const std::string& folder) {
    sockets = folder;
    server_reached = server_url(folder);
    url = server_reached + " dbname=relais";
}

bool EmbeddedCluster::Impl::adopt() {
    const auto file = pg::read_postmaster_file(data);
    // A server that is just starting has not noted its socket yet, and that may be elsewhere than ours would be.
    if (!file || file->stopping || file->sockets.empty() || !pg::serves(file->process, data)) return false;
    process = std::make_unique<pg::Watched>(file->process);
    server = file->process;
    if (!watching) {
        adopted = true;
        reachable_at(file->sockets);
    }
    return true;
}

EmbeddedCluster::Impl::Trouble EmbeddedCluster::Impl::adopt_or_start() {
    // A dead postmaster may stay a zombie for seconds, until it is reaped.
    const auto deadline = Steady::now() + options.gone_within;
    for (;;) {
        if (adopt()) {
            // It may still be in crash recovery, or about to stop: then it is not the one to wait for.
            const auto trouble = wait_ready(process.get(), pg::size_of(log));
            if (!trouble) return std::nullopt;
            if (pg::serves(process->process(), data) || Steady::now() >= deadline) return trouble;
        } else if (const auto file = pg::read_postmaster_file(data);
                   file && file->stopping && pg::serves(file->process, data)) {
            pg::Watched old(file->process);
            if (!old.wait_end(options.gone_within))
                return failed("the old server " + std::to_string(file->process) + " does not end");
        }
        if (!watching) adopted = false;
        const std::uintmax_t log_before = pg::size_of(log);
        const auto trouble = start();
        if (!trouble) return std::nullopt;
        // "lock file ... already exists": the old server is a zombie that nobody has reaped yet, or somebody was faster.
        const bool passing = pg::last_line(log, log_before).find("postmaster") != std::string::npos &&
                             trouble->problem == StorageProblem::failed;
        if (!passing) return trouble;
        if (Steady::now() >= deadline) {
            const auto file = pg::read_postmaster_file(data);
            return failed(trouble->text + " (postmaster.pid names process " + std::to_string(file ? file->process : 0) +
                          "; if that is no database server, remove " + data + "/postmaster.pid)");
        }
        std::this_thread::sleep_for(lock_look);
    }
}

EmbeddedCluster::Impl::Trouble EmbeddedCluster::Impl::start() {
    pg::Launch launch;
    launch.program = programs + "/postgres";
    launch.arguments = {"-D", data,
                        "-c", "listen_addresses=",
                        "-c", "unix_socket_directories=\"" + sockets + "\"",
                        "-c", "unix_socket_permissions=0700"};
    launch.folder = data;
    launch.output = log;
    launch.own_session = true;
    if (::geteuid() == 0) launch.identity = owner;
    const std::uintmax_t log_before = pg::size_of(log);
    const pid_t child = pg::launch(launch);
    if (child < 0) return failed("cannot start " + launch.program);
    process = std::make_unique<pg::Watched>(child);
    server = child;
    return wait_ready(process.get(), log_before);
}

EmbeddedCluster::Impl::Trouble EmbeddedCluster::Impl::wait_ready(pg::Watched* watched, std::uintmax_t log_before) {
    const auto deadline = Steady::now() + options.ready_within;
    pg::ConnectOptions connect;
    // Whose server it is not cannot make the database either: it comes with the daemon that is starting.
    connect.url = watched == nullptr ? url : server_reached + " dbname=postgres";
    connect.answer_timeout = Duration{5'000};
    for (;;) {
        std::string why;
        try {
            const pg::Connection probe(connect);
            return std::nullopt;
        } catch (const pg::Error& error) {
            why = error.what();
        }
        if (watched != nullptr && watched->wait_end(ready_look)) {
            server = 0;
            return failed("the database server " + std::to_string(watched->process()) +
                          " ended: " + pg::last_line(log, log_before));
        }
        if (watched == nullptr) std::this_thread::sleep_for(ready_look);
        if (stopping || Steady::now() >= deadline)
            return StorageError{StorageProblem::unreachable, "the database server is not ready: " + why};
    }
}

EmbeddedCluster::Impl::Trouble EmbeddedCluster::Impl::make_database() {
    static constexpr pg::Query there{"cluster/database", "SELECT FROM pg_database WHERE datname = 'relais'"};
    try {
        pg::ConnectOptions connect;
        connect.url = server_reached + " dbname=postgres";
        pg::Connection connection(connect);
        if (connection.run(there).count() == 0) connection.command("CREATE DATABASE relais");
        return std::nullopt;
    } catch (const pg::Error& error) {
        return failed(std::string("cannot make the database: ") + error.what());
    }
}

void EmbeddedCluster::Impl::pause_unless_stopping(Duration at_most) const {
    pollfd file{wake, POLLIN, 0};
    ::poll(&file, 1, static_cast<int>(at_most.count()));
}

void EmbeddedCluster::Impl::watch() {
    wake = ::eventfd(0, EFD_CLOEXEC);
    watching = true;
    watcher = std::thread([this] { keep_running(); });
}

void EmbeddedCluster::Impl::keep_running() {
    auto pause = restart_first;
    while (!stopping) {
        const auto since = Steady::now();
        while (!process->wait_end(std::chrono::hours{1}, wake)) {
            if (stopping) return;
        }
        server = 0;
        if (Steady::now() - since > 1min) pause = restart_first;
        pause_unless_stopping(pause);
        if (stopping) return;
        pause = std::min(pause * 2, restart_max);
        ++restarts;
        // A failure leaves a process that has ended, and the loop comes back here after a longer pause.
        static_cast<void>(adopt_or_start());
    }
}

bool EmbeddedCluster::Impl::stop() {
    stopping = true;
    if (watcher.joinable()) {
        const std::uint64_t one = 1;
        static_cast<void>(::write(wake, &one, sizeof one));
        watcher.join();
    }
    bool fast = true;
    if (stops_at_end && process) {
        process->signal(SIGINT);
        fast = process->wait_end(fast_stop_within);
        if (!fast) {
            process->signal(SIGQUIT);
            static_cast<void>(process->wait_end(immediate_stop_within));
        }
    }
    stops_at_end = false;
    process.reset();
    server = 0;
    return fast;
}

EmbeddedCluster::EmbeddedCluster(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
EmbeddedCluster::~EmbeddedCluster() = default;

Result<std::unique_ptr<EmbeddedCluster>, StorageError> EmbeddedCluster::serve(ClusterOptions options) {
    auto impl = std::make_unique<Impl>(std::move(options));
    const auto owner = pg::make_places(impl->options.places, impl->options.user);
    if (!owner) return owner.error();
    impl->owner = owner.value();
    if (const auto trouble = impl->lock(impl->options.lock_within)) return *trouble;
    if (const auto trouble = impl->begin()) return *trouble;
    impl->stops_at_end = true;
    impl->watch();
    return std::unique_ptr<EmbeddedCluster>(new EmbeddedCluster(std::move(impl)));
}

Result<std::unique_ptr<EmbeddedCluster>, StorageError> EmbeddedCluster::visit(ClusterOptions options) {
    auto impl = std::make_unique<Impl>(std::move(options));
    const auto owner = pg::make_places(impl->options.places, impl->options.user);
    if (!owner) return owner.error();
    impl->owner = owner.value();
    const auto deadline = Steady::now() + impl->options.lock_within;
    while (const auto trouble = impl->lock(Duration{0})) {
        if (trouble->problem != StorageProblem::lease_held) return *trouble;
        // A daemon serves it: wait until its server is there, and leave it alone at the end.
        if (impl->adopt() && !impl->wait_ready(nullptr, 0)) {
            return std::unique_ptr<EmbeddedCluster>(new EmbeddedCluster(std::move(impl)));
        }
        if (Steady::now() >= deadline)
            return StorageError{StorageProblem::unreachable,
                                "the database of " + impl->options.places.base + " is not running"};
        std::this_thread::sleep_for(lock_look);
    }
    if (const auto trouble = impl->begin()) return *trouble;
    impl->stops_at_end = !impl->adopted;
    return std::unique_ptr<EmbeddedCluster>(new EmbeddedCluster(std::move(impl)));
}

const std::string& EmbeddedCluster::url() const { return impl_->url; }
bool EmbeddedCluster::adopted() const { return impl_->adopted; }
int EmbeddedCluster::server() const { return impl_->server; }
std::uint64_t EmbeddedCluster::restarts() const { return impl_->restarts; }
bool EmbeddedCluster::stop() { return impl_->stop(); }

}  // namespace relais
