// Reads tests/fixtures/wire and, when RELAIS_DATA points to them, the data sets nobody of this project wrote.
#pragma once

#include <cstdlib>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace relais::wire_test {

using Json = nlohmann::json;

inline Json fixture(const std::string& name) {
    const std::string path = std::string(RELAIS_SOURCE_DIR) + "/tests/fixtures/wire/" + name;
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    return Json::parse(file);
}

/// The path of a file of the shared data sets; nothing when they are not there.
inline std::optional<std::string> shared_data(const std::string& name) {
    const char* folder = std::getenv("RELAIS_DATA");
    if (folder == nullptr || *folder == '\0') return std::nullopt;
    std::string path = std::string(folder) + "/" + name;
    if (!std::ifstream(path)) return std::nullopt;
    return path;
}

inline std::string from_base64(std::string_view text) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        if (c == '=') break;
        bits = (bits << 6U) | static_cast<std::uint32_t>(alphabet.find(c));
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
    }
    return bytes;
}

/// The text of a row of refused.json.
inline std::string bad_text(const Json& row) {
    return row.contains("text") ? row.at("text").get<std::string>() : from_base64(row.at("base64").get<std::string>());
}

}  // namespace relais::wire_test
