#include "app/operations.hpp"

#include "app/http_answers.hpp"

namespace relais {

Operations::Operations(const Endpoint& endpoint, std::function<bool()> ready, std::function<std::string()> metrics)
    : ready_(std::move(ready)), metrics_(std::move(metrics)), server_(*this, edge::ServerLimits{}, {}) {
    server_.listen(endpoint.address, endpoint.port);
    thread_ = std::thread([this] { server_.run(); });
}

Operations::~Operations() {
    server_.stop(Duration{0});
    if (thread_.joinable()) thread_.join();
}

void Operations::request(edge::HttpRequest request, edge::Respond respond) {
    if (request.path == "/healthz") return respond(plain(200, "ok\n"));
    if (request.path == "/readyz") {
        const bool ready = ready_();
        return respond(plain(ready ? 200 : 503, ready ? "ready\n" : "storage is late\n"));
    }
    if (request.path == "/metrics") {
        edge::HttpResponse page = plain(200, metrics_());
        page.headers.front().value = "text/plain; version=0.0.4; charset=utf-8";
        return respond(std::move(page));
    }
    respond(plain(404, "not found\n"));
}

edge::HttpResponse Operations::upgrade(ConnectionId, const edge::HttpRequest&) { return plain(404, "not found\n"); }

}  // namespace relais
