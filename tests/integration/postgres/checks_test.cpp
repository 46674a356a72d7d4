// sql/checks return no row on good data, and each returns one on data that only a bug could have written.
#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "journal_rig.hpp"
#include "relais_sql.hpp"

namespace relais::test {
namespace {

/// Good data with one of everything: waiting 1, offered 2, active 3, ended 4.
std::string good_database(SmallCentre& centre) {
    Rig rig(PrivateCluster::shared().fresh_database());
    Everything everything = test::everything(rig.centre);
    const std::uint64_t head = everything.batch.head_after;
    rig.journal->append(std::move(everything.batch));
    EXPECT_TRUE(rig.listener.wait_durable(head));
    centre = rig.centre;
    return rig.url;
}

std::string text_of(const Uuid& uuid) { return "'" + to_string(uuid) + "'"; }
std::string chat(std::uint64_t n) { return text_of(id<ConversationId>(n).value); }

/// What writes it, with every constraint out of the way. `$AGENT` is the third agent.
const std::map<std::string, std::string>& spoilers() {
    static const std::map<std::string, std::string> all{
        {"active_conversation_has_agent", "DELETE FROM seat WHERE held_as = 'active'"},
        {"waiting_conversation_has_no_seat", "UPDATE conversation SET state = 'waiting' WHERE id = " + chat(3)},
        {"one_agent_a_conversation",
         "INSERT INTO seat SELECT centre_id, $AGENT, kind, n, held_as, conversation_id, call_id, limit_when_taken, "
         "since "
         "FROM seat WHERE held_as = 'active'"},
        {"one_open_offer", "UPDATE offer SET outcome = 'open'"},
        {"offer_has_seat", "DELETE FROM seat WHERE held_as = 'offer'"},
        {"seats_never_above_limit", "UPDATE seat SET n = 4 WHERE held_as = 'active'"},
        {"event_numbers_have_no_gap", "DELETE FROM event WHERE kind = 'agent_lost'"},
        {"line_positions_have_no_gap", "UPDATE entry SET position = 9 WHERE position = 4"},
        {"line_seqs_have_no_gap", "UPDATE entry SET seq = 9 WHERE seq = 3"},
        {"lines_follow_their_events", "UPDATE entry SET made_by_event = 1 WHERE position = 4"},
        {"notes_have_no_seq", "UPDATE entry SET seq = 2 WHERE kind = 'note'"},
        {"message_stored_once",
         "UPDATE entry SET message_id = (SELECT message_id FROM entry WHERE position = 3) WHERE position = 4"},
        {"lines_have_a_conversation",
         "UPDATE entry SET conversation_id = gen_random_uuid() WHERE conversation_id = " + chat(1)},
        {"client_numbers_are_kept", "UPDATE entry SET client_id = gen_random_uuid(), client_number = 1, at = now()"},
        {"conversation_has_its_episodes", "UPDATE episode SET n = 2 WHERE conversation_id = " + chat(1)},
    };
    return all;
}

std::string with_agent(std::string text, const SmallCentre& centre) {
    const std::size_t at = text.find("$AGENT");
    if (at != std::string::npos) text.replace(at, 6, text_of(centre.agents[2].value));
    return text;
}

TEST(Checks, return_no_row_on_good_data) {
    SmallCentre centre;
    const std::string url = good_database(centre);
    const auto report = check_storage(url);
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report.value(), "");
}

TEST(Checks, are_each_held_to_bad_data) {
    std::vector<std::string> names;
    for (const sql::File& file : sql::files()) {
        if (file.path.starts_with("checks/")) names.emplace_back(file.path.substr(7, file.path.size() - 11));
    }
    ASSERT_EQ(names.size(), spoilers().size());
    for (const std::string& name : names) EXPECT_TRUE(spoilers().contains(name)) << name;
}

TEST(Checks, find_what_no_constraint_stopped) {
    SmallCentre centre;
    const std::string url = good_database(centre);
    pg::Connection connection(pg::ConnectOptions{.url = url});
    connection.command("SET session_replication_role = replica");
    connection.command(
        "DROP INDEX one_agent_a_conversation; DROP INDEX one_open_offer_a_conversation;"
        "ALTER TABLE entry DROP CONSTRAINT note_has_no_seq;"
        "ALTER TABLE entry DROP CONSTRAINT entry_centre_id_conversation_id_message_id_key;"
        "ALTER TABLE seat DROP CONSTRAINT seat_within_limit;"
        "ALTER TABLE conversation DROP CONSTRAINT waiting_conversation_has_no_agent");
    for (const auto& [name, spoiler] : spoilers()) {
        pg::Transaction transaction(connection);
        const pg::Query check{name, sql::text("checks/" + name + ".sql")};
        EXPECT_TRUE(connection.run(check).empty()) << name;
        connection.command(with_agent(spoiler, centre));
        EXPECT_FALSE(connection.run(check).empty()) << name;
    }
}

}  // namespace
}  // namespace relais::test
