#include "pg/address.hpp"

#include <gtest/gtest.h>

namespace relais::pg {
namespace {

TEST(ShownAddress, has_every_word_but_the_secrets) {
    EXPECT_EQ(shown_address(""), "");
    for (const char* url : {"postgresql://relais@db/relais", "host=/run/postgresql dbname='my own'",
                            "postgresql://relais@db1:5432,db2:5433/relais"})
        EXPECT_EQ(shown_address(url), url);
    EXPECT_EQ(shown_address("dbname='my own' password=secret"), "password=*** dbname='my own'");
    for (const char* url : {"postgresql://relais:secret@db", "postgresql://relais:%73ecret@db",
                            "postgresql://db?user=relais&p%61ssword=secret", "host=db user=relais password='secret'"})
        EXPECT_EQ(shown_address(url), "user=relais password=*** host=db") << url;
    EXPECT_EQ(shown_address("host=db sslpassword=secret"), "host=db sslpassword=***");
}

TEST(ShownAddress, is_not_there_where_a_password_would_be_taken_for_something_else) {
    for (const char* url : {"postgresql:/relais:secret@db/relais", "postgresql://relais:se/cret@db/relais",
                            "postgresql://relais:se@cret@db/relais", "postgresql://relais:12/cret@db/relais",
                            "host=db password=se cret", "postgresql://db/relais?PASSWORD=secret", "relais"})
        EXPECT_EQ(shown_address(url), std::nullopt) << url;
    EXPECT_EQ(shown_address("host=@/run/abstract"), "host=@/run/abstract");
}

}  // namespace
}  // namespace relais::pg
