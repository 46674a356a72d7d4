// A flat JSON object, written in the order of the calls: all that payloads need.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "relais/base/id.hpp"

namespace relais::projection {

class JsonObject {
public:
    JsonObject& add(std::string_view key, std::string_view text);
    JsonObject& add(std::string_view key, std::int64_t number);
    JsonObject& add(std::string_view key, bool value);
    /// Nothing is written for a nil id or an empty text.
    JsonObject& add_if(std::string_view key, const Uuid& id);
    JsonObject& add_if(std::string_view key, std::string_view text);
    template <class Tag>
    JsonObject& add_if(std::string_view key, const Id<Tag>& id) {
        return add_if(key, id.value);
    }

    [[nodiscard]] std::string finish() &&;

private:
    void begin(std::string_view key);

    std::string text_ = "{";
};

}  // namespace relais::projection
