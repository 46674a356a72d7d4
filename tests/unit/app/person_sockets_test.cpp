// Consoles of one person.
#include "app/person_sockets.hpp"

#include <gtest/gtest.h>

namespace relais {
namespace {

ConnectionId connection(std::uint64_t number) { return ConnectionId{0, number}; }

const AgentId amel{Uuid{0xa, 1}};
const AgentId jonas{Uuid{0xa, 2}};

TEST(PersonSockets, OnePersonHasSoManyAndOthersHaveTheirs) {
    PersonSockets sockets;
    for (std::uint64_t number = 1; number <= sockets_per_person_max; ++number)
        EXPECT_TRUE(sockets.open(connection(number), amel));
    EXPECT_FALSE(sockets.open(connection(100), amel));
    EXPECT_TRUE(sockets.open(connection(101), jonas));
}

TEST(PersonSockets, AClosedSocketIsFreeAtOnceAndOnce) {
    PersonSockets sockets;
    for (std::uint64_t number = 1; number <= sockets_per_person_max; ++number)
        (void)sockets.open(connection(number), amel);
    sockets.closed(connection(100));  // was refused
    EXPECT_FALSE(sockets.open(connection(100), amel));
    sockets.closed(connection(1));
    sockets.closed(connection(1));
    EXPECT_TRUE(sockets.open(connection(101), amel));
    EXPECT_FALSE(sockets.open(connection(102), amel));
}

TEST(PersonSockets, WhoHasNoneIsForgotten) {
    PersonSockets sockets;
    (void)sockets.open(connection(1), amel);
    (void)sockets.open(connection(2), jonas);
    sockets.closed(connection(1));
    sockets.closed(connection(2));
    EXPECT_EQ(sockets.people(), 0U);
}

}  // namespace
}  // namespace relais
