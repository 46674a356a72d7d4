// One JSON object a line, whatever the texts are (S16).
#include "relais/base/log.hpp"

#include <gtest/gtest.h>

namespace relais {
namespace {

/// The line that this text makes as a field, without what stands before the field.
std::string logged(std::string_view text) {
    testing::internal::CaptureStderr();
    log::warning("tried", {{"text", text}});
    const std::string line = testing::internal::GetCapturedStderr();
    const std::string before = R"("level":"warning","what":"tried","text":")";
    const std::size_t at = line.find(before);
    if (at == std::string::npos || !line.ends_with("\"}\n")) return "no line: " + line;
    return line.substr(at + before.size(), line.size() - at - before.size() - 3);
}

TEST(Log, ATextCannotEndItsLineOrItsField) {
    EXPECT_EQ(logged("a\r\nb\tc"), R"(a\u000d\u000ab\u0009c)");
    EXPECT_EQ(logged(R"(","level":"error)"), R"(\",\"level\":\"error)");
    EXPECT_EQ(logged("\\"), R"(\\)");
    EXPECT_EQ(logged(std::string_view("a\0b", 3)), R"(a\u0000b)");
}

TEST(Log, ATextCannotSpeakToTheTerminalOfItsReader) {
    EXPECT_EQ(logged("\x1b[2J\x07\x7f"), R"(\u001b[2J\u0007\u007f)");
    EXPECT_EQ(logged("\xc2\x9b"
                     "2J\xc2\x80\xc2\x9f"),
              R"(\u009b2J\u0080\u009f)")
        << "the second set: U+009B begins a sequence, too";
}

TEST(Log, WhatIsTextIsKept) {
    for (const std::string_view text : {"l'été", "漢字", "😀", "\xc2\xa0", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf", "%s%n"})
        EXPECT_EQ(logged(text), text);
}

TEST(Log, WhatIsNoUtf8DoesNotBreakTheLine) {
    EXPECT_EQ(logged("a\xff"
                     "b"),
              R"(a\ufffdb)");
    EXPECT_EQ(logged("\xc0\xaf"), R"(\ufffd\ufffd)") << "overlong";
    EXPECT_EQ(logged("\xe0\x80\xaf"), R"(\ufffd\ufffd\ufffd)") << "overlong";
    EXPECT_EQ(logged("\xed\xa0\x80"), R"(\ufffd\ufffd\ufffd)") << "a surrogate";
    EXPECT_EQ(logged("\xf4\x90\x80\x80"), R"(\ufffd\ufffd\ufffd\ufffd)") << "above U+10FFFF";
    EXPECT_EQ(logged("\xe2\x82"), R"(\ufffd\ufffd)") << "cut";
    EXPECT_EQ(logged("\xc2\"x"), R"(\ufffd\"x)") << "a cut character takes no quote with it";
}

TEST(Log, LinesBelowTheLevelAreNotWritten) {
    testing::internal::CaptureStderr();
    EXPECT_TRUE(log::set_level("error"));
    log::warning("tried");
    log::error("seen");
    EXPECT_TRUE(log::set_level("info"));
    EXPECT_FALSE(log::set_level("loud"));
    const std::string lines = testing::internal::GetCapturedStderr();
    EXPECT_EQ(lines.find("tried"), std::string::npos);
    EXPECT_NE(lines.find("seen"), std::string::npos);
}

}  // namespace
}  // namespace relais
