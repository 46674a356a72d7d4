// The thin layer over libpq: errors with their class, pipelines that are one transaction, bounds on every wait, the pool.
#include "pg/connection.hpp"

#include <atomic>
#include <future>

#include <gtest/gtest.h>

#include "pg/pool.hpp"
#include "private_cluster.hpp"

namespace relais::test {
namespace {

using pg::Parameters;
using pg::Query;

constexpr Query make{"make", "INSERT INTO kept VALUES ($1::integer)"};
constexpr Query one{"one", "SELECT 1"};
constexpr Query count{"count", "SELECT count(*) FROM kept"};

std::string database_with_table() {
    const std::string url = PrivateCluster::shared().empty_database();
    pg::Connection connection(pg::ConnectOptions{.url = url});
    connection.command("CREATE TABLE kept (n integer UNIQUE DEFERRABLE INITIALLY DEFERRED CHECK (n < 100))");
    return url;
}

std::string sqlstate_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const pg::Error& error) {
        return error.sqlstate().empty() ? "lost" : error.sqlstate();
    }
    return "none";
}

TEST(Rows, read_every_type_in_binary) {
    pg::Connection connection(pg::ConnectOptions{.url = PrivateCluster::shared().empty_database()});
    static constexpr Query all{
        "all",
        "SELECT (-2)::smallint, 7::integer, $1::bigint, $2::text, $3::uuid, $4::timestamptz, true, NULL::uuid, "
        "NULL::timestamptz, $5::bytea, $6::jsonb::text"};
    const Uuid uuid{0x0123456789abcdef, 0xfedcba9876543210};
    const std::array<unsigned char, 2> bytes{0, 255};
    const pg::Rows rows = connection.run(all, Parameters()
                                                  .add(std::int64_t{1} << 60)
                                                  .add("é")
                                                  .add(uuid)
                                                  .add(from_unix_ms(-1))
                                                  .add_bytes(bytes)
                                                  .add_json("{\"a\": 1}"));
    EXPECT_EQ(rows.integer(0, 0), -2);
    EXPECT_EQ(rows.integer(0, 1), 7);
    EXPECT_EQ(rows.integer(0, 2), std::int64_t{1} << 60);
    EXPECT_EQ(rows.text(0, 3), "é");
    EXPECT_EQ(rows.uuid(0, 4), uuid);
    EXPECT_EQ(rows.instant(0, 5), from_unix_ms(-1));
    EXPECT_TRUE(rows.boolean(0, 6));
    EXPECT_TRUE(rows.uuid(0, 7).is_nil());
    EXPECT_FALSE(rows.maybe_instant(0, 8).has_value());
    EXPECT_EQ(rows.text(0, 9), std::string_view("\0\xff", 2));
    EXPECT_EQ(rows.text(0, 10), "{\"a\": 1}");
}

TEST(Pipeline, stores_all_steps_or_none) {
    pg::Connection connection(pg::ConnectOptions{.url = database_with_table()});
    connection.prepare(std::array{make});
    Parameters good;
    good.add(std::int32_t{1});
    Parameters bad;
    bad.add(std::int32_t{100});
    EXPECT_EQ(sqlstate_of([&] {
                  connection.run_as_one(std::array{pg::Step{&make, &good}, pg::Step{&make, &bad}});
              }),
              "23514");
    EXPECT_TRUE(connection.usable());
    EXPECT_FALSE(connection.in_transaction());
    EXPECT_EQ(connection.run(count).integer(0, 0), 0);
    connection.run_as_one(std::array{pg::Step{&make, &good}});
    EXPECT_EQ(connection.run(count).integer(0, 0), 1);
}

TEST(Pipeline, tells_when_the_commit_itself_fails) {
    pg::Connection connection(pg::ConnectOptions{.url = database_with_table()});
    connection.prepare(std::array{make});
    Parameters same;
    same.add(std::int32_t{1});
    EXPECT_EQ(sqlstate_of([&] {
                  connection.run_as_one(std::array{pg::Step{&make, &same}, pg::Step{&make, &same}});
              }),
              "23505");
    EXPECT_EQ(connection.run(count).integer(0, 0), 0);
    connection.run_as_one(std::array{pg::Step{&make, &same}});
    EXPECT_EQ(connection.run(count).integer(0, 0), 1);
}

TEST(Connection, names_the_class_of_what_went_wrong) {
    const std::string url = database_with_table();
    pg::Connection connection(pg::ConnectOptions{.url = url});
    try {
        connection.run(make, Parameters().add(std::int32_t{100}));
        FAIL();
    } catch (const pg::Error& error) {
        EXPECT_TRUE(error.bad_data());
        EXPECT_FALSE(error.connection_lost());
        EXPECT_EQ(error.constraint(), "kept_n_check");
        EXPECT_EQ(std::string(error.what()).find("Failing row"), std::string::npos);
    }
    EXPECT_EQ(sqlstate_of([&] { connection.command("SELECT * FROM nothing"); }), "42P01");
    EXPECT_EQ(sqlstate_of([] { pg::Connection nowhere(pg::ConnectOptions{.url = "host=/nowhere"}); }), "lost");
}

TEST(Connection, gives_up_on_a_silent_server) {
    pg::Connection connection(
        pg::ConnectOptions{.url = PrivateCluster::shared().empty_database(), .answer_timeout = Duration{20}});
    EXPECT_EQ(sqlstate_of([&] { connection.command("SELECT pg_sleep(60)"); }), "lost");
    EXPECT_FALSE(connection.usable());
}

TEST(Connection, ends_its_wait_when_cancelled) {
    std::atomic<bool> cancelled = false;
    pg::Connection connection(
        pg::ConnectOptions{.url = PrivateCluster::shared().empty_database(), .cancelled = &cancelled});
    auto waiting =
        std::async(std::launch::async, [&] { return sqlstate_of([&] { connection.command("SELECT pg_sleep(60)"); }); });
    cancelled = true;
    EXPECT_EQ(waiting.get(), "lost");
}

TEST(Connection, lets_the_server_give_up_by_itself) {
    pg::Connection connection(
        pg::ConnectOptions{.url = PrivateCluster::shared().empty_database(), .statement_timeout = Duration{20}});
    EXPECT_EQ(sqlstate_of([&] { connection.command("SELECT pg_sleep(60)"); }), "57014");
    EXPECT_EQ(connection.run(one).integer(0, 0), 1);
}

TEST(Connection, is_not_quiet_once_the_server_said_goodbye) {
    const std::string url = PrivateCluster::shared().empty_database();
    pg::Connection connection(pg::ConnectOptions{.url = url});
    EXPECT_TRUE(connection.quiet());
    static constexpr Query end_others{"end",
                                      "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity "
                                      "WHERE datname = current_database() AND pid <> pg_backend_pid()"};
    pg::Connection other(pg::ConnectOptions{.url = url});
    EXPECT_EQ(other.run(end_others).integer(0, 0), 1);
    EXPECT_FALSE(connection.quiet());
    try {
        connection.run(one);
        FAIL();
    } catch (const pg::Error& error) {
        EXPECT_TRUE(error.connection_lost());
    }
    EXPECT_FALSE(connection.usable());
}

TEST(Transaction, rolls_back_unless_committed) {
    pg::Connection connection(pg::ConnectOptions{.url = database_with_table()});
    {
        pg::Transaction transaction(connection);
        connection.run(make, Parameters().add(std::int32_t{1}));
    }
    EXPECT_EQ(connection.run(count).integer(0, 0), 0);
    pg::Transaction transaction(connection);
    connection.run(make, Parameters().add(std::int32_t{1}));
    transaction.commit();
    EXPECT_EQ(connection.run(count).integer(0, 0), 1);
}

TEST(Pool, lends_as_many_as_it_may_and_takes_them_back) {
    pg::Pool pool(pg::ConnectOptions{.url = PrivateCluster::shared().empty_database()}, 1);
    static constexpr Query backend{"backend", "SELECT pg_backend_pid()"};
    std::int64_t first = 0;
    {
        const auto loan = pool.borrow();
        first = loan->run(backend).integer(0, 0);
        EXPECT_EQ(sqlstate_of([&] { static_cast<void>(pool.borrow()); }), "53300");
    }
    EXPECT_EQ(pool.borrow()->run(backend).integer(0, 0), first);
}

TEST(Pool, replaces_what_died_or_was_left_in_a_transaction) {
    const std::string url = PrivateCluster::shared().empty_database();
    pg::Pool pool(pg::ConnectOptions{.url = url}, 1);
    pool.borrow()->command("BEGIN");
    EXPECT_FALSE(pool.borrow()->in_transaction());
    pg::Connection other(pg::ConnectOptions{.url = url});
    other.command(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    EXPECT_EQ(pool.borrow()->run(one).integer(0, 0), 1);
}

}  // namespace
}  // namespace relais::test
