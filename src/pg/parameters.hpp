// Values of a statement in PostgreSQL's binary format: nothing is quoted, nothing is parsed. The statement must name each
// type ($1::uuid, $2::bigint[] ...), because binary values are taken as they are.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"

namespace relais::pg {

enum class Type : std::uint32_t {
    boolean = 16,
    bytes = 17,
    int8 = 20,
    int4 = 23,
    text = 25,
    timestamptz = 1184,
    uuid = 2950,
    jsonb = 3802
};

/// A one-dimensional array for `unnest`. `clear` keeps the memory for the next batch.
class Column {
public:
    explicit Column(Type element);

    void clear();
    void push(const Uuid& value);       // of type uuid; a nil one is NULL
    void push(std::string_view value);  // text, or the text of a jsonb
    void push(std::int32_t value);      // int4
    void push(std::int64_t value);      // int8
    void push(bool value);
    void push(Instant value);  // timestamptz
    void push_null();
    template <class Tag>
    void push(const Id<Tag>& id) {
        push(id.value);
    }
    void push(const std::optional<Instant>& value) { value ? push(*value) : push_null(); }

    [[nodiscard]] std::size_t size() const { return size_; }
    /// The array as sent. Valid until the next change.
    [[nodiscard]] std::string_view bytes();
    [[nodiscard]] Type element() const { return element_; }
    /// The value of a column of one, as sent by itself; nothing: NULL. Valid until the next change.
    [[nodiscard]] std::optional<std::string_view> only() const;

private:
    Type element_;
    bool has_null_ = false;
    std::int32_t size_ = 0;
    std::string bytes_;
};

class Parameters {
public:
    Parameters() = default;
    /// Moves keep every value where it is; a copy would point into the original.
    Parameters(Parameters&&) noexcept = default;
    Parameters& operator=(Parameters&&) noexcept = default;

    Parameters& add(const Uuid& value);  // nil: NULL
    Parameters& add(std::string_view value);
    Parameters& add(const char* value) { return add(std::string_view(value)); }
    Parameters& add(std::int32_t value);
    Parameters& add(std::int64_t value);
    Parameters& add(bool value);
    Parameters& add(Instant value);
    Parameters& add_bytes(std::span<const unsigned char> value);  // bytea
    Parameters& add_json(std::string_view text);
    Parameters& add_null();
    /// Not copied: the column must live and stay unchanged until the statement is sent.
    Parameters& add(Column& column);
    /// The one value of a column of one. Not copied either.
    Parameters& add_only(const Column& column);
    template <class Tag>
    Parameters& add(const Id<Tag>& id) {
        return add(id.value);
    }
    template <class Value>
    Parameters& add(const std::optional<Value>& value) {
        return value ? add(*value) : add_null();
    }

    void clear();
    [[nodiscard]] std::size_t size() const { return values_.size(); }
    [[nodiscard]] std::span<const char* const> values() const { return values_; }
    [[nodiscard]] std::span<const int> lengths() const { return lengths_; }
    /// All ones: every value is binary.
    [[nodiscard]] std::span<const int> formats() const { return formats_; }

private:
    Parameters& own(std::string bytes);

    std::deque<std::string> owned_;  // a deque: growing moves no element
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

}  // namespace relais::pg
