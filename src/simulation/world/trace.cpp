#include "simulation/world/trace.hpp"

#include <nlohmann/json.hpp>

namespace relais::simulation {

bool Trace::open(const std::string& file) {
    file_.open(file, std::ios::binary);
    on_ = file_.good();
    return on_;
}

void Trace::begin(std::string_view kind, std::uint64_t client) {
    file_ << "{\"t\":" << to_unix_ms(timeline_.now()) << ",\"what\":\"" << kind << '"';
    if (client != 0) file_ << ",\"client\":" << client;
}

void Trace::frame(std::uint64_t client, std::string_view direction, std::string_view text) {
    if (!on_) return;
    begin(direction, client);
    const bool json = nlohmann::json::accept(text);
    if (json)
        file_ << ",\"frame\":" << text << "}\n";
    else
        file_ << ",\"text\":" << nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
              << "}\n";
}

void Trace::socket(std::uint64_t client, std::string_view what) {
    if (!on_) return;
    begin(what, client);
    file_ << "}\n";
}

void Trace::client(std::uint64_t client, std::string_view side, std::string_view id) {
    if (!on_) return;
    begin("client", client);
    file_ << ",\"side\":\"" << side << "\",\"id\":\"" << id << "\"}\n";
}

void Trace::note(std::string_view what, std::string_view detail) {
    if (!on_) return;
    begin(what, 0);
    file_ << ",\"detail\":" << nlohmann::json(detail).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
          << "}\n";
}

}  // namespace relais::simulation
