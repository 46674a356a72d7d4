// Batches of lines alone have statements of their own (store_line.sql, store_lines.sql): the same fence and the same rows, but the
// numbers of clients stand in the lines until another batch or the next holder of the lease settles them.
#include <gtest/gtest.h>

#include "journal_rig.hpp"

namespace relais::test {
namespace {

class LinesAlone : public testing::TestWithParam<std::uint32_t> {
protected:
    LinesAlone()
        : rig(PrivateCluster::shared().fresh_database()),
          chat(conversation(rig.centre, 1, ConversationState::waiting)) {
        rig.maker->start(rig.centre, chat);
        EXPECT_TRUE(rig.store());
    }
    void add_lines(BatchMaker& maker, std::uint32_t from) {
        for (std::uint32_t n = 0; n < GetParam(); ++n) {
            Line said = line(chat, from + n, 0, "l'été, \"quoted\", {braces}");
            if (n % 2 == 0) said.author_name.clear();
            maker.add(std::move(said));
            maker.changes().clients.push_back({id<ClientId>(1 + n), from, at(from)});
        }
    }
    Rig rig;
    ConversationRecord chat;
};
INSTANTIATE_TEST_SUITE_P(OneAndMany, LinesAlone, testing::Values(1U, 2U, 50U));

TEST_P(LinesAlone, are_stored_as_with_other_rows) {
    add_lines(*rig.maker, 1);
    ASSERT_TRUE(rig.store());
    EXPECT_EQ(rig.count("SELECT count(*) FROM client"), 0);
    EXPECT_EQ(rig.count("SELECT count(client_number) FROM entry"), std::int64_t{GetParam()});
    add_lines(*rig.maker, 1 + GetParam());
    rig.maker->changes().visitors.push_back(visitor(rig.centre, 77));  // the general form
    ASSERT_TRUE(rig.store());
    const std::int64_t lines = 2 * std::int64_t{GetParam()};
    EXPECT_EQ(rig.count("SELECT count(*) FROM entry"), lines);
    EXPECT_EQ(rig.count("SELECT count(*) FROM client"), std::int64_t{GetParam()});
    EXPECT_EQ(rig.count("SELECT count(*) FROM client WHERE last_number = " + std::to_string(1 + GetParam())),
              std::int64_t{GetParam()});
    // Line for line the same in both forms, but for its number.
    EXPECT_EQ(
        rig.count(
            "SELECT count(*) FROM entry a JOIN entry b ON b.position = a.position + " + std::to_string(GetParam()) +
            " AND (b.author_id, b.kind, b.author_kind, b.author_name, b.body) = (a.author_id, a.kind, a.author_kind, "
            "a.author_name, a.body) AND b.payload IS NOT DISTINCT FROM a.payload AND b.seq = a.seq + " +
            std::to_string(GetParam())),
        std::int64_t{GetParam()});
    EXPECT_EQ(rig.count("SELECT head FROM centre_head"), static_cast<std::int64_t>(rig.maker->head()));
    EXPECT_EQ(rig.checks(), "");
}

TEST_P(LinesAlone, of_an_older_holder_are_not_stored) {
    RecordingListener second_listener;
    PostgresJournal second(journal_options(rig.url), second_listener);
    ASSERT_TRUE(second.take(rig.centre.centre).ok());
    add_lines(*rig.maker, 1);
    rig.journal->append(rig.maker->take());
    ASSERT_TRUE(rig.listener.wait_trouble(Trouble::lease_lost));
    EXPECT_EQ(rig.count("SELECT count(*) FROM entry"), 0);
    EXPECT_EQ(rig.count("SELECT count(*) FROM client"), 0);
    EXPECT_EQ(rig.checks(), "");
}

TEST_P(LinesAlone, leave_the_numbers_of_their_clients_to_the_next_batch_of_another_kind) {
    add_lines(*rig.maker, 1);
    ASSERT_TRUE(rig.store());
    const std::int64_t numbers = rig.count("SELECT sum(client_number)::bigint FROM entry");
    rig.maker->changes().visitors.push_back(visitor(rig.centre, 77));
    rig.maker->changes().clients.push_back({id<ClientId>(1), 90, at(90)});  // later than what its line says
    rig.maker->add(line(chat, 1 + GetParam(), 0, "one more"));
    ASSERT_TRUE(rig.store());
    EXPECT_EQ(rig.count("SELECT count(*) FROM client"), std::int64_t{GetParam()});
    EXPECT_EQ(rig.count("SELECT sum(last_number)::bigint FROM client"), numbers - 1 + 90);
    EXPECT_EQ(rig.count("SELECT head - clients_at FROM centre_head"), 0);
    EXPECT_EQ(rig.checks(), "");
}

TEST_P(LinesAlone, leave_them_to_the_next_holder_of_the_lease) {
    add_lines(*rig.maker, 1);
    ASSERT_TRUE(rig.store());
    ASSERT_GT(rig.count("SELECT head - clients_at FROM centre_head"), 0);
    RecordingListener second_listener;
    PostgresJournal second(journal_options(rig.url), second_listener);
    ASSERT_TRUE(second.take(rig.centre.centre).ok());
    EXPECT_EQ(rig.count("SELECT head - clients_at FROM centre_head"), 0);
    const auto found = recover(rig.url, rig.centre.centre, at(1000));
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found.value().clients.size(), GetParam());
    for (const ClientRecord& client : found.value().clients) EXPECT_EQ(client.last_number, 1U);
    EXPECT_EQ(rig.checks(), "");
}

TEST(ANoteAlone, goes_with_the_number_of_its_client_because_its_conversation_may_be_over) {
    Rig rig(PrivateCluster::shared().fresh_database());
    const ConversationRecord chat = conversation(rig.centre, 1, ConversationState::ended);
    rig.maker->start(rig.centre, chat, EpisodeOutcome::ended);
    ASSERT_TRUE(rig.store());
    Line note = line(chat, 1, 0, "called back");
    note.kind = LineKind::note;
    note.seq = 0;
    rig.maker->add(note);
    rig.maker->changes().clients.push_back({id<ClientId>(1), 5, at(5)});
    ASSERT_TRUE(rig.store());
    EXPECT_EQ(rig.count("SELECT last_number FROM client"), 5);
    EXPECT_EQ(rig.checks(), "");
}

TEST(LinesOfManyClients, are_settled_before_a_start_would_have_much_to_read) {
    Rig rig(PrivateCluster::shared().fresh_database());
    const ConversationRecord chat = conversation(rig.centre, 1, ConversationState::waiting);
    rig.maker->start(rig.centre, chat);
    ASSERT_TRUE(rig.store());
    for (std::uint32_t n = 1; n <= 33; ++n) {
        rig.maker->add(line(chat, n, 0, "a line of another client each"));
        rig.maker->changes().clients.push_back({id<ClientId>(n), 1, at(n)});
        ASSERT_TRUE(rig.store());
    }
    EXPECT_EQ(rig.count("SELECT count(*) FROM client"), 33);
    EXPECT_EQ(rig.checks(), "");
}

}  // namespace
}  // namespace relais::test
