#include "pg/parameters.hpp"

#include <utility>

#include "relais/base/bug.hpp"

#include "pg/binary.hpp"

namespace relais::pg {
namespace {

// Dimensions, "has NULLs", element type, length, lower bound.
constexpr std::size_t header_bytes = 20;
constexpr char jsonb_version = 1;

void overwrite_int32(std::string& bytes, std::size_t at, std::int32_t value) {
    std::string big;
    append_int32(big, value);
    bytes.replace(at, big.size(), big);
}

}  // namespace

Column::Column(Type element) : element_(element) { clear(); }

void Column::clear() {
    has_null_ = false;
    size_ = 0;
    bytes_.clear();
    append_int32(bytes_, 1);
    append_int32(bytes_, 0);
    append_int32(bytes_, static_cast<std::int32_t>(element_));
    append_int32(bytes_, 0);
    append_int32(bytes_, 1);
}

void Column::push(const Uuid& value) {
    if (value.is_nil()) return push_null();
    append_int32(bytes_, 16);
    append_uuid(bytes_, value);
    ++size_;
}

void Column::push(std::string_view value) {
    const bool json = element_ == Type::jsonb;
    append_int32(bytes_, static_cast<std::int32_t>(value.size() + (json ? 1 : 0)));
    if (json) bytes_.push_back(jsonb_version);
    bytes_.append(value);
    ++size_;
}

void Column::push(std::int32_t value) {
    append_int32(bytes_, 4);
    append_int32(bytes_, value);
    ++size_;
}

void Column::push(std::int64_t value) {
    append_int32(bytes_, 8);
    append_int64(bytes_, value);
    ++size_;
}

void Column::push(bool value) {
    append_int32(bytes_, 1);
    bytes_.push_back(value ? 1 : 0);
    ++size_;
}

void Column::push(Instant value) {
    append_int32(bytes_, 8);
    append_instant(bytes_, value);
    ++size_;
}

void Column::push_null() {
    append_int32(bytes_, -1);
    has_null_ = true;
    ++size_;
}

std::string_view Column::bytes() {
    overwrite_int32(bytes_, 4, has_null_ ? 1 : 0);
    overwrite_int32(bytes_, 12, size_);
    static_assert(header_bytes == 20);
    return bytes_;
}

std::optional<std::string_view> Column::only() const {
    RELAIS_ASSERT(size_ == 1);
    // Behind the header stand its length, -1 for NULL, and the value in the form it has outside of arrays, too.
    constexpr std::size_t length_bytes = 4;
    const std::string_view value = std::string_view(bytes_).substr(header_bytes + length_bytes);
    return has_null_ ? std::nullopt : std::optional(value);
}

Parameters& Parameters::own(std::string bytes) {
    owned_.push_back(std::move(bytes));
    values_.push_back(owned_.back().data());
    lengths_.push_back(static_cast<int>(owned_.back().size()));
    formats_.push_back(1);
    return *this;
}

Parameters& Parameters::add(const Uuid& value) {
    if (value.is_nil()) return add_null();
    std::string bytes;
    append_uuid(bytes, value);
    return own(std::move(bytes));
}

Parameters& Parameters::add(std::string_view value) { return own(std::string(value)); }

Parameters& Parameters::add(std::int32_t value) {
    std::string bytes;
    append_int32(bytes, value);
    return own(std::move(bytes));
}

Parameters& Parameters::add(std::int64_t value) {
    std::string bytes;
    append_int64(bytes, value);
    return own(std::move(bytes));
}

Parameters& Parameters::add(bool value) { return own(std::string(1, value ? '\1' : '\0')); }

Parameters& Parameters::add(Instant value) {
    std::string bytes;
    append_instant(bytes, value);
    return own(std::move(bytes));
}

Parameters& Parameters::add_bytes(std::span<const unsigned char> value) {
    return own(std::string(reinterpret_cast<const char*>(value.data()), value.size()));
}

Parameters& Parameters::add_json(std::string_view text) {
    std::string bytes(1, jsonb_version);
    bytes.append(text);
    return own(std::move(bytes));
}

Parameters& Parameters::add_null() {
    values_.push_back(nullptr);
    lengths_.push_back(0);
    formats_.push_back(1);
    return *this;
}

Parameters& Parameters::add(Column& column) {
    const std::string_view bytes = column.bytes();
    values_.push_back(bytes.data());
    lengths_.push_back(static_cast<int>(bytes.size()));
    formats_.push_back(1);
    return *this;
}

Parameters& Parameters::add_only(const Column& column) {
    const std::optional<std::string_view> value = column.only();
    if (!value) return add_null();
    values_.push_back(value->data());
    lengths_.push_back(static_cast<int>(value->size()));
    formats_.push_back(1);
    return *this;
}

void Parameters::clear() {
    owned_.clear();
    values_.clear();
    lengths_.clear();
    formats_.clear();
}

}  // namespace relais::pg
