// RULES 25 to 28: unknown outcomes, lost leases, data errors, a server that goes and comes back.
#include <algorithm>
#include <future>

#include <gtest/gtest.h>

#include "cut_proxy.hpp"
#include "journal_rig.hpp"

namespace relais::test {
namespace {

std::string database_of(const std::string& url) { return url.substr(url.rfind('=') + 1); }

/// A journal behind a proxy, its connection made and idle.
struct CutRig {
    CutRig() : CutRig(PrivateCluster::shared().fresh_database()) {}
    explicit CutRig(const std::string& url)
        : proxy(PrivateCluster::shared().sockets()), rig(url, proxy.url(database_of(url))) {
        chat = conversation(rig.centre, 1, ConversationState::waiting);
        rig.maker->start(rig.centre, chat);
        EXPECT_TRUE(rig.store());
    }

    bool say(std::uint32_t position) {
        rig.maker->add(line(chat, position, 0, "x"));
        rig.maker->changes().clients = {{id<ClientId>(1), position, at(position)}};
        return rig.store();
    }

    CutProxy proxy;
    Rig rig;
    ConversationRecord chat;
};

TEST(UnknownOutcome, is_known_when_the_commit_happened_and_its_answer_was_lost) {
    CutRig cut;
    cut.proxy.cut_next(CutProxy::Cut::after_answer);
    ASSERT_TRUE(cut.say(1));
    ASSERT_TRUE(cut.say(2));
    EXPECT_EQ(cut.rig.count("SELECT count(*) FROM entry"), 2);
    EXPECT_EQ(cut.rig.journal->figures().reconnects, 1u);
    EXPECT_EQ(cut.rig.checks(), "");
    EXPECT_FALSE(cut.rig.listener.went_back());
}

TEST(UnknownOutcome, is_tried_again_when_the_server_never_got_it) {
    CutRig cut;
    cut.proxy.cut_next(CutProxy::Cut::before_server);
    ASSERT_TRUE(cut.say(1));
    ASSERT_TRUE(cut.say(2));
    EXPECT_EQ(cut.rig.count("SELECT count(*) FROM entry"), 2);
    EXPECT_EQ(cut.rig.checks(), "");
}

TEST(UnknownOutcome, waits_for_the_old_backend_that_is_still_finishing) {
    CutRig cut;
    pg::Connection other(pg::ConnectOptions{.url = cut.rig.url});
    other.command("BEGIN; UPDATE centre_head SET expires_at = expires_at");  // the batch will stand behind this lock
    cut.proxy.cut_next(CutProxy::Cut::client_only);
    auto stored = std::async(std::launch::async, [&cut] { return cut.say(1); });
    cut.proxy.wait_cut();
    other.command("COMMIT");
    ASSERT_TRUE(stored.get());
    ASSERT_TRUE(cut.say(2));
    EXPECT_EQ(cut.rig.count("SELECT count(*) FROM entry"), 2);
    EXPECT_EQ(cut.rig.checks(), "");
}

TEST(UnknownOutcome, of_a_batch_without_events_is_safe_to_repeat) {
    CutRig cut;
    const std::size_t told = cut.rig.listener.told();
    cut.proxy.cut_next(CutProxy::Cut::after_answer);
    cut.rig.maker->changes().clients = {{id<ClientId>(7), 3, at(3)}};
    cut.rig.journal->append(cut.rig.maker->take());
    ASSERT_TRUE(cut.rig.listener.wait_told(told));
    ASSERT_TRUE(cut.say(1));
    EXPECT_EQ(cut.rig.count("SELECT last_number FROM client ORDER BY last_number DESC LIMIT 1"), 3);
}

TEST(Lease, ends_the_older_holder_at_its_next_batch) {
    Rig rig(PrivateCluster::shared().fresh_database());
    const ConversationRecord chat = conversation(rig.centre, 1, ConversationState::waiting);
    rig.maker->start(rig.centre, chat);
    ASSERT_TRUE(rig.store());

    RecordingListener second_listener;
    PostgresJournal second(journal_options(rig.url), second_listener);  // the same owner: he restarted
    const auto taken = second.take(rig.centre.centre);
    ASSERT_TRUE(taken.ok());
    EXPECT_EQ(taken.value().epoch, 2u);
    EXPECT_EQ(taken.value().head, rig.maker->head());

    rig.maker->add(line(chat, 1, 0, "too late"));
    rig.journal->append(rig.maker->take());
    ASSERT_TRUE(rig.listener.wait_trouble(Trouble::lease_lost));
    EXPECT_EQ(rig.count("SELECT count(*) FROM entry"), 0);

    BatchMaker maker(rig.centre.centre, taken.value().head);
    maker.add(line(chat, 1, 0, "in time"));
    second.append(maker.take());
    ASSERT_TRUE(second_listener.wait_durable(maker.head()));
    EXPECT_EQ(rig.checks(), "");
}

TEST(Lease, is_not_given_to_another_owner_before_it_is_over_or_given_back) {
    Rig rig(PrivateCluster::shared().fresh_database());
    RecordingListener other_listener;
    PostgresJournal other(journal_options(rig.url, "daemon-b"), other_listener);
    const auto refused = other.take(rig.centre.centre);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().problem, StorageProblem::lease_held);
    EXPECT_NE(refused.error().text.find("daemon-a"), std::string::npos);

    EXPECT_TRUE(rig.journal->stop(std::chrono::seconds{60}));
    EXPECT_TRUE(other.take(rig.centre.centre).ok());
}

TEST(Lease, is_taken_by_another_owner_when_it_has_run_out) {
    Rig rig(PrivateCluster::shared().fresh_database());
    pg::Connection connection(pg::ConnectOptions{.url = rig.url});
    connection.command("UPDATE centre_head SET expires_at = now() - interval '1 second'");
    RecordingListener other_listener;
    PostgresJournal other(journal_options(rig.url, "daemon-b"), other_listener);
    EXPECT_TRUE(other.take(rig.centre.centre).ok());
}

TEST(Lease, is_renewed_while_nothing_happens_and_its_loss_is_noticed) {
    const std::string url = PrivateCluster::shared().fresh_database();
    const SmallCentre centre = make_small_centre(url);
    RecordingListener listener;
    JournalOptions options = journal_options(url);
    options.lease = Duration{30};  // renewed every 10 ms
    PostgresJournal journal(options, listener);
    ASSERT_TRUE(journal.take(centre.centre).ok());
    pg::Connection connection(pg::ConnectOptions{.url = url});
    connection.command("UPDATE centre_head SET epoch = epoch + 1");
    EXPECT_TRUE(listener.wait_trouble(Trouble::lease_lost));
}

TEST(Lease, of_one_centre_lost_stops_only_that_one) {
    Rig rig(PrivateCluster::shared().fresh_database());
    const SmallCentre other = make_small_centre(rig.url, "Other");
    ASSERT_TRUE(rig.journal->take(other.centre).ok());
    pg::Connection connection(pg::ConnectOptions{.url = rig.url});
    connection.command("UPDATE centre_head SET epoch = epoch + 1 WHERE centre_id = '" + to_string(rig.centre.centre) +
                       "'");
    rig.maker->start(rig.centre, conversation(rig.centre, 1, ConversationState::waiting));
    rig.journal->append(rig.maker->take());
    ASSERT_TRUE(rig.listener.wait_trouble(Trouble::lease_lost));

    BatchMaker maker(other.centre, 0);
    maker.start(other, conversation(other, 2, ConversationState::waiting));
    rig.journal->append(maker.take());
    EXPECT_TRUE(rig.listener.wait_durable(maker.head()));
}

TEST(Lease, says_what_is_missing) {
    RecordingListener listener;
    PostgresJournal empty(journal_options(PrivateCluster::shared().empty_database()), listener);
    EXPECT_EQ(empty.take(id<CentreId>(1)).error().problem, StorageProblem::no_schema);
    PostgresJournal migrated(journal_options(PrivateCluster::shared().fresh_database()), listener);
    EXPECT_EQ(migrated.take(id<CentreId>(1)).error().problem, StorageProblem::unknown_centre);
    PostgresJournal nowhere(journal_options("host=/nowhere"), listener);
    EXPECT_EQ(nowhere.take(id<CentreId>(1)).error().problem, StorageProblem::unreachable);
}

TEST(DataError, gives_the_batch_back_stores_nothing_of_it_and_ends_when_the_centre_is_taken_anew) {
    Rig rig(PrivateCluster::shared().fresh_database());
    const ConversationRecord chat = conversation(rig.centre, 1, ConversationState::waiting);
    rig.maker->start(rig.centre, chat);
    rig.maker->add(line(chat, 1, 0, "good"));
    ASSERT_TRUE(rig.store());
    const std::uint64_t good = rig.maker->head();

    Line again = line(chat, 2, 0, "a copy");
    again.message = line(chat, 1, 0, "").message;  // 23505: stored already
    rig.maker->add(again);
    rig.maker->changes().clients = {{id<ClientId>(3), 9, at(1)}};
    rig.journal->append(rig.maker->take());
    ASSERT_TRUE(rig.listener.wait_trouble(Trouble::data_error));
    EXPECT_EQ(rig.listener.refused().at(0).changes.clients.at(0).id, id<ClientId>(3));
    EXPECT_NE(rig.listener.why().find("message_id"), std::string::npos);
    EXPECT_EQ(rig.listener.why().find("copy"), std::string::npos);
    EXPECT_EQ(rig.count("SELECT count(*) FROM client"), 0);

    rig.maker->add(line(chat, 3, 0, "rests on what was not stored"));
    rig.journal->append(rig.maker->take());
    const auto taken = rig.journal->take(rig.centre.centre);
    ASSERT_TRUE(taken.ok());
    EXPECT_EQ(taken.value().head, good);
    BatchMaker maker(rig.centre.centre, good);
    maker.add(line(chat, 2, 0, "another"));
    rig.journal->append(maker.take());
    ASSERT_TRUE(rig.listener.wait_durable(maker.head()));
    EXPECT_EQ(rig.count("SELECT count(*) FROM entry"), 2);
    EXPECT_EQ(rig.checks(), "");
}

TEST(DataError, comes_from_every_business_limit_of_the_schema) {
    const auto refused = [](auto spoil) {
        Rig rig(PrivateCluster::shared().fresh_database());
        ConversationRecord chat = conversation(rig.centre, 1, ConversationState::waiting);
        rig.maker->start(rig.centre, chat);
        ConversationRecord second = conversation(rig.centre, 2, ConversationState::waiting);
        rig.maker->start(rig.centre, second);
        spoil(rig);
        rig.journal->append(rig.maker->take());
        EXPECT_TRUE(rig.listener.wait_trouble(Trouble::data_error));
        return rig.listener.why();
    };
    const auto chat_id = id<ConversationId>(1);
    EXPECT_EQ(refused([&](Rig& rig) {
                  rig.maker->changes().offers = {{chat_id, 1, rig.centre.agents[0], {}, at(1), {}, OfferOutcome::open},
                                                 {chat_id, 2, rig.centre.agents[1], {}, at(1), {}, OfferOutcome::open}};
              }),
              "23505 one_open_offer_a_conversation");
    EXPECT_EQ(refused([&](Rig& rig) {
                  rig.maker->changes().agents_with_seats_changed = {rig.centre.agents[0], rig.centre.agents[1]};
                  rig.maker->changes().seats = {{rig.centre.agents[0], 1, SeatUse::active, chat_id, 3, at(1)},
                                                {rig.centre.agents[1], 1, SeatUse::active, chat_id, 3, at(1)}};
              }),
              "23505 one_agent_a_conversation");
    EXPECT_EQ(refused([&](Rig& rig) {
                  rig.maker->changes().seats = {{rig.centre.agents[0], 4, SeatUse::active, chat_id, 3, at(1)}};
              }),
              "23514 seat_within_limit");
    EXPECT_EQ(refused([&](Rig& rig) {
                  rig.maker->changes().seats = {{rig.centre.agents[0], 4, SeatUse::active, chat_id, 4, at(1)}};
              }),
              "23514 seat_within_centre");
    EXPECT_EQ(refused([&](Rig& rig) { rig.maker->changes().conversations[0].state = ConversationState::active; }),
              "23514 active_conversation_has_agent");
    EXPECT_EQ(refused([&](Rig& rig) {
                  Line note = line(conversation(rig.centre, 1, ConversationState::waiting), 1, 0, "x");
                  note.kind = LineKind::note;
                  rig.maker->add(note);
              }),
              "23514 note_has_no_seq");
    EXPECT_EQ(
        refused([&](Rig& rig) {
            rig.maker->add(line(conversation(rig.centre, 1, ConversationState::waiting), 1, 0, std::string("a\0b", 3)));
        }),
        "22021");
}

TEST(Seats, stay_when_the_centre_lowers_its_limit) {
    Rig rig(PrivateCluster::shared().fresh_database());
    pg::Connection connection(pg::ConnectOptions{.url = rig.url});
    connection.command("UPDATE centre SET seats_max = 4");
    const AgentId agent = rig.centre.agents[0];
    for (std::uint64_t n = 1; n <= 4; ++n) {
        rig.maker->start(rig.centre, conversation(rig.centre, n, ConversationState::active), EpisodeOutcome::accepted);
        rig.maker->changes().seats.push_back(
            {agent, static_cast<std::uint32_t>(n), SeatUse::active, id<ConversationId>(n), 4, at(1)});
    }
    rig.maker->changes().agents_with_seats_changed = {agent};
    ASSERT_TRUE(rig.store());
    connection.command("UPDATE centre SET seats_max = 2");

    rig.maker->changes().conversations = {conversation(rig.centre, 1, ConversationState::ended)};
    rig.maker->changes().agents_with_seats_changed = {agent};
    for (std::uint64_t n = 2; n <= 4; ++n) {
        rig.maker->changes().seats.push_back(
            {agent, static_cast<std::uint32_t>(n), SeatUse::active, id<ConversationId>(n), 4, at(1)});
    }
    rig.maker->add(EventBody{ConversationEnded{id<ConversationId>(1), Party::agent, EndWhy::closed, at(2)}});
    ASSERT_TRUE(rig.store()) << rig.listener.why();
    EXPECT_EQ(rig.checks(), "");
}

TEST(Crash, of_the_server_in_mid_stream_loses_nothing_that_was_acknowledged) {
    PrivateCluster cluster;
    Rig rig(cluster.fresh_database());
    const ConversationRecord chat = conversation(rig.centre, 1, ConversationState::waiting);
    rig.maker->start(rig.centre, chat);
    ASSERT_TRUE(rig.store());
    constexpr std::uint32_t lines = 3000;
    for (std::uint32_t position = 1; position <= lines; ++position) {
        rig.maker->add(line(chat, position, 0, "line " + std::to_string(position)));
        rig.journal->append(rig.maker->take());
        if (position % 1000 == 500) {
            ASSERT_TRUE(rig.listener.wait_durable(rig.maker->head() - 400));
            const std::uint64_t acknowledged = rig.listener.durable_number();
            cluster.crash();
            EXPECT_GE(acknowledged, rig.maker->head() - 400);
        }
    }
    ASSERT_TRUE(rig.listener.wait_durable(rig.maker->head()));
    EXPECT_FALSE(rig.listener.went_back());
    EXPECT_EQ(rig.count("SELECT count(*) FROM entry WHERE body = 'line ' || position"), lines);
    EXPECT_EQ(rig.checks(), "");
}

TEST(Crash, is_told_once_and_so_is_the_return) {
    const std::string url = PrivateCluster::shared().fresh_database();
    CutRig cut(url);
    cut.proxy.cut_next(CutProxy::Cut::before_server);
    ASSERT_TRUE(cut.say(1));
    const auto troubles = cut.rig.listener.troubles();
    EXPECT_EQ(std::ranges::count(troubles, Trouble::away), 1);
    EXPECT_NE(cut.rig.listener.why(), "");
    EXPECT_EQ(cut.rig.listener.returns(), 1u);
}

TEST(Stop, writes_what_waits) {
    Rig rig(PrivateCluster::shared().fresh_database());
    const ConversationRecord chat = conversation(rig.centre, 1, ConversationState::waiting);
    rig.maker->start(rig.centre, chat);
    for (std::uint32_t position = 1; position <= 500; ++position) {
        rig.maker->add(line(chat, position, 0, "x"));
        rig.journal->append(rig.maker->take());
    }
    EXPECT_TRUE(rig.journal->stop(std::chrono::seconds{60}));
    EXPECT_EQ(rig.count("SELECT count(*) FROM entry"), 500);
    EXPECT_EQ(rig.count("SELECT count(*) FROM centre_head WHERE owner = ''"), 1);
}

TEST(Stop, gives_up_when_there_is_no_server_and_says_so) {
    RecordingListener listener;
    const std::string url = PrivateCluster::shared().fresh_database();
    const SmallCentre centre = make_small_centre(url);
    auto proxy = std::make_unique<CutProxy>(PrivateCluster::shared().sockets());
    PostgresJournal journal(journal_options(proxy->url(database_of(url))), listener);
    ASSERT_TRUE(journal.take(centre.centre).ok());
    proxy.reset();
    BatchMaker maker(centre.centre, 0);
    maker.start(centre, conversation(centre, 1, ConversationState::waiting));
    journal.append(maker.take());
    ASSERT_TRUE(listener.wait_trouble(Trouble::away));
    EXPECT_NE(journal.figures().last_failure, "");
    EXPECT_GT(journal.figures().waiting_events, 0u);
    EXPECT_FALSE(journal.stop(Duration{10}));
}

TEST(Figures, count_batches_and_events) {
    Rig rig(PrivateCluster::shared().fresh_database());
    rig.maker->start(rig.centre, conversation(rig.centre, 1, ConversationState::waiting));
    ASSERT_TRUE(rig.store());
    const JournalFigures figures = rig.journal->figures();
    EXPECT_EQ(figures.batches, 1u);
    EXPECT_EQ(figures.events, 2u);
    EXPECT_EQ(figures.retries, 0u);
    EXPECT_GT(figures.commit_us_total, 0u);
}

}  // namespace
}  // namespace relais::test
