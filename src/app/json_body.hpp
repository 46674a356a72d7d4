// The body of a request as one JSON object, as strict as the frames of a socket (docs/protocol.md, 7): no duplicate keys, no
// U+0000, valid UTF-8, nothing deep, whole numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "relais/edge/server.hpp"

namespace relais {

/// Reads the fields one after the other; the first that does not fit is the refusal.
class JsonBody {
public:
    explicit JsonBody(const edge::HttpRequest& request);

    /// Empty: everything asked for so far was there and fitted. Else bad_json, missing_field or wrong_type.
    [[nodiscard]] const std::string& problem() const { return problem_; }
    /// The field that `problem` is about; empty: the body as a whole.
    [[nodiscard]] const std::string& field() const { return field_; }
    /// 415 for another content type, else 400.
    [[nodiscard]] int status() const { return status_; }

    [[nodiscard]] std::optional<std::string> text(const char* name);
    [[nodiscard]] std::optional<std::uint32_t> number(const char* name);  // what is no uint32 becomes the largest
    [[nodiscard]] std::optional<bool> boolean(const char* name);
    [[nodiscard]] std::optional<std::vector<std::string>> texts(const char* name);
    /// The same, but it must be there.
    [[nodiscard]] std::string needed_text(const char* name);

private:
    [[nodiscard]] const nlohmann::json* find(const char* name) const;
    void wrong(const char* problem, const char* name);

    nlohmann::json root_;
    std::string problem_;
    std::string field_;
    int status_ = 400;
};

}  // namespace relais
