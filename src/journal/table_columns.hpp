// The columns of one INSERT ... SELECT FROM unnest: filled row by row, sent as arrays. Used by batch_writer.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "pg/parameters.hpp"

namespace relais::journal {

template <pg::Type... types>
class TableColumns {
public:
    void clear() {
        for (pg::Column& column : columns_) column.clear();
    }

    /// One value for each column, in order; an Id that is nil and an empty optional are NULL.
    template <class... Values>
    void row(const Values&... values) {
        static_assert(sizeof...(Values) == sizeof...(types));
        put(std::index_sequence_for<Values...>{}, values...);
    }

    [[nodiscard]] std::size_t size() const { return columns_.front().size(); }

    void add_to(pg::Parameters& parameters) {
        for (pg::Column& column : columns_) parameters.add(column);
    }

    /// Of a table with one row: values instead of arrays.
    void add_only_to(pg::Parameters& parameters) const {
        for (const pg::Column& column : columns_) parameters.add_only(column);
    }

private:
    template <std::size_t... places, class... Values>
    void put(std::index_sequence<places...>, const Values&... values) {
        (push(columns_[places], values), ...);
    }

    template <class Value>
    static void push(pg::Column& column, const Value& value) {
        column.push(value);
    }
    static void push(pg::Column& column, const std::optional<std::int64_t>& value) {
        value ? column.push(*value) : column.push_null();
    }
    static void push(pg::Column& column, const std::optional<std::int32_t>& value) {
        value ? column.push(*value) : column.push_null();
    }
    static void push(pg::Column& column, const std::optional<std::string_view>& value) {
        value ? column.push(*value) : column.push_null();
    }

    std::array<pg::Column, sizeof...(types)> columns_{pg::Column(types)...};
};

}  // namespace relais::journal
