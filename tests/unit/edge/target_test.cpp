// Request targets: decoded once, and nothing that climbs.
#include "edge/http/target.hpp"

#include <gtest/gtest.h>

namespace relais::edge::http {
namespace {

TEST(Target, IsSplitAndDecodedOnce) {
    EXPECT_EQ(split_target("/v1/sites/shop-fr/visitor")->path, "/v1/sites/shop-fr/visitor");
    EXPECT_EQ(split_target("/%C3%A9t%c3%a9?q=%20a?b")->path, "/été");
    EXPECT_EQ(split_target("/a?q=%20a?b")->query, "q=%20a?b");
    EXPECT_EQ(split_target("/%2565")->path, "/%65");
    EXPECT_EQ(split_target("/")->path, "/");
    EXPECT_EQ(split_target("/.well-known/x")->path, "/.well-known/x");
    EXPECT_EQ(split_target("/a..b/...")->path, "/a..b/...");
}

TEST(Target, RefusesWhatCouldMeanTwoThings) {
    for (const char* bad : {"",          "*",         "x",         "http://shop.example/",
                            "/..",       "/../x",     "/a/../b",   "/a/..",
                            "/./a",      "/a/.",      "/%2e%2e/x", "/a/%2E%2e",
                            "/..%2fetc", "/a%2Fb",    "/a%5cb",    "/a\\b",
                            "/%00",      "/a%0d%0ab", "/a%",       "/a%4",
                            "/a%zz",     "/a b",      "/a%20b",    "/\x7f"}) {
        EXPECT_FALSE(split_target(bad)) << bad;
    }
}

}  // namespace
}  // namespace relais::edge::http
