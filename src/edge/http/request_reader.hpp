// One HTTP/1 request from bytes. Beast's parser behind a plain header.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "relais/edge/server.hpp"

namespace relais::edge::http {

struct ReadRequest {
    HttpRequest request;  // without address and over_tls, which depend on the peer
    bool keep_alive = false;
    bool http_1_0 = false;
    bool wants_websocket = false;
    std::string websocket_key;
    std::string forwarded_for;  // as sent, of all such headers; empty: none
    std::string forwarded_proto;
    int refused = 0;  // a status to answer with, the handler is not asked; 0: acceptable
};

class RequestReader {
public:
    enum class State : std::uint8_t { head, body, complete, failed };

    RequestReader(std::uint32_t header_bytes_max, std::uint32_t body_bytes_max);
    ~RequestReader();

    State feed(std::string_view bytes);
    [[nodiscard]] State state() const;
    /// Something of the request has arrived.
    [[nodiscard]] bool begun() const;
    /// When failed: 400, 413 or 431.
    [[nodiscard]] int status() const;
    /// When complete.
    [[nodiscard]] ReadRequest take();
    /// What came behind the request.
    [[nodiscard]] std::string take_rest();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace relais::edge::http
