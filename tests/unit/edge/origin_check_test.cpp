// Only pages of the list, letter by letter.
#include "relais/edge/origin_check.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace relais::edge {
namespace {

TEST(OriginCheck, AllowsExactlyTheList) {
    const AllowedOrigins shop({"https://Shop.example", "http://localhost:8080", "https://pay.shop.example:443"});
    EXPECT_TRUE(shop.allows("https://shop.example"));
    EXPECT_TRUE(shop.allows("http://localhost:8080"));
    EXPECT_TRUE(shop.allows("https://pay.shop.example"));
    for (const char* foreign :
         {"", "null", "https://shop.example.evil.example", "https://evil-shop.example", "http://shop.example",
          "https://shop.example:8443", "https://shop.example/", "https://shop.example.", "https://SHOP.example",
          "https://www.shop.example", "https://user@shop.example", "http://localhost", "http://localhost:80800",
          "https://shop.example, https://evil.example", "https://shop.example\t"}) {
        EXPECT_FALSE(shop.allows(foreign)) << foreign;
    }
    EXPECT_FALSE(shop.allows(std::string_view("https://shop.example\0", 21)));
}

TEST(OriginCheck, AllowsNobodyByDefault) {
    EXPECT_FALSE(AllowedOrigins({}).allows("https://shop.example"));
    EXPECT_FALSE(AllowedOrigins({}).allows(""));
}

TEST(OriginCheck, NamesWhatIsNoOrigin) {
    for (const char* bad :
         {"", "*", "null", "shop.example", "https://*.shop.example", "https://shop.example/path", "ftp://shop.example",
          "https://shop.example:0", "https://shop.example:70000", "https://shop.example:",
          "https://b\xc3\xbc"
          "cher.example",
          "https://", "https://[::1", "https://shop.example:08"}) {
        EXPECT_THROW(AllowedOrigins({bad}), std::invalid_argument) << bad;
    }
    EXPECT_EQ(normal_origin("HTTPS://[2001:DB8::1]:443"), "https://[2001:db8::1]");
    EXPECT_EQ(normal_origin("http://127.0.0.1:80"), "http://127.0.0.1");
}

TEST(OriginCheck, KnowsItsOwnPagesByHostAndScheme) {
    EXPECT_TRUE(is_own_origin("https://chat.example", "chat.example", true));
    EXPECT_TRUE(is_own_origin("https://chat.example", "Chat.example:443", true));
    EXPECT_TRUE(is_own_origin("http://127.0.0.1:8080", "127.0.0.1:8080", false));
    EXPECT_FALSE(is_own_origin("http://chat.example", "chat.example", true));
    EXPECT_FALSE(is_own_origin("https://chat.example", "other.example", true));
    EXPECT_FALSE(is_own_origin("", "", false));
    EXPECT_FALSE(is_own_origin("null", "null", false));
    EXPECT_FALSE(is_own_origin("http://a b", "a b", false));
}

}  // namespace
}  // namespace relais::edge
