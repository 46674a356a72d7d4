// What was written is what recovery reads, field by field; and what is outside its window is not read.
#include <gtest/gtest.h>

#include "relais/office/history.hpp"

#include "journal_rig.hpp"

namespace relais::test {
namespace {

Recovered recovered(const Rig& rig, Instant now = at(10'000)) {
    auto found = recover(rig.url, rig.centre.centre, now);
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().text);
    return found.ok() ? std::move(found).value() : Recovered{};
}

void expect_same_lines(const std::vector<RecoveredLine>& found, const std::vector<RecoveredLine>& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i].conversation, expected[i].conversation);
        EXPECT_EQ(found[i].position, expected[i].position);
        EXPECT_EQ(found[i].seq, expected[i].seq);
        EXPECT_EQ(found[i].message, expected[i].message);
        EXPECT_EQ(found[i].at, expected[i].at);
        EXPECT_EQ(found[i].author_kind, expected[i].author_kind);
    }
}

TEST(RoundTrip, gives_back_every_kind_of_row_exactly) {
    Rig rig(PrivateCluster::shared().fresh_database());
    Everything everything = test::everything(rig.centre);
    const Recovered expected = std::move(everything.expected);
    rig.journal->append(std::move(everything.batch));
    ASSERT_TRUE(rig.listener.wait_durable(expected.head)) << rig.listener.why();

    const Recovered found = recovered(rig);
    EXPECT_EQ(found.head, expected.head);
    EXPECT_EQ(found.last_instant, expected.last_instant);
    EXPECT_EQ(found.visitors, expected.visitors);
    EXPECT_EQ(found.conversations, expected.conversations);
    EXPECT_EQ(found.episodes, expected.episodes);
    EXPECT_EQ(found.agents, expected.agents);
    EXPECT_EQ(found.seats, expected.seats);
    EXPECT_EQ(found.offers, expected.offers);
    EXPECT_EQ(found.entry_points, expected.entry_points);
    EXPECT_EQ(found.clients, expected.clients);
    EXPECT_EQ(found.open_left_messages, expected.open_left_messages);
    expect_same_lines(found.lines, expected.lines);
    ASSERT_EQ(found.handlings.size(), expected.handlings.size());
    EXPECT_EQ(found.handlings[0].queue, expected.handlings[0].queue);
    EXPECT_EQ(found.handlings[0].ms, expected.handlings[0].ms);
    EXPECT_EQ(rig.checks(), "");
}

TEST(RoundTrip, gives_back_every_line_exactly_with_its_text) {
    Rig rig(PrivateCluster::shared().fresh_database());
    Everything everything = test::everything(rig.centre);
    std::vector<Line> written;
    for (const Event& event : everything.batch.events) {
        if (const auto* added = std::get_if<LineAdded>(&event.body)) written.push_back(added->line);
    }
    rig.journal->append(std::move(everything.batch));
    ASSERT_TRUE(rig.listener.wait_durable(everything.expected.head));

    office::Database database(rig.url, 1);
    for (const Line& line : written) {
        const auto read =
            office::read_lines(database, rig.centre.centre, line.conversation, line.position - 1, line.position);
        ASSERT_TRUE(read.ok());
        ASSERT_EQ(read.value().size(), 1u);
        const Line& found = read.value().front();
        EXPECT_EQ(found.seq, line.seq);
        EXPECT_EQ(found.kind, line.kind);
        EXPECT_EQ(found.at, line.at);
        EXPECT_EQ(found.author_kind, line.author_kind);
        EXPECT_EQ(found.author, line.author);
        EXPECT_EQ(found.author_name, line.author_name);
        EXPECT_EQ(found.message, line.message);
        EXPECT_EQ(found.what, line.what);
        EXPECT_EQ(found.detail, line.detail);
        EXPECT_EQ(found.by, line.by);
        EXPECT_EQ(found.made_by_event, line.made_by_event);
        ASSERT_EQ(found.body == nullptr, line.body == nullptr);
        if (line.body) {
            EXPECT_EQ(*found.body, *line.body);
        }
    }
}

TEST(RoundTrip, writes_one_row_for_every_number) {
    Rig rig(PrivateCluster::shared().fresh_database());
    Everything everything = test::everything(rig.centre);
    rig.journal->append(std::move(everything.batch));
    ASSERT_TRUE(rig.listener.wait_durable(everything.expected.head));
    EXPECT_EQ(rig.count("SELECT count(*) FROM event WHERE kind = 'line_added'"), 0);
    EXPECT_EQ(rig.count("SELECT count(DISTINCT kind) FROM event"), 21);
    EXPECT_EQ(rig.count("SELECT count(*) FROM left_message WHERE done"), 1);
}

TEST(RoundTrip, keeps_the_later_state_of_merged_and_of_later_batches) {
    Rig rig(PrivateCluster::shared().fresh_database());
    ConversationRecord chat = conversation(rig.centre, 1, ConversationState::waiting);
    rig.maker->start(rig.centre, chat);
    ASSERT_TRUE(rig.store());

    chat = conversation(rig.centre, 1, ConversationState::active);
    for (std::uint32_t n = 1; n <= 3; ++n) {
        chat.agent_read_seq = n;
        rig.maker->changes().conversations = {chat};
        rig.maker->changes().episodes = {episode(chat, EpisodeOutcome::accepted)};
        rig.maker->changes().agents_with_seats_changed = {rig.centre.agents[0]};
        rig.maker->changes().seats = {{rig.centre.agents[0], n, SeatUse::active, chat.id, 3, at(n)}};
        rig.maker->add(line(chat, n, 0, "x"));
        rig.journal->append(rig.maker->take());
    }
    ASSERT_TRUE(rig.listener.wait_durable(rig.maker->head()));
    const Recovered found = recovered(rig);
    ASSERT_EQ(found.conversations.size(), 1u);
    EXPECT_EQ(found.conversations[0], chat);
    ASSERT_EQ(found.seats.size(), 1u);
    EXPECT_EQ(found.seats[0].n, 3u);
    EXPECT_EQ(rig.checks(), "");
}

TEST(RoundTrip, passes_a_seat_from_one_agent_to_another_in_one_batch) {
    Rig rig(PrivateCluster::shared().fresh_database());
    ConversationRecord chat = conversation(rig.centre, 1, ConversationState::active);
    rig.maker->start(rig.centre, chat, EpisodeOutcome::accepted);
    rig.maker->changes().agents_with_seats_changed = {rig.centre.agents[0]};
    rig.maker->changes().seats = {{rig.centre.agents[0], 1, SeatUse::active, chat.id, 3, at(1)}};
    ASSERT_TRUE(rig.store());

    chat.agent = rig.centre.agents[1];
    rig.maker->changes().conversations = {chat};
    rig.maker->changes().agents_with_seats_changed = {rig.centre.agents[1], rig.centre.agents[0]};
    rig.maker->changes().seats = {{rig.centre.agents[1], 1, SeatUse::active, chat.id, 3, at(2)}};
    rig.maker->add(EventBody{OfferAccepted{chat.id, rig.centre.agents[1]}});
    ASSERT_TRUE(rig.store());
    EXPECT_EQ(rig.checks(), "");
}

TEST(Recovery, reads_what_ended_within_the_window_and_nothing_older) {
    Rig rig(PrivateCluster::shared().fresh_database());
    const Instant now = at(100'000'000);
    for (std::uint64_t n = 1; n <= 3; ++n) {
        ConversationRecord chat = conversation(rig.centre, n, ConversationState::ended);
        chat.state_since = now - RecoveryWindow{}.ended_within + Duration{static_cast<std::int64_t>(n) - 2};
        rig.maker->start(rig.centre, chat, EpisodeOutcome::ended);
        rig.maker->add(line(chat, 1, 0, "x"));
    }
    rig.maker->changes().clients = {{id<ClientId>(1), 5, now - RecoveryWindow{}.clients_within},
                                    {id<ClientId>(2), 5, now - RecoveryWindow{}.clients_within - Duration{1}}};
    ASSERT_TRUE(rig.store());
    const Recovered found = recovered(rig, now);
    ASSERT_EQ(found.conversations.size(), 2u);
    EXPECT_EQ(found.conversations[0].id, id<ConversationId>(2));
    EXPECT_EQ(found.lines.size(), 2u);
    EXPECT_EQ(found.visitors.size(), 2u);
    EXPECT_EQ(found.episodes.size(), 2u);
    ASSERT_EQ(found.clients.size(), 1u);
    EXPECT_EQ(found.clients[0].id, id<ClientId>(1));
}

TEST(Recovery, reads_an_old_conversation_whose_wrap_up_holds_a_seat) {
    Rig rig(PrivateCluster::shared().fresh_database());
    const ConversationRecord chat = conversation(rig.centre, 1, ConversationState::ended);
    rig.maker->start(rig.centre, chat, EpisodeOutcome::ended);
    rig.maker->changes().agents_with_seats_changed = {rig.centre.agents[0]};
    rig.maker->changes().seats = {{rig.centre.agents[0], 1, SeatUse::wrap_up, chat.id, 3, at(1)}};
    ASSERT_TRUE(rig.store());
    EXPECT_EQ(recovered(rig, at(1'000'000'000)).conversations.size(), 1u);
}

TEST(Recovery, reads_the_last_fifty_handlings_of_a_queue_oldest_first) {
    Rig rig(PrivateCluster::shared().fresh_database());
    for (std::uint64_t n = 1; n <= limits::handlings_remembered + 2; ++n) {
        const ConversationRecord chat = conversation(rig.centre, n, ConversationState::ended);
        rig.maker->start(rig.centre, chat, EpisodeOutcome::accepted);
        EpisodeRecord& over = rig.maker->changes().episodes.back();
        over.over = at(1'000'000 + static_cast<std::int64_t>(n));
        over.accepted = *over.over - Duration{static_cast<std::int64_t>(n)};
    }
    ASSERT_TRUE(rig.store());
    const Recovered found = recovered(rig);
    ASSERT_EQ(found.handlings.size(), limits::handlings_remembered);
    EXPECT_EQ(found.handlings.front().ms, 3);
    EXPECT_EQ(found.handlings.back().ms, static_cast<std::int64_t>(limits::handlings_remembered) + 2);
}

TEST(Recovery, starts_from_nothing_in_a_new_centre) {
    Rig rig(PrivateCluster::shared().fresh_database());
    const Recovered found = recovered(rig);
    EXPECT_EQ(found.head, 0u);
    EXPECT_EQ(found.last_instant, Instant{});
    EXPECT_TRUE(found.conversations.empty());
}

TEST(Recovery, never_reads_another_centre) {
    Rig rig(PrivateCluster::shared().fresh_database());
    const SmallCentre other = make_small_centre(rig.url, "Other");
    rig.maker->start(rig.centre, conversation(rig.centre, 1, ConversationState::waiting));
    ASSERT_TRUE(rig.store());
    const auto found = recover(rig.url, other.centre, at(0));
    ASSERT_TRUE(found.ok());
    EXPECT_TRUE(found.value().conversations.empty());
    EXPECT_EQ(found.value().head, 0u);
}

TEST(Recovery, says_what_is_missing) {
    const std::string empty = PrivateCluster::shared().empty_database();
    EXPECT_EQ(recover(empty, id<CentreId>(1), at(0)).error().problem, StorageProblem::no_schema);
    const std::string migrated = PrivateCluster::shared().fresh_database();
    EXPECT_EQ(recover(migrated, id<CentreId>(1), at(0)).error().problem, StorageProblem::unknown_centre);
    EXPECT_EQ(recover("host=/nowhere", id<CentreId>(1), at(0)).error().problem, StorageProblem::unreachable);
}

}  // namespace
}  // namespace relais::test
