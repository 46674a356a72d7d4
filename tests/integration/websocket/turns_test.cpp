// A house that is behind: who writes much waits for his turn, and nobody else does.
#include <gtest/gtest.h>

#include "integration/websocket/house.hpp"
#include "integration/websocket/raw_client.hpp"

namespace relais::websocket_test {
namespace {

constexpr Milliseconds a_moment{300};

/// Somebody who has just written much, and has all the answers.
RawClient loud(House& house) {
    RawClient client(house.port);
    EXPECT_TRUE(client.open());
    for (int count = 0; count < 200; ++count) client.say("much");
    for (int count = 0; count < 200; ++count) EXPECT_EQ(client.hear(), "much");
    return client;
}

RawClient quiet(House& house) {
    RawClient client(house.port);
    EXPECT_TRUE(client.open());
    return client;
}

/// A house that is behind, and somebody loud whose next frame waits there.
struct Behind {
    House house;
    RawClient much = loud(house);
    Behind() {
        house.behind = true;
        much.say("waits");
        EXPECT_TRUE(house.wait_put_off(1));
    }
};

TEST(WebSocketTurns, WhoWritesMuchIsNotReadWhileTheHouseIsBehindAndOthersAre) {
    House house;
    RawClient much = loud(house);
    RawClient little = quiet(house);
    house.behind = true;
    much.say("waits");
    little.say("is heard");
    EXPECT_EQ(little.hear(), "is heard");
    EXPECT_TRUE(much.is_quiet(a_moment));
    house.behind = false;
    little.say("the house has caught up");
    EXPECT_EQ(little.hear(), "the house has caught up");
    EXPECT_EQ(much.hear(), "waits");
}

TEST(WebSocketTurns, WithoutAnythingBehindEverybodyIsReadAtOnce) {
    House house;
    RawClient much = loud(house);
    much.say("and more");
    EXPECT_EQ(much.hear(), "and more");
    house.on_server([&] { EXPECT_EQ(house.server.figures().put_off, 0U); });
}

TEST(WebSocketTurns, EachHasOneTurnInTheOrderTheyCame) {
    House house;
    RawClient first = loud(house);
    RawClient second = loud(house);
    RawClient little = quiet(house);
    house.behind = true;
    first.say("first");
    EXPECT_TRUE(house.wait_put_off(1));
    second.say("second");
    EXPECT_TRUE(house.wait_put_off(2));
    house.behind_after = 2;  // with the first one's frame the house is behind again
    house.behind = false;
    little.say("the house has caught up");
    EXPECT_EQ(first.hear(), "first");
    EXPECT_TRUE(second.is_quiet(a_moment));
}

TEST(WebSocketTurns, ATurnComesWithTheNextAnswerNotWithTheClock) {
    Behind scene;
    RawClient little = quiet(scene.house);
    const int before = scene.house.frames;
    scene.house.on_server([&] {
        scene.house.behind = false;
        scene.house.server.send(scene.house.last_opened(), std::make_shared<const std::string>("an answer"));
    });
    EXPECT_EQ(little.hear(), "an answer");
    scene.house.on_server([&] { EXPECT_EQ(scene.house.frames, before + 1); });  // in the same work as the answer left
    EXPECT_EQ(scene.much.hear(), "waits");
}

TEST(WebSocketTurns, HoweverLongTheHouseIsBehindWhoKeepsStillIsReadAgain) {
    Behind scene;
    EXPECT_EQ(scene.much.hear(), "waits");
}

TEST(WebSocketTurns, WhoEndsWhileHeWaitsIsGone) {
    Behind scene;
    scene.much.reset();
    EXPECT_TRUE(scene.house.wait_closed(1));
}

TEST(WebSocketTurns, TheServerStopsWhileSomebodyWaits) {
    Behind scene;
    scene.house.stop(Duration{0});
    EXPECT_TRUE(scene.much.ends());
}

}  // namespace
}  // namespace relais::websocket_test
