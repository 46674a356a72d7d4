#include "load/support/centre.hpp"

#include <arpa/inet.h>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <sstream>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

#include "relais/journal/migrate.hpp"
#include "relais/office/accounts.hpp"
#include "relais/office/administration.hpp"

#include "load/support/http.hpp"
#include "pg/connection.hpp"

namespace relais::load {
namespace {

constexpr const char* password = "relais-bench";
constexpr const char* site_key = "bench";
constexpr const char* site_origin = "https://bench.example";
constexpr Nanoseconds opens_within = 60 * a_second;

template <class Value, class Error>
Value must(Result<Value, Error> result, const char* what) {
    if (!result) throw std::runtime_error(std::string{what} + ": " + result.error().text);
    return std::move(result).value();
}

std::string email_of(std::uint32_t agent) { return "agent" + std::to_string(agent) + "@bench.example"; }

/// In a copy of the tool that has become the owner of the storage. Gives the agents' cookies, one a line.
std::string fill(const std::string& url, const Staff& staff) {
    (void)must(migrate(url), "schema");
    office::Database database(url);
    const Instant now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
    const CentreId centre = must(office::add_centre(database, "Bench", std::max(3U, staff.seats), now), "centre");
    office::QueueToAdd queue;
    queue.name = "everything";
    const QueueId queue_id = must(office::add_queue(database, centre, queue, now), "queue");
    const EntryPointId entry_point =
        must(office::add_entry_point(database, centre, "everything", queue_id, 0, now), "entry point");
    office::SiteToAdd site;
    site.key = site_key;
    site.name = "Bench";
    site.origins = {site_origin};
    const SiteId site_id = must(office::add_site(database, centre, site, now), "site");
    (void)must(office::set_site_entry_point(database, centre, site_id, "fr", entry_point), "site");
    std::string cookies;
    office::Accounts accounts(database, office::PasswordCost{1, 8192});
    for (std::uint32_t agent = 0; agent < staff.agents; ++agent) {
        office::Account account;
        account.centre = centre;
        account.email = email_of(agent);
        account.name = "Agent " + std::to_string(agent);
        account.seats = staff.seats;
        (void)must(accounts.create(account, password, now), "agent");
        const auto signed_in = must(accounts.sign_in(account.email, password, now), "signing in");
        cookies += "relais_session=" + signed_in.value().token + "\n";
    }
    return cookies;
}

std::string scratch_folder() {
    const char* const base = std::getenv("TMPDIR");
    std::string pattern = std::string{base == nullptr ? "/tmp" : base} + "/relais-bench-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no scratch folder: " + pattern);
    // The daemon becomes an unprivileged user and must get in.
    std::filesystem::permissions(pattern, std::filesystem::perms{0755});
    return pattern;
}

}  // namespace

std::uint16_t free_port() {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool found = ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                       ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(descriptor);
    if (!found) throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

Centre::Centre(const Staff& staff) : folder_(scratch_folder()), staff_(staff) {
    const std::string cookies = ask_copy([this] {
        (void)must(drop_privileges(places()), "privileges");
        ClusterOptions options;
        options.places = places();
        const auto cluster = must(EmbeddedCluster::visit(options), "PostgreSQL");
        return fill(cluster->url(), staff_);
    });
    std::istringstream lines(cookies);
    for (std::string line; std::getline(lines, line);) cookies_.push_back(line);
}

Centre::~Centre() {
    daemon_.end();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

Nanoseconds Centre::start() {
    port_ = free_port();
    Program program;
    program.path = RELAIS_BINARY;
    program.arguments = {"serve"};
    program.environment = {{"RELAIS_STORAGE_DIRECTORY", folder_ + "/data"},
                           {"RELAIS_SERVER_LISTEN", "127.0.0.1:" + std::to_string(port_)},
                           {"RELAIS_SERVER_OPERATIONS", "127.0.0.1:" + std::to_string(free_port())},
                           {"RELAIS_LOG_LEVEL", "warning"}};
    program.output_file = folder_ + "/daemon.log";
    HttpQuestion health;
    health.path = "/healthz";
    const Nanoseconds begun = now_ns();
    daemon_ = load::start(program);
    while (ask(port_, health).status != 200) {
        if (!daemon_.is_running() || now_ns() - begun > opens_within) {
            show_log();
            throw std::runtime_error("the daemon does not open its door");
        }
        ::poll(nullptr, 0, 1);
    }
    return now_ns() - begun;
}

void Centre::show_log() const {
    std::ifstream log(folder_ + "/daemon.log");
    for (std::string line; std::getline(log, line);) std::fprintf(stderr, "  %s\n", line.c_str());
}

pid_t Centre::postgres() const {
    std::ifstream file(folder_ + "/data/postgres/postmaster.pid");
    pid_t process = 0;
    file >> process;
    return process;
}

Door Centre::visitors_door() const {
    return {port_, std::string{"/v1/sites/"} + site_key + "/visitor", site_origin, {}};
}

Door Centre::agents_door(const std::string& cookie) const {
    return {port_, "/v1/agent", "http://127.0.0.1:" + std::to_string(port_), cookie};
}

ClusterPlaces Centre::places() const { return places_under(folder_ + "/data"); }

std::string Centre::url() const { return "host='" + places().sockets + "' port=5432 user=relais dbname=relais"; }

std::string Centre::as_owner(const std::function<std::string()>& work) const {
    return ask_copy([&] {
        (void)must(drop_privileges(places()), "privileges");
        return work();
    });
}

std::uint64_t Centre::texts_stored() const {
    return std::stoull(as_owner([this] {
        pg::ConnectOptions options;
        options.url = url();
        pg::Connection connection(options);
        const pg::Query count{"texts", "SELECT count(*) FROM entry WHERE kind = 'text'"};
        return std::to_string(connection.run(count).integer(0, 0));
    }));
}

void Centre::check_storage() const {
    const std::string found = as_owner([this] { return "checks: " + must(relais::check_storage(url()), "checks"); });
    if (found != "checks: ") std::fprintf(stderr, "storage is not as it should be: %s\n", found.c_str());
}

}  // namespace relais::load
