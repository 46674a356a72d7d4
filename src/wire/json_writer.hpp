// JSON written straight into one string: no tree, no second copy. Commas follow from what was written before.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"

namespace relais::wire {

/// Between quotes, escaped exactly where RFC 8259 asks for it, as nlohmann's `dump` does.
void append_quoted(std::string& out, std::string_view text);
/// Bytes append_quoted adds for `text`, quotes included.
[[nodiscard]] std::size_t quoted_size(std::string_view text);

class JsonWriter {
public:
    explicit JsonWriter(std::size_t reserve) { out_.reserve(reserve); }

    [[nodiscard]] std::string take() && { return std::move(out_); }

    JsonWriter& open_object() { return open('{'); }
    JsonWriter& close_object() { return close('}'); }
    JsonWriter& open_list() { return open('['); }
    JsonWriter& close_list() { return close(']'); }

    /// `name` is one of ours: nothing in it needs escaping.
    JsonWriter& key(std::string_view name) {
        comma();
        out_ += '"';
        out_ += name;
        out_ += "\":";
        return *this;
    }

    JsonWriter& text(std::string_view value) {
        comma();
        append_quoted(out_, value);
        return *this;
    }
    JsonWriter& null() { return raw("null"); }
    JsonWriter& flag(bool value) { return raw(value ? "true" : "false"); }
    JsonWriter& integer(std::int64_t value);
    JsonWriter& uuid(const Uuid& value);

    JsonWriter& at(std::string_view name, std::string_view value) { return key(name).text(value); }
    JsonWriter& at(std::string_view name, const std::string& value) { return key(name).text(value); }
    JsonWriter& at(std::string_view name, const char* value) { return key(name).text(value); }
    JsonWriter& at(std::string_view name, std::integral auto value) {
        return key(name).integer(static_cast<std::int64_t>(value));
    }
    JsonWriter& at(std::string_view name, bool value) { return key(name).flag(value); }
    JsonWriter& at(std::string_view name, Instant value) { return key(name).integer(to_unix_ms(value)); }
    JsonWriter& at(std::string_view name, const Uuid& value) { return key(name).uuid(value); }
    template <class Tag>
    JsonWriter& at(std::string_view name, const Id<Tag>& value) {
        return key(name).uuid(value.value);
    }

private:
    // A value ends with a quote, a digit, a letter or a closing bracket; what ends otherwise expects one.
    void comma() {
        if (out_.empty()) return;
        const char last = out_.back();
        if (last != '{' && last != '[' && last != ':') out_ += ',';
    }
    JsonWriter& raw(std::string_view word) {
        comma();
        out_ += word;
        return *this;
    }
    JsonWriter& open(char bracket) {
        comma();
        out_ += bracket;
        return *this;
    }
    JsonWriter& close(char bracket) {
        out_ += bracket;
        return *this;
    }

    std::string out_;
};

}  // namespace relais::wire
