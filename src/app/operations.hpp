// The loopback port for operators: /readyz and /metrics. Its own server and thread, so that a busy edge still answers.
#pragma once

#include <functional>
#include <memory>
#include <thread>

#include "relais/edge/server.hpp"

#include "app/configuration.hpp"

namespace relais {

class Operations final : public edge::ServerHandler {
public:
    /// Listens at once; throws std::runtime_error when the address is taken. Both are called on its thread.
    Operations(const Endpoint& endpoint, std::function<bool()> ready, std::function<std::string()> metrics);
    ~Operations() override;
    Operations(const Operations&) = delete;
    Operations& operator=(const Operations&) = delete;

    void request(edge::HttpRequest request, edge::Respond respond) override;
    edge::HttpResponse upgrade(ConnectionId connection, const edge::HttpRequest& request) override;
    void opened(ConnectionId) override {}
    void frame(ConnectionId, std::string_view) override {}
    void closed(ConnectionId) override {}

private:
    std::function<bool()> ready_;
    std::function<std::string()> metrics_;
    edge::Server server_;
    std::thread thread_;
};

}  // namespace relais
