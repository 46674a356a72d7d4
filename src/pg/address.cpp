#include "pg/address.hpp"

#include <memory>
#include <string_view>

#include <libpq-fe.h>

namespace relais::pg {
namespace {

struct Freed {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

/// Also "5432,5433", one for each host.
bool is_ports(std::string_view value) { return value.find_first_not_of("0123456789,") == std::string_view::npos; }

/// An abstract socket begins with @.
bool is_host(std::string_view value) { return value.find('@', 1) == std::string_view::npos; }

bool is_likely(std::string_view keyword, std::string_view value) {
    if (keyword == "port") return is_ports(value);
    if (keyword == "host") return is_host(value);
    if (keyword == "dbname") return value.find('@') == std::string_view::npos;
    return true;
}

std::string quoted(std::string_view value) {
    if (!value.empty() && value.find_first_of(" '\\") == std::string_view::npos) return std::string(value);
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    return text + "'";
}

}  // namespace

std::optional<std::string> shown_address(const std::string& url) {
    const std::unique_ptr<PQconninfoOption, Freed> options(PQconninfoParse(url.c_str(), nullptr));
    if (!options) return std::nullopt;
    std::string shown;
    bool secrets = false;
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr) continue;
        if (!is_likely(option->keyword, option->val)) return std::nullopt;
        const bool secret = std::string_view(option->dispchar) == "*";
        secrets = secrets || secret;
        shown +=
            (shown.empty() ? "" : " ") + std::string(option->keyword) + "=" + (secret ? "***" : quoted(option->val));
    }
    return secrets ? shown : url;
}

}  // namespace relais::pg
