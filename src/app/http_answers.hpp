// Short HTTP answers that several routes give.
#pragma once

#include <string>

#include "relais/edge/server.hpp"

namespace relais {

[[nodiscard]] inline edge::HttpResponse plain(int status, std::string text) {
    return edge::HttpResponse{status,
                              {{"content-type", "text/plain; charset=utf-8"},
                               {"cache-control", "no-store"},
                               {"x-content-type-options", "nosniff"}},
                              std::move(text),
                              {}};
}

[[nodiscard]] inline edge::HttpResponse json(int status, std::string text) {
    return edge::HttpResponse{status,
                              {{"content-type", "application/json; charset=utf-8"},
                               {"cache-control", "no-store"},
                               {"x-content-type-options", "nosniff"}},
                              std::move(text),
                              {}};
}

/// `code` is one of docs/protocol.md, 7, or a word of this address.
[[nodiscard]] inline edge::HttpResponse refusal(int status, const std::string& code) {
    return json(status, "{\"code\":\"" + code + "\"}");
}

[[nodiscard]] inline edge::HttpResponse redirect(const std::string& to) {
    return edge::HttpResponse{302, {{"location", to}, {"cache-control", "no-store"}}, {}, {}};
}

}  // namespace relais
