// Batches of lines alone have statements of their own (store_line.sql, store_lines.sql): the same fence, and the same rows.
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
    ASSERT_TRUE(rig.listener.wait_trouble(JournalTrouble::lease_lost));
    EXPECT_EQ(rig.count("SELECT count(*) FROM entry"), 0);
    EXPECT_EQ(rig.count("SELECT count(*) FROM client"), 0);
    EXPECT_EQ(rig.checks(), "");
}

}  // namespace
}  // namespace relais::test
