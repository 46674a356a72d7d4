// A real server on loopback with a handler that does what the frames ask for.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "relais/edge/server.hpp"

namespace relais::websocket_test {

using edge::HttpRequest;
using edge::HttpResponse;
using edge::ServerLimits;

/// On /echo each text comes back. "flood COUNT SIZE": so many frames at once; "close CODE": the socket ends so.
/// GET /hello: 200; /later: answered from a posted work; /large: a megabyte; /never: no answer; else 404.
class House final : public edge::ServerHandler {
public:
    explicit House(ServerLimits limits = {}, std::vector<std::string> trusted_proxies = {});
    ~House() override;

    std::uint16_t port = 0;
    std::atomic<bool> behind = false;
    std::atomic<int> behind_after = 0;  // so many frames more; 0: it stays as it is
    std::atomic<int> frames = 0;        // that came
    edge::Server server;

    /// Ends the server's thread; again is harmless.
    void stop(Duration linger = std::chrono::seconds{5});

    [[nodiscard]] std::vector<HttpRequest> requests();
    [[nodiscard]] std::size_t opened();
    [[nodiscard]] ConnectionId last_opened();
    /// Waits until so many sockets were closed; false when it takes too long.
    bool wait_closed(std::size_t count);
    /// Runs on the server's thread and waits for it.
    void on_server(const std::function<void()>& work);
    /// Waits until so many reads were put off; false when it takes too long.
    bool wait_put_off(std::uint64_t count);

    void request(HttpRequest request, edge::Respond respond) override;
    [[nodiscard]] HttpResponse upgrade(ConnectionId connection, const HttpRequest& request) override;
    void opened(ConnectionId connection) override;
    void frame(ConnectionId connection, std::string_view text) override;
    void closed(ConnectionId connection) override;
    [[nodiscard]] bool is_behind() const override { return behind; }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<HttpRequest> requests_;
    std::vector<ConnectionId> opened_;
    std::vector<ConnectionId> closed_;
    std::thread thread_;
};

}  // namespace relais::websocket_test
