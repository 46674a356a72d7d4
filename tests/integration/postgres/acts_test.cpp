// What supervisors did by hand is read back from the events, and what an older program stored is taken over.
#include "relais/office/acts.hpp"

#include <gtest/gtest.h>

#include "journal_rig.hpp"
#include "relais_sql.hpp"

namespace relais::test {
namespace {

constexpr std::uint64_t newest = UINT64_MAX;

std::vector<Act> read(const Rig& rig, std::uint64_t before = newest) {
    office::Database database(rig.url, 1);
    auto acts = office::read_acts(database, rig.centre.centre, before);
    EXPECT_TRUE(acts.ok()) << (acts.ok() ? "" : acts.error().text);
    return acts.ok() ? std::move(acts).value() : std::vector<Act>{};
}

EventBody forced(const SmallCentre& centre, StatusWhy why, std::string reason) {
    return AgentStatusSet{centre.agents[0], AgentStatus::away, std::move(reason), why, centre.agents[2]};
}

TEST(Acts, are_read_newest_first_with_their_authors_and_reasons) {
    Rig rig(PrivateCluster::shared().fresh_database());
    const SmallCentre& centre = rig.centre;
    const std::uint64_t closed = rig.maker->add(
        EventBody{EntryPointSetByHand{centre.entry_points[1], ByHand::closed, centre.agents[2], "\"é\""}});
    rig.maker->add(forced(centre, StatusWhy::chosen, "lunch"));
    rig.maker->add(EventBody{AgentLost{centre.agents[0]}});
    const std::uint64_t sent = rig.maker->add(forced(centre, StatusWhy::forced, "meeting"));
    const std::uint64_t again =
        rig.maker->add(EventBody{EntryPointSetByHand{centre.entry_points[1], ByHand::automatic, centre.agents[1], ""}});
    ASSERT_TRUE(rig.store());
    const std::vector<Act> acts = read(rig);
    ASSERT_EQ(acts.size(), 3u);
    EXPECT_EQ(acts[0].number, again);
    EXPECT_EQ(acts[0].by, centre.agents[1]);
    EXPECT_EQ(acts[0].by_hand, ByHand::automatic);
    EXPECT_EQ(acts[0].reason, "");
    EXPECT_EQ(acts[1].number, sent);
    EXPECT_EQ(acts[1].agent, centre.agents[0]);
    EXPECT_EQ(acts[1].by, centre.agents[2]);
    EXPECT_EQ(acts[1].status, AgentStatus::away);
    EXPECT_EQ(acts[1].reason, "meeting");
    EXPECT_FALSE(acts[1].of_name.empty());
    EXPECT_NE(acts[1].of_name, acts[1].by_name);
    EXPECT_TRUE(acts[1].entry_point.is_nil());
    EXPECT_EQ(acts[2].number, closed);
    EXPECT_EQ(acts[2].entry_point, centre.entry_points[1]);
    EXPECT_TRUE(acts[2].agent.is_nil());
    EXPECT_EQ(acts[2].by_hand, ByHand::closed);
    EXPECT_EQ(acts[2].reason, "\"é\"");
    EXPECT_FALSE(acts[2].of_name.empty());
    EXPECT_EQ(acts[2].at, at(static_cast<std::int64_t>(closed)));
}

TEST(Acts, come_in_pages_of_a_hundred) {
    Rig rig(PrivateCluster::shared().fresh_database());
    for (std::uint32_t n = 0; n <= office::acts_a_page_max; ++n)
        rig.maker->add(forced(rig.centre, StatusWhy::forced, std::to_string(n)));
    ASSERT_TRUE(rig.store());
    const std::vector<Act> first = read(rig);
    ASSERT_EQ(first.size(), office::acts_a_page_max);
    EXPECT_EQ(first.back().reason, "1");
    const std::vector<Act> second = read(rig, first.back().number);
    ASSERT_EQ(second.size(), 1u);
    EXPECT_EQ(second.front().reason, "0");
    EXPECT_TRUE(read(rig, second.front().number).empty());
}

TEST(Acts, of_another_centre_are_not_read) {
    Rig rig(PrivateCluster::shared().fresh_database());
    rig.maker->add(forced(rig.centre, StatusWhy::forced, "secret"));
    ASSERT_TRUE(rig.store());
    const SmallCentre other = make_small_centre(rig.url, "Other");
    office::Database database(rig.url, 1);
    EXPECT_TRUE(office::read_acts(database, other.centre, newest).value().empty());
}

TEST(Acts, are_found_among_many_events_by_their_own_index) {
    Rig rig(PrivateCluster::shared().fresh_database());
    pg::Connection connection(pg::ConnectOptions{.url = rig.url});
    const std::string centre = to_string(rig.centre.centre);
    connection.command("INSERT INTO event (centre_id, number, at, kind, payload) SELECT '" + centre +
                       "', n, now(), 'agent_lost', '{}' FROM generate_series(1, 50000) AS n; ANALYZE event");
    std::string query{sql::text("queries/office/read_acts.sql")};
    const auto put = [&query](const std::string& parameter, const std::string& value) {
        query.replace(query.find(parameter), parameter.size(), value);
    };
    put("$1::uuid", "'" + centre + "'::uuid");
    put("$2::bigint", "9223372036854775807");
    put("$3::integer", "100");
    query = "EXPLAIN " + query.substr(query.find("SELECT"));
    const pg::Query explained{"explained", query};
    const pg::Rows rows = connection.run(explained);
    std::string plan;
    for (int row = 0; row < rows.count(); ++row) plan += std::string(rows.text(row, 0)) + "\n";
    EXPECT_NE(plan.find("event_act"), std::string::npos) << plan;
}

TEST(Acts, stored_by_an_older_program_say_why_a_way_in_is_closed) {
    Rig rig(PrivateCluster::shared().fresh_database());
    const SmallCentre& centre = rig.centre;
    rig.maker->add(EventBody{EntryPointSetByHand{centre.entry_points[0], ByHand::open, centre.agents[0], "old"}});
    const std::uint64_t set = rig.maker->add(
        EventBody{EntryPointSetByHand{centre.entry_points[0], ByHand::closed, centre.agents[2], "fire drill"}});
    const std::uint64_t changed = rig.maker->add(
        EventBody{AvailabilityChanged{centre.entry_points[0], Availability::closed, AvailabilityCause::by_hand}});
    EntryPointRecord record;
    record.id = centre.entry_points[0];
    record.version = 7;
    record.by_hand = ByHand::closed;
    rig.maker->changes().entry_points = {record};
    ASSERT_TRUE(rig.store());
    pg::Connection connection(pg::ConnectOptions{.url = rig.url});
    connection.command(
        "DROP INDEX event_act; ALTER TABLE entry_point_state DROP COLUMN since, DROP COLUMN by_hand_by,"
        " DROP COLUMN by_hand_at, DROP COLUMN by_hand_reason");
    connection.command(std::string(sql::text("migrations/0005_supervision.sql")));
    const auto found = recover(rig.url, centre.centre, at(10'000));
    ASSERT_TRUE(found.ok()) << found.error().text;
    ASSERT_EQ(found.value().entry_points.size(), 1u);
    record.since = at(static_cast<std::int64_t>(changed));
    record.by_hand_by = centre.agents[2];
    record.by_hand_at = at(static_cast<std::int64_t>(set));
    record.by_hand_reason = "fire drill";
    EXPECT_EQ(found.value().entry_points.front(), record);
}

}  // namespace
}  // namespace relais::test
