#include "app/json_body.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace relais {
namespace {

using nlohmann::json;

constexpr int depth_max = 2;  // an object with lists of texts

/// Nothing: not what a body may be.
json read_object(const std::string& text) {
    bool fits = true;
    std::set<std::string> keys;
    const auto look = [&](int depth, json::parse_event_t event, json& parsed) {
        const bool begins = event == json::parse_event_t::object_start || event == json::parse_event_t::array_start;
        if (begins && depth >= depth_max) fits = false;
        // Objects stand on the outside only, so all keys are of one.
        if (event == json::parse_event_t::object_start && depth > 0) fits = false;
        if (event == json::parse_event_t::key && !keys.insert(parsed.get<std::string>()).second) fits = false;
        const bool is_text = event == json::parse_event_t::value && parsed.is_string();
        if (is_text && parsed.get_ref<const std::string&>().find('\0') != std::string::npos) fits = false;
        return fits;
    };
    json read = json::parse(text, look, false);
    return fits && read.is_object() ? read : json();
}

}  // namespace

JsonBody::JsonBody(const edge::HttpRequest& request) {
    if (!request.content_type.starts_with("application/json")) {
        status_ = 415;
        problem_ = "bad_json";
        return;
    }
    root_ = read_object(request.body);
    if (!root_.is_object()) problem_ = "bad_json";
}

const json* JsonBody::find(const char* name) const {
    if (!problem_.empty()) return nullptr;
    const auto found = root_.find(name);
    return found == root_.end() || found->is_null() ? nullptr : &*found;
}

void JsonBody::wrong(const char* problem, const char* name) {
    problem_ = problem;
    field_ = name;
}

std::optional<std::string> JsonBody::text(const char* name) {
    const json* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) return value->get<std::string>();
    wrong("wrong_type", name);
    return std::nullopt;
}

std::string JsonBody::needed_text(const char* name) {
    auto value = text(name);
    if (!value && problem_.empty()) wrong("missing_field", name);
    return std::move(value).value_or(std::string{});
}

std::optional<std::uint32_t> JsonBody::number(const char* name) {
    const json* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_number_integer()) {
        const bool fits = value->is_number_unsigned() && value->get<std::uint64_t>() <= UINT32_MAX;
        return fits ? value->get<std::uint32_t>() : UINT32_MAX;
    }
    wrong(value->is_number() ? "bad_value" : "wrong_type", name);
    return std::nullopt;
}

std::optional<bool> JsonBody::boolean(const char* name) {
    const json* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_boolean()) return value->get<bool>();
    wrong("wrong_type", name);
    return std::nullopt;
}

std::optional<std::vector<std::string>> JsonBody::texts(const char* name) {
    const json* value = find(name);
    if (value == nullptr) return std::nullopt;
    const bool fits =
        value->is_array() && std::ranges::all_of(*value, [](const json& item) { return item.is_string(); });
    if (fits) return value->get<std::vector<std::string>>();
    wrong("wrong_type", name);
    return std::nullopt;
}

}  // namespace relais
