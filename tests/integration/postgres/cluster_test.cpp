// RULES 7: made when absent, adopted when alive, started again after a crash, refused when it is somebody else's.
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "relais/journal/embedded_cluster.hpp"

#include "pg/connection.hpp"
#include "pg/embedded/data_directory.hpp"
#include "private_cluster.hpp"

namespace relais::test {
namespace {

constexpr const char* serve_here = "RELAIS_TEST_SERVE_HERE";

ClusterOptions options_in(const ScratchFolder& folder) {
    ClusterOptions options;
    options.places = places_with_data(folder);
    options.lock_within = Duration{0};
    return options;
}

bool answers(const std::string& url) {
    static constexpr pg::Query one{"one", "SELECT 1"};
    try {
        pg::Connection connection(pg::ConnectOptions{.url = url});
        return connection.run(one).integer(0, 0) == 1;
    } catch (const pg::Error&) {
        return false;
    }
}

// The daemon of the tests below: this program once more, told by the environment to serve and to wait for its end.
TEST(ClusterChild, serves_when_told_to) {
    const char* const base = std::getenv(serve_here);
    if (base == nullptr) return;
    ClusterOptions options;
    options.places = places_under(base);
    auto cluster = EmbeddedCluster::serve(options);
    std::ofstream(std::string(base) + "/served") << (cluster.ok() ? cluster.value()->server() : 0) << '\n';
    std::filesystem::rename(std::string(base) + "/served", std::string(base) + "/serving");
    for (;;) ::pause();
}

pid_t start_daemon(const std::string& base) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    ::setenv(serve_here, base.c_str(), 1);
    ::unsetenv("GTEST_TOTAL_SHARDS");  // its one test is not shared out
    ::unsetenv("GTEST_SHARD_INDEX");
    ::execl("/proc/self/exe", "daemon", "--gtest_filter=ClusterChild.*", nullptr);
    ::_exit(127);
}

/// It says so by a file; its end ends the wait too.
void wait_until_serving(pid_t daemon, const ClusterOptions& options) {
    while (!std::filesystem::exists(options.places.base + "/serving")) {
        if (::waitpid(daemon, nullptr, WNOHANG) != 0) FAIL() << "the daemon ended";
    }
}

void kill_daemon(pid_t daemon) {
    ::kill(daemon, SIGKILL);
    ::waitpid(daemon, nullptr, 0);
}

TEST(EmbeddedCluster, is_made_served_and_stopped) {
    const ScratchFolder folder;
    ClusterOptions options;
    options.places = places_under(folder.path() + "/cluster");
    auto cluster = EmbeddedCluster::serve(options);
    ASSERT_TRUE(cluster.ok()) << cluster.error().text;
    EXPECT_FALSE(cluster.value()->adopted());
    EXPECT_TRUE(answers(cluster.value()->url()));
    EXPECT_EQ(::getsid(cluster.value()->server()), cluster.value()->server());  // Ctrl-C does not reach it
    const auto permissions = std::filesystem::status(options.places.sockets).permissions();
    EXPECT_EQ(permissions, std::filesystem::perms{0700});
    const std::string url = cluster.value()->url();
    EXPECT_TRUE(std::move(cluster).value()->stop());
    EXPECT_FALSE(answers(url));
    EXPECT_FALSE(pg::read_postmaster_file(pg::data_of(options.places)).has_value());
}

TEST(EmbeddedCluster, ends_sessions_that_are_open_when_it_stops) {
    const ScratchFolder folder;
    auto cluster = EmbeddedCluster::serve(options_in(folder));
    ASSERT_TRUE(cluster.ok()) << cluster.error().text;
    pg::Connection open(pg::ConnectOptions{.url = cluster.value()->url()});
    EXPECT_TRUE(cluster.value()->stop());
}

TEST(EmbeddedCluster, outlives_a_killed_daemon_and_is_adopted_by_the_next) {
    const ScratchFolder folder;
    const ClusterOptions options = options_in(folder);
    const pid_t daemon = start_daemon(options.places.base);
    wait_until_serving(daemon, options);
    auto visitor = EmbeddedCluster::visit(options);
    ASSERT_TRUE(visitor.ok()) << visitor.error().text;
    EXPECT_TRUE(visitor.value()->adopted());
    EXPECT_TRUE(visitor.value()->stop());  // a visitor stops nothing that was running
    kill_daemon(daemon);

    auto next = EmbeddedCluster::serve(options);
    ASSERT_TRUE(next.ok()) << next.error().text;
    EXPECT_TRUE(next.value()->adopted());
    std::ifstream told(options.places.base + "/serving");
    int server = 0;
    told >> server;
    EXPECT_EQ(next.value()->server(), server);
    EXPECT_TRUE(answers(next.value()->url()));
    EXPECT_TRUE(next.value()->stop());
    EXPECT_FALSE(answers(next.value()->url()));
}

// A command in the first second of a new service, told of other places for the socket than the service was.
TEST(EmbeddedCluster, lets_a_visitor_in_who_comes_while_it_is_being_made) {
    const ScratchFolder folder;
    ClusterOptions options;
    options.places = places_under(folder.path() + "/cluster");
    options.ready_within = Duration{20'000};
    const pid_t daemon = start_daemon(options.places.base);
    while (!std::filesystem::exists(pg::log_of(options.places))) {
        if (::waitpid(daemon, nullptr, WNOHANG) != 0) FAIL() << "the daemon ended";
    }
    ClusterOptions other = options;
    other.places.sockets = folder.path() + "/elsewhere";
    auto visitor = EmbeddedCluster::visit(other);
    ASSERT_TRUE(visitor.ok()) << visitor.error().text;
    EXPECT_TRUE(visitor.value()->adopted());
    EXPECT_TRUE(answers(visitor.value()->url()));  // the database is there, not the server alone
    wait_until_serving(daemon, options);
    kill_daemon(daemon);
    EXPECT_TRUE(EmbeddedCluster::serve(options).value()->stop());
}

TEST(EmbeddedCluster, starts_again_when_daemon_and_server_were_killed) {
    const ScratchFolder folder;
    const ClusterOptions options = options_in(folder);
    {
        auto first = EmbeddedCluster::serve(options);
        ASSERT_TRUE(first.ok()) << first.error().text;
        pg::Connection connection(pg::ConnectOptions{.url = first.value()->url()});
        connection.command("CREATE TABLE kept AS SELECT 1");
    }
    const pid_t daemon = start_daemon(options.places.base);
    wait_until_serving(daemon, options);
    const auto file = pg::read_postmaster_file(pg::data_of(options.places));
    ASSERT_TRUE(file.has_value());
    ::kill(daemon, SIGSTOP);  // so that it does not start the server again
    ::kill(file->process, SIGKILL);
    kill_daemon(daemon);
    auto next = EmbeddedCluster::serve(options);
    ASSERT_TRUE(next.ok()) << next.error().text;
    EXPECT_FALSE(next.value()->adopted());
    pg::Connection connection(pg::ConnectOptions{.url = next.value()->url()});
    EXPECT_NO_THROW(connection.command("SELECT * FROM kept"));
}

TEST(EmbeddedCluster, is_started_again_when_the_server_ends_by_itself) {
    PrivateCluster cluster;
    const int before = cluster.cluster().server();
    cluster.crash();
    while (cluster.cluster().restarts() == 0 || !answers(cluster.cluster().url())) {
    }
    EXPECT_NE(cluster.cluster().server(), before);
}

TEST(EmbeddedCluster, has_one_daemon_at_a_time) {
    const ScratchFolder folder;
    auto first = EmbeddedCluster::serve(options_in(folder));
    ASSERT_TRUE(first.ok()) << first.error().text;
    const auto second = EmbeddedCluster::serve(options_in(folder));
    ASSERT_FALSE(second.ok());
    EXPECT_NE(second.error().text.find("another relais"), std::string::npos);
    EXPECT_TRUE(answers(first.value()->url()));
}

TEST(EmbeddedCluster, is_started_and_stopped_by_a_visitor_when_nobody_serves) {
    const ScratchFolder folder;
    auto visitor = EmbeddedCluster::visit(options_in(folder));
    ASSERT_TRUE(visitor.ok()) << visitor.error().text;
    EXPECT_TRUE(answers(visitor.value()->url()));
    EXPECT_TRUE(visitor.value()->stop());
    EXPECT_FALSE(answers(visitor.value()->url()));
}

TEST(EmbeddedCluster, refuses_data_of_another_version) {
    const ScratchFolder folder;
    const ClusterOptions options = options_in(folder);
    std::ofstream(pg::data_of(options.places) + "/PG_VERSION") << "9\n";
    const auto refused = EmbeddedCluster::serve(options);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().text.find("PostgreSQL 9"), std::string::npos) << refused.error().text;
}

TEST(EmbeddedCluster, says_that_the_programs_are_missing) {
    const ScratchFolder folder;
    ClusterOptions options = options_in(folder);
    options.programs = folder.path();
    const auto refused = EmbeddedCluster::serve(options);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().text.find("postgresql-15"), std::string::npos);
}

TEST(EmbeddedCluster, waits_for_an_old_server_that_is_ending) {
    const ScratchFolder folder;
    const ClusterOptions options = options_in(folder);
    const pid_t daemon = start_daemon(options.places.base);
    wait_until_serving(daemon, options);
    kill_daemon(daemon);
    auto adopted = EmbeddedCluster::visit(options);
    ASSERT_TRUE(adopted.ok()) << adopted.error().text;
    pg::Connection busy(pg::ConnectOptions{.url = adopted.value()->url()});
    const int old_server = adopted.value()->server();
    ASSERT_TRUE(adopted.value()->stop());
    adopted = StorageError{};
    ::kill(old_server, SIGTERM);  // a smart stop: it waits for `busy`
    auto next = std::async(std::launch::async, [&options] { return EmbeddedCluster::serve(options); });
    ::kill(old_server, SIGINT);
    const auto served = next.get();
    ASSERT_TRUE(served.ok()) << served.error().text;
    EXPECT_NE(served.value()->server(), old_server);
    EXPECT_TRUE(answers(served.value()->url()));
}

TEST(EmbeddedCluster, never_takes_a_foreign_process_for_its_server) {
    const ScratchFolder folder;
    ClusterOptions options = options_in(folder);
    options.gone_within = Duration{0};
    pg::Launch stranger;
    stranger.program = "/bin/sleep";
    stranger.arguments = {"600"};
    if (::geteuid() == 0) stranger.identity = pg::identity_of(options.user);
    const pid_t process = pg::launch(stranger);
    const std::string file = pg::data_of(options.places) + "/postmaster.pid";
    std::ofstream(file) << process << "\n"
                        << pg::data_of(options.places) << "\n1\n5432\n"
                        << options.places.sockets << "\n\n0\nready\n";
    const auto refused = EmbeddedCluster::serve(options);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().text.find(std::to_string(process)), std::string::npos) << refused.error().text;
    EXPECT_TRUE(std::filesystem::exists(file));  // never deleted by us
    kill_daemon(process);
    EXPECT_TRUE(
        EmbeddedCluster::serve(options).ok());  // whom it names is gone: PostgreSQL itself sees that it is stale
}

TEST(EmbeddedCluster, tells_the_last_line_of_the_log_when_the_server_does_not_start) {
    const ScratchFolder folder;
    const ClusterOptions options = options_in(folder);
    ASSERT_TRUE(EmbeddedCluster::visit(options).ok());
    std::ofstream(pg::data_of(options.places) + "/postgresql.conf", std::ios::app) << "no_such_setting = 1\n";
    const auto refused = EmbeddedCluster::serve(options);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().text.find("postgresql.conf"), std::string::npos) << refused.error().text;
}

TEST(Places, keep_the_socket_where_its_path_fits) {
    const std::string fits = "/" + std::string(93 - 1 - 4, 'x');
    EXPECT_EQ(places_under(fits).sockets, fits + "/run");
    const std::string beyond = fits + "x";
    EXPECT_NE(places_under(beyond).sockets, beyond + "/run");
    EXPECT_LE(places_under(beyond).sockets.size(), 93u);
    EXPECT_EQ(places_under(beyond).sockets, places_under(beyond).sockets);
    EXPECT_NE(places_under(beyond).sockets, places_under(beyond + "y").sockets);
}

TEST(Places, serve_from_a_folder_whose_own_path_is_too_long_for_a_socket) {
    const ScratchFolder folder;
    ClusterOptions options;
    options.places = places_under(folder.path() + "/" + std::string(90, 'x'));
    {
        auto cluster = EmbeddedCluster::serve(options);
        ASSERT_TRUE(cluster.ok()) << cluster.error().text;
        EXPECT_TRUE(answers(cluster.value()->url()));
    }
    std::filesystem::remove_all(options.places.sockets);
}

TEST(Privileges, are_dropped_for_good) {
    const ScratchFolder folder;
    const ClusterPlaces places = places_under(folder.path() + "/cluster");
    const pid_t child = ::fork();
    if (child == 0) {
        const auto dropped = drop_privileges(places);
        const bool good =
            dropped.ok() && ::geteuid() != 0 && ::setuid(0) != 0 && ::access(places.base.c_str(), W_OK) == 0;
        ::_exit(good ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace relais::test
