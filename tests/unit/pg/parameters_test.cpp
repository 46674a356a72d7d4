#include "pg/parameters.hpp"

#include <string>

#include <gtest/gtest.h>

namespace relais::pg {
namespace {

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        text.push_back(digits[static_cast<unsigned char>(c) >> 4]);
        text.push_back(digits[static_cast<unsigned char>(c) & 15]);
    }
    return text;
}

std::string only_value(const Parameters& parameters) {
    return hex({parameters.values()[0], static_cast<std::size_t>(parameters.lengths()[0])});
}

TEST(Parameters, are_big_endian) {
    EXPECT_EQ(only_value(Parameters().add(std::int32_t{1})), "00000001");
    EXPECT_EQ(only_value(Parameters().add(std::int64_t{-2})), "fffffffffffffffe");
    EXPECT_EQ(only_value(Parameters().add(true)), "01");
    EXPECT_EQ(only_value(Parameters().add("ab")), "6162");
    EXPECT_EQ(only_value(Parameters().add(Uuid{0x0102030405060708, 0x090a0b0c0d0e0f10})),
              "0102030405060708090a0b0c0d0e0f10");
}

TEST(Parameters, count_microseconds_from_the_year_2000) {
    EXPECT_EQ(only_value(Parameters().add(from_unix_ms(946'684'800'001))), "00000000000003e8");
    EXPECT_EQ(only_value(Parameters().add(from_unix_ms(946'684'799'999))), "fffffffffffffc18");
}

TEST(Parameters, take_a_nil_id_and_nothing_as_null) {
    EXPECT_EQ(Parameters().add(Uuid{}).values()[0], nullptr);
    EXPECT_EQ(Parameters().add(std::optional<std::int32_t>{}).values()[0], nullptr);
}

TEST(Parameters, keep_an_empty_text_apart_from_null) {
    const Parameters parameters = std::move(Parameters().add(""));
    EXPECT_NE(parameters.values()[0], nullptr);
    EXPECT_EQ(parameters.lengths()[0], 0);
}

TEST(Column, begins_with_dimensions_nulls_type_length_and_lower_bound) {
    Column column(Type::int4);
    EXPECT_EQ(hex(column.bytes()), "0000000100000000000000170000000000000001");
    column.push(std::int32_t{7});
    column.push_null();
    EXPECT_EQ(hex(column.bytes()),
              "0000000100000001000000170000000200000001"
              "0000000400000007"
              "ffffffff");
}

TEST(Column, is_empty_again_after_clear) {
    Column column(Type::text);
    column.push_null();
    column.clear();
    column.push(std::string_view("a"));
    EXPECT_EQ(hex(column.bytes()),
              "0000000100000000000000190000000100000001"
              "0000000161");
}

TEST(Column, gives_the_only_value_as_it_is_sent_by_itself) {
    Column json(Type::jsonb);
    json.push(std::string_view("{}"));
    EXPECT_EQ(hex(json.only().value()), "017b7d");
    Column text(Type::text);
    text.push(std::string_view());
    EXPECT_EQ(text.only(), std::optional<std::string_view>(""));
    Column none(Type::uuid);
    none.push_null();
    EXPECT_EQ(none.only(), std::nullopt);
    Parameters parameters;
    parameters.add_only(text).add_only(none).add_only(json);
    EXPECT_NE(parameters.values()[0], nullptr);
    EXPECT_EQ(parameters.values()[1], nullptr);
    EXPECT_EQ(parameters.lengths()[0], 0);
    EXPECT_EQ(parameters.lengths()[2], 3);
}

TEST(Column, puts_the_version_before_every_json) {
    Column column(Type::jsonb);
    column.push(std::string_view("{}"));
    EXPECT_EQ(hex(column.bytes()).substr(40), "00000003017b7d");
}

}  // namespace
}  // namespace relais::pg
