// Whom an X-Forwarded-For is believed, and what limits count.
#include "relais/edge/address.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "relais/edge/address_limits.hpp"

namespace relais::edge {
namespace {

std::string seen(const TrustedProxies& proxies, std::string_view peer, std::string_view forwarded_for) {
    return proxies.origin_of(peer, forwarded_for, "").address;
}

TEST(Address, ReadsBothFamiliesAndMapsOneToTheOther) {
    EXPECT_EQ(to_string(*parse_address("203.0.113.9")), "203.0.113.9");
    EXPECT_EQ(to_string(*parse_address("::ffff:203.0.113.9")), "203.0.113.9");
    EXPECT_EQ(to_string(*parse_address("2001:DB8::1")), "2001:db8::1");
    for (const char* bad : {"", "203.0.113", "203.0.113.256", "shop.example", "203.0.113.9:80", "2001:db8::1::2"}) {
        EXPECT_FALSE(parse_address(bad)) << bad;
    }
    EXPECT_FALSE(parse_address(std::string_view("127.0.0.1\0x", 11)));
    EXPECT_TRUE(parse_address("127.1.2.3")->is_loopback());
    EXPECT_TRUE(parse_address("::1")->is_loopback());
    EXPECT_FALSE(parse_address("::2")->is_loopback());
}

TEST(TrustedProxies, BelievesNobodyByDefault) {
    const TrustedProxies nobody({});
    EXPECT_EQ(seen(nobody, "203.0.113.9", "1.1.1.1"), "203.0.113.9");
    EXPECT_EQ(seen(nobody, "127.0.0.1", "1.1.1.1"), "127.0.0.1");
    EXPECT_FALSE(nobody.origin_of("127.0.0.1", "", "https").over_tls);
}

TEST(TrustedProxies, TakesTheNearestAddressThatIsNoProxy) {
    const TrustedProxies proxies({"127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48"});
    EXPECT_EQ(seen(proxies, "127.0.0.1", "198.51.100.7"), "198.51.100.7");
    EXPECT_EQ(seen(proxies, "127.0.0.1", "6.6.6.6, 198.51.100.7, 10.1.2.3"), "198.51.100.7") << "the left is forged";
    EXPECT_EQ(seen(proxies, "10.255.0.1", " 2001:db8:2::5 "), "2001:db8:2::5");
    EXPECT_EQ(seen(proxies, "2001:db8:1:ffff::1", "[2001:db8:2::5]:4711"), "2001:db8:2::5");
    EXPECT_EQ(seen(proxies, "2001:db8:2::1", "1.1.1.1"), "2001:db8:2::1");
    EXPECT_EQ(seen(proxies, "127.0.0.1", "198.51.100.7:4711"), "198.51.100.7");
    EXPECT_EQ(seen(proxies, "127.0.0.1", "10.1.2.3"), "10.1.2.3") << "proxies all the way";
    EXPECT_EQ(seen(proxies, "11.0.0.1", "1.1.1.1"), "11.0.0.1");
    EXPECT_EQ(seen(proxies, "127.0.0.2", "1.1.1.1"), "127.0.0.2");
}

TEST(TrustedProxies, StopsAtWhatIsNoAddress) {
    const TrustedProxies proxies({"127.0.0.1"});
    for (const char* bad : {"unknown", "1.1.1.1, ", ",", "198.51.100.7 x", "<script>"}) {
        EXPECT_EQ(seen(proxies, "127.0.0.1", bad), "127.0.0.1") << bad;
    }
}

TEST(TrustedProxies, LimitsEveryoneButLoopbackThatSpeaksForItself) {
    const TrustedProxies proxies({"127.0.0.1"});
    EXPECT_FALSE(proxies.origin_of("127.0.0.1", "", "").limited);
    EXPECT_TRUE(proxies.origin_of("127.0.0.1", "198.51.100.7", "").limited);
    EXPECT_TRUE(proxies.origin_of("203.0.113.9", "", "").limited);
    EXPECT_TRUE(proxies.origin_of("127.0.0.1", "198.51.100.7", "https").over_tls);
    EXPECT_FALSE(proxies.origin_of("127.0.0.1", "198.51.100.7", "http").over_tls);
    EXPECT_TRUE(proxies.origin_of("127.0.0.1", "198.51.100.7", "https, http").over_tls) << "what the browser spoke";
    EXPECT_FALSE(proxies.origin_of("127.0.0.1", "198.51.100.7", "http, https").over_tls);
    EXPECT_FALSE(proxies.origin_of("203.0.113.9", "", "https").over_tls);
}

TEST(TrustedProxies, NamesWhatIsNoNetwork) {
    for (const char* bad : {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "::/129", "10.0.0.0/8 "}) {
        try {
            const TrustedProxies proxies({bad});
            ADD_FAILURE() << bad;
        } catch (const std::invalid_argument& error) {
            EXPECT_NE(std::string(error.what()).find("'" + std::string(bad) + "'"), std::string::npos);
        }
    }
    EXPECT_TRUE(TrustedProxies({"203.0.113.0/24"}).trusts(*parse_address("203.0.113.9")));
    EXPECT_FALSE(TrustedProxies({"203.0.113.0/24"}).trusts(*parse_address("2001:db8::1")));
}

TEST(TrustedProxies, RefusesNetworksThatStrangersAreIn) {
    for (const char* wide : {"0.0.0.0/0", "128.0.0.0/1", "10.0.0.0/7", "::/0", "2000::/3", "2001::/15", "fc00::/6"}) {
        try {
            const TrustedProxies proxies({"127.0.0.1", wide});
            ADD_FAILURE() << wide;
        } catch (const std::invalid_argument& error) {
            EXPECT_EQ(std::string(error.what()).find("too wide: '" + std::string(wide) + "'"), 0u) << error.what();
        }
    }
    const TrustedProxies widest({"10.0.0.0/8", "2001::/16", "fc00::/7", "fe80::/10", "::1"});
    EXPECT_TRUE(widest.trusts(*parse_address("10.200.0.1")));
    EXPECT_TRUE(widest.trusts(*parse_address("fd12::1")));
    EXPECT_FALSE(widest.trusts(*parse_address("203.0.113.9")));
}

TEST(LimitKey, IsTheAddressOrTheHouseholdOfIPv6) {
    EXPECT_EQ(limit_key("203.0.113.9"), "203.0.113.9");
    EXPECT_EQ(limit_key("2001:db8:1:2:3:4:5:6"), limit_key("2001:db8:1:2:ffff::1"));
    EXPECT_NE(limit_key("2001:db8:1:2::1"), limit_key("2001:db8:1:3::1"));
    EXPECT_EQ(limit_key("not an address"), "not an address");
}

TEST(AddressLimits, BoundSocketsAndHandshakesOfOneAddress) {
    Instant now = from_unix_ms(1'790'000'000'000);
    AddressLimits limits({10, 20}, 3);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(limits.open("203.0.113.9", now));
    EXPECT_FALSE(limits.open("203.0.113.9", now));
    EXPECT_TRUE(limits.open("203.0.113.10", now));
    limits.closed("203.0.113.9");
    EXPECT_TRUE(limits.open("203.0.113.9", now));
    limits.closed("198.51.100.1");  // never opened: harmless

    for (int i = 0; i < 15; ++i) {
        limits.closed("203.0.113.9");
        EXPECT_TRUE(limits.open("203.0.113.9", now)) << i;
    }
    limits.closed("203.0.113.9");
    EXPECT_FALSE(limits.open("203.0.113.9", now)) << "21 handshakes at once";
    now += Duration{100};
    EXPECT_TRUE(limits.open("203.0.113.9", now));
}

}  // namespace
}  // namespace relais::edge
