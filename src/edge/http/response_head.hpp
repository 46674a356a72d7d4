// Status line and headers of an answer, as text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "relais/edge/server.hpp"

namespace relais::edge::http {

[[nodiscard]] std::string_view reason_phrase(int status);

/// With `date`, content-length (but for 1xx, 204, 304) and `connection`. Line ends inside a value become spaces.
[[nodiscard]] std::string response_head(const HttpResponse& response, std::size_t body_bytes, bool keep_alive,
                                        std::string_view date);

/// The 101 that answers a WebSocket handshake, with the headers the handler added.
[[nodiscard]] std::string switching_head(const HttpResponse& response, std::string_view accept_key);

/// An answer of the server itself: plain text, nothing of the request in it.
[[nodiscard]] HttpResponse plain_answer(int status);

}  // namespace relais::edge::http
