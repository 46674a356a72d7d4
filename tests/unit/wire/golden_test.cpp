// Every golden frame: what clients send is accepted, what the server sends is made so, bad input is refused so.
#include <set>

#include <gtest/gtest.h>

#include "relais/wire/decode.hpp"

#include "fixtures.hpp"
#include "golden_values.hpp"

namespace relais::wire_test {
namespace {

using wire::Side;

Side side_of(const Json& row) { return row.at("side") == "visitor" ? Side::visitor : Side::agent; }

void every_frame_is_accepted(const std::string& file) {
    for (const Json& row : fixture(file)) {
        SCOPED_TRACE(row.at("name").get<std::string>());
        const auto decoded = wire::decode(row.at("frame").dump(), side_of(row));
        if (!decoded) {
            ADD_FAILURE() << "refused: " << code(decoded.error().why);
            continue;
        }
        const auto* order = std::get_if<wire::Order>(&decoded.value());
        if (order != nullptr) {
            EXPECT_EQ(order->number, row.at("frame").value("n", 0U));
        }
    }
}

void every_frame_is_made(const std::string& file, const std::map<std::string, Encode>& made) {
    std::set<std::string> seen;
    for (const Json& row : fixture(file)) {
        const auto name = row.at("name").get<std::string>();
        SCOPED_TRACE(name);
        EXPECT_TRUE(seen.insert(name).second) << "two rows of one name";
        const auto encode = made.find(name);
        if (encode == made.end()) {
            ADD_FAILURE() << "no value for it in the test";
            continue;
        }
        EXPECT_EQ(Json::parse(encode->second()), row.at("frame"));
    }
    for (const auto& [name, encode] : made) EXPECT_TRUE(seen.contains(name)) << name << " is not in the file";
}

TEST(GoldenFrames, WhatVisitorsSendIsAccepted) { every_frame_is_accepted("visitor_to_server.json"); }
TEST(GoldenFrames, WhatAgentsSendIsAccepted) { every_frame_is_accepted("agent_to_server.json"); }
TEST(GoldenFrames, WhatVisitorsGetIsMadeSo) { every_frame_is_made("visitor_to_client.json", golden_for_visitors()); }
TEST(GoldenFrames, WhatAgentsGetIsMadeSo) { every_frame_is_made("agent_to_client.json", golden_for_agents()); }

TEST(GoldenFrames, BadInputIsRefusedWithItsCodeAndNumber) {
    for (const Json& row : fixture("refused.json")) {
        SCOPED_TRACE(row.at("name").get<std::string>());
        const auto decoded = wire::decode(bad_text(row), side_of(row));
        if (decoded) {
            ADD_FAILURE() << "accepted";
            continue;
        }
        EXPECT_EQ(code(decoded.error().why), row.at("refused").get<std::string>());
        EXPECT_EQ(decoded.error().number, row.at("n").get<std::uint64_t>());
    }
}

TEST(GoldenFrames, AGreetingIsCompletedByTheSessionAndHasNoTextOfItsOwn) {
    EXPECT_EQ(wire::encode(GreetedFrame{}, Side::visitor, golden_now), "");
}

}  // namespace
}  // namespace relais::wire_test
