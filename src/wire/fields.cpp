#include "wire/fields.hpp"

#include <algorithm>

namespace relais::wire {
namespace {

bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

}  // namespace

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_code_point));
}

const Value* Fields::field(std::string_view key, Value::Type type, Need need) {
    const Value* found = object_.find(key);
    if (found == nullptr) {
        if (need == Need::required) refuse(Refusal::missing_field);
        return nullptr;
    }
    if (found->type == type) return found;
    if (found->type == Value::Type::null && need == Need::optional) return nullptr;
    refuse(Refusal::wrong_type);
    return nullptr;
}

Uuid Fields::uuid(std::string_view key, Need need) {
    const Value* found = field(key, Value::Type::text, need);
    if (found == nullptr) return {};
    const std::optional<Uuid> parsed = parse_uuid(found->text);
    if (!parsed || parsed->is_nil()) {  // nil means "none" inside the server
        refuse(Refusal::bad_value);
        return {};
    }
    return *parsed;
}

std::uint32_t Fields::count(std::string_view key, Need need) {
    const Value* found = field(key, Value::Type::integer, need);
    if (found == nullptr) return 0;
    if (found->integer < 0 || found->integer > std::int64_t{UINT32_MAX}) {
        refuse(Refusal::bad_value);
        return 0;
    }
    return static_cast<std::uint32_t>(found->integer);
}

bool Fields::flag(std::string_view key) {
    const Value* found = field(key, Value::Type::boolean, Need::optional);
    return found != nullptr && found->boolean;
}

std::string Fields::text(std::string_view key, Need need, std::size_t code_points_max) {
    const Value* found = field(key, Value::Type::text, need);
    if (found == nullptr) return {};
    if (code_points(found->text) > code_points_max) {
        refuse(Refusal::text_too_long);
        return {};
    }
    return found->text;
}

std::string Fields::cut_text(std::string_view key, std::size_t code_points_kept) {
    const Value* found = field(key, Value::Type::text, Need::optional);
    if (found == nullptr) return {};
    std::size_t seen = 0;
    for (std::size_t at = 0; at < found->text.size(); ++at) {
        if (begins_code_point(found->text[at]) && ++seen > code_points_kept) return found->text.substr(0, at);
    }
    return found->text;
}

Text Fields::message(std::string_view key) {
    std::string body = text(key, Need::required, relais::limits::message_code_points_max);
    if (body.empty()) refuse(Refusal::text_empty);
    return std::make_shared<const std::string>(std::move(body));
}

std::size_t Fields::word(std::string_view key, std::initializer_list<std::string_view> allowed) {
    const Value* found = field(key, Value::Type::text, Need::required);
    if (found == nullptr) return 0;
    const auto* const match = std::find(allowed.begin(), allowed.end(), found->text);
    if (match == allowed.end()) {
        refuse(Refusal::bad_value);
        return 0;
    }
    return static_cast<std::size_t>(match - allowed.begin());
}

}  // namespace relais::wire
