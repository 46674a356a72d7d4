#include "relais/journal/migrate.hpp"

#include <future>

#include <gtest/gtest.h>

#include "pg/connection.hpp"
#include "private_cluster.hpp"

namespace relais::test {
namespace {

void run(const std::string& url, const std::string& text) {
    pg::Connection connection(pg::ConnectOptions{.url = url});
    connection.command(text);
}

TEST(Migrate, brings_an_empty_database_to_this_programs_version) {
    const std::string url = PrivateCluster::shared().empty_database();
    EXPECT_EQ(schema_version(url).value(), 0);
    const auto migrated = migrate(url);
    ASSERT_TRUE(migrated.ok()) << migrated.error().text;
    EXPECT_EQ(migrated.value().from, 0);
    EXPECT_EQ(migrated.value().to, program_schema_version());
    EXPECT_EQ(schema_version(url).value(), program_schema_version());
}

TEST(Migrate, does_nothing_the_second_time) {
    const std::string url = PrivateCluster::shared().fresh_database();
    const auto again = migrate(url);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value().from, program_schema_version());
    EXPECT_EQ(again.value().to, program_schema_version());
}

TEST(Migrate, is_done_once_when_two_programs_start_together) {
    const std::string url = PrivateCluster::shared().empty_database();
    auto other = std::async(std::launch::async, [&url] { return migrate(url); });
    const auto mine = migrate(url);
    const auto theirs = other.get();
    ASSERT_TRUE(mine.ok()) << mine.error().text;
    ASSERT_TRUE(theirs.ok()) << theirs.error().text;
    EXPECT_EQ(mine.value().from + theirs.value().from, program_schema_version());
}

TEST(Migrate, refuses_a_schema_that_is_newer) {
    const std::string url = PrivateCluster::shared().fresh_database();
    run(url, "INSERT INTO schema_migration (version, name, fingerprint) VALUES (" +
                 std::to_string(program_schema_version() + 1) + ", 'migrations/from_tomorrow.sql', '')");
    const auto refused = migrate(url);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().problem, StorageProblem::newer_schema);
    EXPECT_NE(refused.error().text.find("from_tomorrow"), std::string::npos);
    EXPECT_EQ(schema_version(url).error().problem, StorageProblem::newer_schema);
}

TEST(Migrate, refuses_a_gap) {
    const std::string url = PrivateCluster::shared().fresh_database();
    run(url, "DELETE FROM schema_migration WHERE version = 2");
    EXPECT_EQ(migrate(url).error().problem, StorageProblem::damaged_schema);
}

TEST(Migrate, refuses_a_migration_that_was_edited) {
    const std::string url = PrivateCluster::shared().fresh_database();
    run(url, "UPDATE schema_migration SET fingerprint = 'another' WHERE version = 2");
    const auto refused = migrate(url);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().problem, StorageProblem::damaged_schema);
}

TEST(Migrate, leaves_nothing_behind_of_a_migration_that_fails) {
    const std::string url = PrivateCluster::shared().empty_database();
    run(url, "CREATE TABLE seat (n integer)");  // stands in the way of the second
    const auto failed = migrate(url);
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().problem, StorageProblem::failed);
    EXPECT_NE(failed.error().text.find("0002_"), std::string::npos);
    EXPECT_EQ(schema_version(url).value(), 1);
    run(url, "DROP TABLE seat");
    EXPECT_TRUE(migrate(url).ok());
}

TEST(Migrate, tells_a_missing_table_from_a_query_that_fails) {
    const std::string url = PrivateCluster::shared().empty_database();
    EXPECT_EQ(check_storage(url).error().problem, StorageProblem::no_schema);
    run(url, "CREATE TABLE schema_migration (version text)");
    EXPECT_EQ(schema_version(url).error().problem, StorageProblem::failed);
    EXPECT_EQ(schema_version("host=/nowhere").error().problem, StorageProblem::unreachable);
}

}  // namespace
}  // namespace relais::test
