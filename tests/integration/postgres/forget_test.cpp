// What visitors wrote and who they were is taken out; rows, numbers and places stay, and what is open or young is not touched.
#include "relais/office/forget.hpp"

#include <optional>
#include <stdexcept>

#include <gtest/gtest.h>

#include "relais/floor/limits.hpp"
#include "relais/office/history.hpp"

#include "journal_rig.hpp"

namespace relais::test {
namespace {

using office::Forgotten;
using office::Problem;

constexpr std::chrono::days day{1};
const Instant today = at(0);
const Duration held = Rules{}.reopen_within;

struct HouseToForget {
    /// Conversation `n` of the visitor `n`: the two of them, two answers and a note of an agent, and the end if it ended.
    void chat(std::uint64_t n, std::optional<Instant> ended) {
        const ConversationState state = ended ? ConversationState::ended : ConversationState::active;
        ConversationRecord record = conversation(rig.centre, n, state);
        if (ended) record.state_since = *ended;
        rig.maker->start(rig.centre, record, ended ? EpisodeOutcome::ended : EpisodeOutcome::accepted);
        rig.maker->changes().visitors.back().first_seen = today - day * 1000;
        if (!ended) {
            rig.maker->changes().agents_with_seats_changed.push_back(record.agent);
            rig.maker->changes().seats.push_back({record.agent, 1, SeatUse::active, record.id, 3, today});
        }
        for (std::uint32_t position = 1; position <= 3; ++position) {
            Line said = line(record, position, 0, "Mon numéro est 0102030405");
            if (position > 1) {
                said.author_kind = Party::agent;
                said.author = rig.centre.agents[0].value;
                said.author_name = "Amel";
            }
            if (position == 3) {
                said.kind = LineKind::note;
                said.seq = 0;
            }
            rig.maker->add(said);
        }
        Line over = line(record, 4, 0, "");
        over.seq = 3;
        over.kind = LineKind::system;
        over.what = SystemWhat::ended;
        over.message = MessageId{};
        over.body = nullptr;
        rig.maker->add(over);
    }

    void left(std::uint64_t n, std::uint64_t visitor, std::optional<Instant> done) {
        LeftMessage message;
        message.id = id<MessageId>(900'000 + n);
        message.at = today - day * 900;
        message.visitor = id<VisitorId>(visitor);
        message.site = rig.centre.site;
        message.entry_point = rig.centre.entry_points[0];
        message.language = "fr";
        message.name = "Zoé";
        message.email = "zoe@example.org";
        message.text = std::make_shared<const std::string>("Rappelez-moi");
        message.done = done.has_value();
        if (done) {
            message.done_by = rig.centre.agents[0];
            message.done_at = *done;
        }
        rig.maker->add(EventBody{MessageLeft{message}});
    }

    Forgotten forget(office::ForgetOld wish) {
        const auto gone = office::forget_old(database, rig.centre.centre, wish);
        EXPECT_TRUE(gone.ok()) << (gone.ok() ? "" : gone.error().text);
        return gone.ok() ? gone.value() : Forgotten{};
    }
    std::int64_t words() { return rig.count("SELECT count(*) FROM entry WHERE body IS NOT NULL"); }
    std::int64_t names() { return rig.count("SELECT count(*) FROM visitor WHERE name <> ''"); }
    std::int64_t left_texts() {
        return rig.count("SELECT count(*) FROM left_message WHERE (name, email, phone, body) <> ('', '', '', '')");
    }

    Rig rig{PrivateCluster::shared().fresh_database()};
    office::Database database{rig.url, 2};
};

TEST(Forget, takes_out_what_is_old_and_leaves_every_row_in_its_place) {
    HouseToForget house;
    house.chat(1, today - day * 400);
    house.chat(2, today - day * 366);
    house.chat(3, today - day * 364);
    house.chat(4, std::nullopt);
    house.left(1, 1, today - day * 380);
    house.left(2, 2, today - day * 10);  // so the second visitor keeps his name
    house.left(3, 3, std::nullopt);
    ASSERT_TRUE(house.rig.store());
    const std::int64_t lines = house.rig.count("SELECT count(*) FROM entry");

    office::ForgetOld wish{today - day * 365, true};
    const Forgotten would = house.forget(wish);
    EXPECT_EQ(house.words(), 12);
    EXPECT_EQ(house.names(), 4);
    EXPECT_EQ(house.left_texts(), 3);

    wish.count_only = false;
    const Forgotten gone = house.forget(wish);
    EXPECT_EQ(gone.conversations, 2u);
    EXPECT_EQ(gone.lines, 8u) << "the last line has no text, but the visitor's name";
    EXPECT_EQ(gone.left_messages, 1u);
    EXPECT_EQ(gone.names, 1u);
    EXPECT_EQ(would.conversations, gone.conversations);
    EXPECT_EQ(would.lines, gone.lines);
    EXPECT_EQ(would.left_messages, gone.left_messages);
    EXPECT_EQ(would.names, gone.names);
    EXPECT_EQ(house.words(), 6);
    EXPECT_EQ(house.names(), 3);
    EXPECT_EQ(house.left_texts(), 2);
    EXPECT_EQ(house.rig.count("SELECT count(*) FROM entry"), lines);
    EXPECT_EQ(house.rig.count("SELECT count(*) FROM entry WHERE author_name = 'Amel'"), 8) << "who answered stays";
    EXPECT_EQ(house.rig.checks(), "");

    const auto read =
        office::read_lines(house.database, house.rig.centre.centre, id<ConversationId>(1), 0, UINT32_MAX).value();
    ASSERT_EQ(read.size(), 4u);
    EXPECT_EQ(read[0].position, 1u);
    EXPECT_EQ(read[0].author_kind, Party::visitor);
    EXPECT_EQ(read[0].author_name, "");
    EXPECT_EQ(read[0].body, nullptr);
    EXPECT_EQ(house.forget(wish).lines, 0u);
}

TEST(Forget, goes_on_where_it_was_interrupted_whatever_the_size_of_a_batch) {
    HouseToForget house;
    const Instant same = today - day * 30;
    for (std::uint64_t n = 1; n <= 7; ++n) house.chat(n, same);  // one instant: only the id orders them
    ASSERT_TRUE(house.rig.store());
    office::ForgetOld wish{today - day, false, 2};
    int transactions = 0;
    wish.stored = [&](const Forgotten& so_far) {
        if (++transactions == 2) throw std::runtime_error("interrupted");
        EXPECT_EQ(so_far.conversations, 2u);
    };
    EXPECT_THROW((void)office::forget_old(house.database, house.rig.centre.centre, wish), std::runtime_error);
    EXPECT_EQ(house.words(), 9) << "two batches of two are stored";
    wish.stored = {};
    EXPECT_EQ(house.forget(wish).conversations, 3u);
    EXPECT_EQ(house.words(), 0);
    EXPECT_EQ(house.names(), 0);
    EXPECT_EQ(house.rig.checks(), "");
}

TEST(Forget, tries_smaller_batches_while_somebody_holds_a_line_and_says_so_in_the_end) {
    HouseToForget house;
    house.chat(1, today - day * 30);
    house.chat(2, today - day * 20);
    ASSERT_TRUE(house.rig.store());
    pg::Connection other(pg::ConnectOptions{.url = house.rig.url});
    other.command("BEGIN; SELECT FROM entry WHERE conversation_id = '" + to_string(id<ConversationId>(2)) +
                  "' FOR UPDATE");
    office::ForgetOld wish{today - day, false, 2};
    Forgotten so_far;
    wish.stored = [&](const Forgotten& gone) { so_far = gone; };
    const auto gone = office::forget_old(house.database, house.rig.centre.centre, wish);
    ASSERT_FALSE(gone.ok());
    EXPECT_EQ(gone.error().problem, Problem::busy);
    EXPECT_EQ(so_far.conversations, 1u);
    other.command("COMMIT");
    EXPECT_EQ(house.forget(wish).conversations, 1u);
}

TEST(Forget, takes_out_one_visitor_named_by_any_of_his_ids) {
    HouseToForget house;
    house.chat(1, today - held);
    house.chat(2, today - day);
    house.left(1, 1, today - day);
    house.left(2, 1, std::nullopt);
    house.left(3, 2, std::nullopt);
    ASSERT_TRUE(house.rig.store());
    const CentreId centre = house.rig.centre.centre;
    for (const Uuid& whose : {id<VisitorId>(1).value, id<ConversationId>(1).value, id<MessageId>(900'002).value}) {
        const auto would = office::forget_visitor(house.database, centre, whose, today, true);
        ASSERT_TRUE(would.ok()) << would.error().text;
        EXPECT_EQ(would.value().lines, 4u);
    }
    EXPECT_EQ(house.words(), 6);
    const auto gone = office::forget_visitor(house.database, centre, id<MessageId>(900'001).value, today);
    ASSERT_TRUE(gone.ok()) << gone.error().text;
    EXPECT_EQ(gone.value().conversations, 1u);
    EXPECT_EQ(gone.value().left_messages, 2u);
    EXPECT_EQ(gone.value().left_messages_open, 1u);
    EXPECT_EQ(gone.value().names, 1u);
    EXPECT_EQ(house.words(), 3);
    EXPECT_EQ(house.left_texts(), 1);
    EXPECT_EQ(house.rig.count("SELECT count(*) FROM left_message WHERE NOT done"), 2) << "the floor counts them";
    EXPECT_EQ(house.rig.checks(), "");
    EXPECT_EQ(office::forget_visitor(house.database, centre, id<VisitorId>(99).value, today).error().problem,
              Problem::unknown);
}

TEST(Forget, refuses_whoever_is_in_a_conversation_or_may_still_go_on_with_it) {
    HouseToForget house;
    house.chat(1, std::nullopt);
    house.chat(2, today - held + Duration{1});
    ASSERT_TRUE(house.rig.store());
    for (const std::uint64_t n : {1, 2}) {
        const auto refused =
            office::forget_visitor(house.database, house.rig.centre.centre, id<VisitorId>(n).value, today);
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().problem, Problem::not_allowed);
        EXPECT_NE(refused.error().text.find(to_string(id<ConversationId>(n))), std::string::npos);
    }
    EXPECT_EQ(house.words(), 6);
    EXPECT_EQ(house.names(), 2);
}

TEST(Forget, refuses_while_an_agent_is_wrapping_up_however_long) {
    HouseToForget house;
    house.chat(1, today - day);
    house.rig.maker->changes().agents_with_seats_changed.push_back(house.rig.centre.agents[0]);
    house.rig.maker->changes().seats.push_back(
        {house.rig.centre.agents[0], 1, SeatUse::wrap_up, id<ConversationId>(1), 3, today});
    ASSERT_TRUE(house.rig.store());
    const auto refused = office::forget_visitor(house.database, house.rig.centre.centre, id<VisitorId>(1).value, today);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().problem, Problem::not_allowed);
    EXPECT_EQ(house.words(), 3);
}

TEST(Forget, refuses_an_id_that_names_things_of_two_visitors) {
    HouseToForget house;
    house.chat(900'001, today - day);
    house.chat(2, today - day);
    house.left(1, 2, today - day);
    ASSERT_TRUE(house.rig.store());
    pg::Connection connection(pg::ConnectOptions{.url = house.rig.url});
    connection.command("UPDATE left_message SET id = '" + to_string(id<ConversationId>(900'001)) + "'");
    const auto refused =
        office::forget_visitor(house.database, house.rig.centre.centre, id<ConversationId>(900'001).value, today);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().problem, Problem::not_allowed);
    EXPECT_EQ(house.words(), 6);
}

}  // namespace
}  // namespace relais::test
