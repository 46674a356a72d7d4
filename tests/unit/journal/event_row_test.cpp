#include <gtest/gtest.h>

#include "journal/projection/json_object.hpp"
#include "journal/projection/rows.hpp"
#include "journal/projection/words.hpp"
#include "rows_of.hpp"

namespace relais {
namespace {

using projection::event_row;
using projection::JsonObject;
using projection::line_payload;
using test::id;

Event durable(EventBody body) { return {7, test::at(5), std::move(body)}; }

TEST(EventRow, leaves_a_line_to_the_table_of_lines) { EXPECT_FALSE(event_row(durable(LineAdded{})).has_value()); }

TEST(EventRow, is_not_made_for_what_has_no_number) {
    EXPECT_FALSE(event_row({0, test::at(0), CommandConsumed{}}).has_value());
    EXPECT_FALSE(event_row({0, test::at(0), AgentLost{}}).has_value());
    EXPECT_FALSE(event_row({0, test::at(0), TypingSeen{}}).has_value());
}

TEST(EventRow, says_who_what_and_why) {
    const auto row = event_row(durable(ConversationRequeued{id<ConversationId>(3), id<AgentId>(4), id<EntryPointId>(5),
                                                            RequeueWhy::agent_lost, true}));
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(row->number, 7u);
    EXPECT_EQ(row->at, test::at(5));
    EXPECT_EQ(row->kind, "conversation_requeued");
    EXPECT_EQ(row->cause, "agent_lost");
    EXPECT_EQ(row->conversation, id<ConversationId>(3));
    EXPECT_EQ(row->agent, id<AgentId>(4));
    EXPECT_EQ(row->payload, R"({"entry_point":"00000000-0000-1000-0000-000000000005","exclude_agent":true})");
}

TEST(EventRow, holds_no_word_of_a_visitor) {
    VisitorRecord visitor;
    visitor.id = id<VisitorId>(1);
    visitor.name = "Marguerite";
    EXPECT_EQ(event_row(durable(VisitorSeen{visitor}))->payload.find("Marguerite"), std::string::npos);

    LeftMessage left;
    left.name = "Marguerite";
    left.email = "m@example.org";
    left.phone = "+33123456789";
    left.text = std::make_shared<const std::string>("Rappelez-moi");
    const std::string payload = event_row(durable(MessageLeft{left}))->payload;
    for (const char* word : {"Marguerite", "example.org", "+33", "Rappelez"}) {
        EXPECT_EQ(payload.find(word), std::string::npos) << word;
    }
}

TEST(EventRow, is_there_for_every_durable_kind_but_lines) {
    const std::vector<EventBody> kinds{VisitorSeen{},          ConversationStarted{},  OfferMade{},
                                       OfferAccepted{},        OfferDeclined{},        OfferMissed{},
                                       OfferWithdrawn{},       ConversationRequeued{}, ConversationEnded{},
                                       ConversationReopened{}, ExclusionLapsed{},      EstimateMade{},
                                       ReadMarked{},           AgentStatusSet{},       AgentLost{},
                                       AgentReturned{},        WrapUpOver{},           AvailabilityChanged{},
                                       EntryPointSetByHand{},  MessageLeft{},          LeftMessageDone{}};
    for (const EventBody& kind : kinds) {
        ASSERT_TRUE(is_durable(kind));
        const auto row = event_row(durable(kind));
        ASSERT_TRUE(row.has_value()) << kind_name(kind);
        EXPECT_EQ(row->kind, kind_name(kind));
    }
}

TEST(LinePayload, is_empty_for_what_people_write) {
    Line line;
    line.kind = LineKind::text;
    EXPECT_EQ(line_payload(line), "");
}

TEST(LinePayload, holds_what_detail_and_by_whom) {
    Line line;
    line.kind = LineKind::system;
    line.what = SystemWhat::ended;
    line.detail = "Amel";
    line.by = Party::agent;
    EXPECT_EQ(line_payload(line), R"({"what":"ended","detail":"Amel","by":"agent"})");
}

TEST(JsonObject, escapes_what_json_forbids) {
    EXPECT_EQ(std::move(JsonObject().add("a", std::string_view("\"\\\n\x01é"))).finish(),
              "{\"a\":\"\\\"\\\\\\u000a\\u0001é\"}");
}

TEST(Words, read_back_what_they_write) {
    for (const auto value :
         {EndWhy::closed, EndWhy::abandoned, EndWhy::left_page, EndWhy::silent, EndWhy::left_message, EndWhy::erased}) {
        EXPECT_EQ(projection::from_word<EndWhy>(projection::word(value)), value);
    }
    EXPECT_FALSE(projection::from_word<Party>("robot").has_value());
}

}  // namespace
}  // namespace relais
