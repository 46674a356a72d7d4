#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "greeted_house.hpp"

namespace relais {
namespace {

constexpr Instant now{};
constexpr ConnectionId socket_of_visitor{1, 1};
const VisitorId visitor{{0, 1}};
const ConversationId conversation{{0, 2}};

struct House final : GreetedHouse {
    struct Question {
        std::uint32_t after;
        std::uint32_t upto;
    };

    void send(ConnectionId, FrameText text) override { sent.push_back(*text); }
    void read_older(CentreId, ConnectionId, ConversationId, std::uint32_t after, std::uint32_t upto) override {
        questions.push_back({after, upto});
    }

    void answer_waits(ConnectionId) override { ++answers_waiting; }
    bool greeted(ConnectionId, const GreetedFrame&) override { return open; }

    std::vector<std::string> sent;
    std::vector<Question> questions;
    int answers_waiting = 0;
    bool open = true;
};

Line line_at(std::uint32_t number) {
    Line line;
    line.conversation = conversation;
    line.position = line.seq = number;
    line.author_kind = Party::visitor;
    line.message = MessageId{{7, number}};
    line.body = std::make_shared<const std::string>("line " + std::to_string(number));
    return line;
}

Output snapshot_at(std::uint32_t have, std::uint32_t seq) {
    VisitorSnapshot snapshot;
    snapshot.visitor = visitor;
    snapshot.have = have;
    snapshot.conversation.emplace();
    snapshot.conversation->id = conversation;
    snapshot.conversation->seq = seq;
    return Output{1, ToConnection{socket_of_visitor}, {}, snapshot};
}

/// What the turn that stores one's own message leaves: the line for the others, the ack for oneself.
std::vector<Output> own_message(std::uint64_t event, std::uint32_t number) {
    AckFrame ack;
    ack.number = 1;
    ack.ack.conversation = conversation;
    ack.ack.message = MessageId{{7, number}};
    ack.ack.seq = ack.ack.position = number;
    return {Output{event, ToVisitor{visitor}, socket_of_visitor, LineFrame{line_at(number)}},
            Output{event, ToConnection{socket_of_visitor}, {}, ack}};
}

bool says(const std::string& frame, const std::string& words) { return frame.find(words) != std::string::npos; }

TEST(Resume, an_own_message_is_acknowledged_after_the_gap_that_is_still_being_read) {
    House house;
    Courier courier(CentreId{}, house);
    hold(courier, {snapshot_at(2, 3)}, now);
    courier.durable(1, now);
    ASSERT_EQ(house.questions.size(), 1u);
    hold(courier, own_message(2, 4), now);
    courier.durable(2, now);
    ASSERT_EQ(house.sent.size(), 1u) << "nothing but the snapshot while line 3 is missing";
    EXPECT_EQ(house.answers_waiting, 1);

    courier.older_lines(socket_of_visitor, conversation, {line_at(3)}, now);
    ASSERT_EQ(house.sent.size(), 4u);
    EXPECT_EQ(house.answers_waiting, 1);
    EXPECT_TRUE(says(house.sent[1], "line 3"));
    EXPECT_TRUE(says(house.sent[2], "line 4"));
    EXPECT_TRUE(says(house.sent[3], R"("ack")"));
}

TEST(Resume, the_next_line_after_such_an_acknowledgement_comes_alone) {
    House house;
    Courier courier(CentreId{}, house);
    hold(courier, {snapshot_at(2, 3)}, now);
    hold(courier, own_message(2, 4), now);
    courier.durable(2, now);
    courier.older_lines(socket_of_visitor, conversation, {line_at(3), line_at(4)}, now);
    house.sent.clear();
    hold(courier, {Output{3, ToVisitor{visitor}, {}, LineFrame{line_at(5)}}}, now);
    courier.durable(3, now);
    ASSERT_EQ(house.sent.size(), 1u);
    EXPECT_TRUE(says(house.sent[0], "line 5"));
    EXPECT_FALSE(says(house.sent[0], "line 4"));
}

TEST(Resume, acknowledgements_leave_even_when_the_gap_cannot_be_read) {
    House house;
    Courier courier(CentreId{}, house);
    hold(courier, {snapshot_at(2, 3)}, now);
    hold(courier, own_message(2, 4), now);
    courier.durable(2, now);
    courier.older_lines(socket_of_visitor, conversation, {}, now);
    ASSERT_EQ(house.sent.size(), 2u);
    EXPECT_TRUE(says(house.sent[1], R"("ack")"));
}

TEST(Resume, an_answer_that_waits_for_the_gap_of_a_conversation_comes_behind_its_removal) {
    const AgentId agent{{0, 4}};
    const ConnectionId console{1, 2};
    House house;
    Courier courier(CentreId{}, house);
    AgentSnapshot snapshot;
    snapshot.agent.id = agent;
    AgentConversationFrame offered;
    offered.conversation.record.id = conversation;
    offered.conversation.position = 3;
    offered.with_lines = true;
    AckFrame ack;
    ack.number = 1;
    ack.ack.conversation = conversation;
    ack.ack.message = MessageId{{7, 4}};
    ack.ack.seq = ack.ack.position = 4;
    hold(courier,
         {Output{1, ToConnection{console, true}, {}, snapshot}, Output{1, ToAgent{agent}, {}, offered},
          Output{1, ToAgent{agent}, console, LineFrame{line_at(4)}}, Output{1, ToConnection{console, true}, {}, ack}},
         now);
    courier.durable(1, now);
    ASSERT_EQ(house.questions.size(), 1u);
    house.sent.clear();
    hold(courier, {Output{2, ToAgent{agent}, {}, RemovedFrame{conversation}}}, now);
    courier.durable(2, now);
    ASSERT_EQ(house.sent.size(), 2u);
    EXPECT_TRUE(says(house.sent[0], R"("removed")"));
    EXPECT_TRUE(says(house.sent[1], R"("ack")")) << "before, line 4 would stand on the screen without 1 to 3";
}

TEST(Resume, an_answer_never_overtakes_one_that_waits_for_its_gap) {
    House house;
    Courier courier(CentreId{}, house);
    hold(courier, {snapshot_at(2, 3)}, now);
    hold(courier, own_message(2, 4), now);
    AckFrame later;
    later.number = 2;
    hold(courier,
         {Output{3, ToConnection{socket_of_visitor}, {}, later},
          Output{3, ToConnection{socket_of_visitor}, {}, RefusedFrame{3, Refusal::bad_value, 0}}},
         now);
    courier.durable(3, now);
    ASSERT_EQ(house.sent.size(), 1u) << "nothing but the snapshot while line 3 is missing";

    courier.older_lines(socket_of_visitor, conversation, {line_at(3), line_at(4)}, now);
    ASSERT_EQ(house.sent.size(), 5u);
    EXPECT_TRUE(says(house.sent[2], R"("n":1,)"));
    EXPECT_TRUE(says(house.sent[3], R"("n":2)"));
    EXPECT_TRUE(says(house.sent[4], R"("refused")"));
}

TEST(Resume, an_own_line_whose_answer_waits_behind_another_is_shown_before_the_next_line) {
    const ConversationId other{{0, 3}};
    House house;
    Courier courier(CentreId{}, house);
    hold(courier, {snapshot_at(2, 3)}, now);
    hold(courier, own_message(2, 4), now);
    std::vector<Output> second = own_message(3, 1);
    std::get<LineFrame>(second[0].frame).line.conversation = other;
    std::get<AckFrame>(second[1].frame).ack.conversation = other;
    hold(courier, std::move(second), now);
    LineFrame next{line_at(2)};
    next.line.conversation = other;
    hold(courier, {Output{4, ToVisitor{visitor}, {}, next}}, now);
    courier.durable(4, now);
    ASSERT_EQ(house.sent.size(), 3u) << "the snapshot and both lines of the other conversation";
    EXPECT_TRUE(says(house.sent[1], "line 1"));
    EXPECT_TRUE(says(house.sent[2], "line 2"));
}

TEST(Resume, long_lines_come_in_pages_that_a_socket_can_take) {
    constexpr std::size_t page_most = 40 * 1024;
    House house;
    Courier courier(CentreId{}, house);
    hold(courier, {snapshot_at(0, 200)}, now);
    courier.durable(1, now);
    std::vector<Line> all;
    for (std::uint32_t number = 1; number <= 200; ++number) {
        all.push_back(line_at(number));
        all.back().body = std::make_shared<const std::string>(4000, 'x');
    }
    house.sent.clear();
    for (std::size_t answered = 0; answered < house.questions.size() && answered < 100; ++answered) {
        const auto after = static_cast<std::ptrdiff_t>(house.questions[answered].after);
        courier.older_lines(socket_of_visitor, conversation, {all.begin() + after, all.end()}, now);
    }
    EXPECT_GT(house.sent.size(), 20u);
    for (const std::string& page : house.sent) EXPECT_LT(page.size(), page_most);
    EXPECT_TRUE(says(house.sent.back(), R"("seq":200)"));
}

TEST(Service, is_told_to_who_was_greeted_and_still_waits_for_the_snapshot) {
    House house;
    Courier courier(CentreId{}, house);
    hold(courier, {Output{0, ToConnection{socket_of_visitor}, {}, GreetedFrame{}}, snapshot_at(0, 1)}, now);
    hold(courier, {Output{0, ToEveryone{}, {}, ServiceFrame{true}}}, now);
    ASSERT_EQ(house.sent.size(), 1u);
    EXPECT_TRUE(says(house.sent[0], "late"));
    courier.durable(1, now);
    house.sent.clear();
    hold(courier, {Output{0, ToEveryone{}, {}, ServiceFrame{false}}}, now);
    EXPECT_EQ(house.sent.size(), 1u) << "once, not once as greeted and once as subscribed";
    courier.forget(socket_of_visitor);
    hold(courier, {Output{0, ToEveryone{}, {}, ServiceFrame{true}}}, now);
    EXPECT_EQ(house.sent.size(), 1u);
}

TEST(Forgotten, between_its_hello_and_its_snapshot_a_socket_gets_nothing_any_more) {
    House house;
    Courier courier(CentreId{}, house);
    hold(courier, {snapshot_at(0, 3)}, now);
    courier.forget(socket_of_visitor);
    courier.durable(1, now);
    hold(courier, {Output{1, ToVisitor{visitor}, {}, LineFrame{line_at(4)}}}, now);
    EXPECT_TRUE(house.sent.empty());
    EXPECT_TRUE(house.questions.empty());
}

TEST(Forgotten, before_its_hello_was_answered_a_socket_gets_nothing_either) {
    House house;
    house.open = false;
    Courier courier(CentreId{}, house);
    hold(courier, {snapshot_at(0, 3)}, now);
    courier.durable(1, now);
    hold(courier, {Output{0, ToEveryone{}, {}, ServiceFrame{true}}}, now);
    EXPECT_TRUE(house.sent.empty());
    EXPECT_TRUE(house.questions.empty());
}

}  // namespace
}  // namespace relais
