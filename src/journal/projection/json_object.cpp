#include "journal/projection/json_object.hpp"

#include <utility>

namespace relais::projection {
namespace {

void append_quoted(std::string& out, std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    out.push_back('"');
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (byte < 0x20) {
            out += "\\u00";
            out.push_back(hex[byte >> 4]);
            out.push_back(hex[byte & 15]);
        } else {
            out.push_back(c);
        }
    }
    out.push_back('"');
}

}  // namespace

void JsonObject::begin(std::string_view key) {
    if (text_.size() > 1) text_.push_back(',');
    append_quoted(text_, key);
    text_.push_back(':');
}

JsonObject& JsonObject::add(std::string_view key, std::string_view text) {
    begin(key);
    append_quoted(text_, text);
    return *this;
}

JsonObject& JsonObject::add(std::string_view key, std::int64_t number) {
    begin(key);
    text_ += std::to_string(number);
    return *this;
}

JsonObject& JsonObject::add(std::string_view key, bool value) {
    begin(key);
    text_ += value ? "true" : "false";
    return *this;
}

JsonObject& JsonObject::add_if(std::string_view key, const Uuid& id) {
    return id.is_nil() ? *this : add(key, std::string_view(to_string(id)));
}

JsonObject& JsonObject::add_if(std::string_view key, std::string_view text) {
    return text.empty() ? *this : add(key, text);
}

std::string JsonObject::finish() && {
    text_.push_back('}');
    return std::move(text_);
}

}  // namespace relais::projection
