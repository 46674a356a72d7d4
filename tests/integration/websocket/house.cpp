#include "integration/websocket/house.hpp"

#include <chrono>
#include <future>
#include <sstream>

#include "integration/websocket/raw_client.hpp"

namespace relais::websocket_test {

House::House(ServerLimits limits, std::vector<std::string> trusted_proxies)
    : server(*this, limits, std::move(trusted_proxies)) {
    port = server.listen("127.0.0.1", 0);
    thread_ = std::thread([this] { server.run(); });
}

House::~House() { stop(Duration{0}); }

void House::stop(Duration linger) {
    server.stop(linger);
    if (thread_.joinable()) thread_.join();
}

std::vector<HttpRequest> House::requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
}

std::size_t House::opened() {
    const std::lock_guard lock(mutex_);
    return opened_.size();
}

ConnectionId House::last_opened() {
    const std::lock_guard lock(mutex_);
    return opened_.back();
}

bool House::wait_closed(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [&] { return closed_.size() >= count; });
}

void House::on_server(const std::function<void()>& work) {
    std::promise<void> done;
    server.post([&] {
        work();
        done.set_value();
    });
    done.get_future().wait();
}

bool House::wait_put_off(std::uint64_t count) {
    const auto until = std::chrono::steady_clock::now() + patience;
    std::uint64_t put_off = 0;
    while (put_off < count && std::chrono::steady_clock::now() < until) {
        on_server([&] { put_off = server.figures().put_off; });
    }
    return put_off >= count;
}

void House::request(HttpRequest request, edge::Respond respond) {
    {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
    }
    HttpResponse response;
    if (request.path == "/never") return;
    if (request.path == "/hello") {
        response.body = "hello " + request.method + " " + request.body;
    } else if (request.path == "/large") {
        response.shared_body = std::make_shared<const std::string>(1'000'000, 'x');
    } else if (request.path == "/later") {
        response.body = "later";
        server.post([respond, response] { respond(response); });
        return;
    } else {
        response.status = 404;
    }
    respond(std::move(response));
}

HttpResponse House::upgrade(ConnectionId, const HttpRequest& request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    HttpResponse response;
    response.status = request.path == "/echo" ? 101 : 403;
    response.body = "no";
    return response;
}

void House::opened(ConnectionId connection) {
    const std::lock_guard lock(mutex_);
    opened_.push_back(connection);
}

void House::frame(ConnectionId connection, std::string_view text) {
    std::istringstream words{std::string(text)};
    std::string order;
    std::size_t number = 0;
    std::size_t size = 0;
    words >> order >> number >> size;
    ++frames;
    if (behind_after > 0 && --behind_after == 0) behind = true;
    if (order == "close") return server.close(connection, static_cast<int>(number));
    if (order != "flood") return server.send(connection, std::make_shared<const std::string>(text));
    for (std::size_t i = 0; i < number; ++i) {
        server.send(connection, std::make_shared<const std::string>(size, static_cast<char>('a' + i % 26)));
    }
}

void House::closed(ConnectionId connection) {
    const std::lock_guard lock(mutex_);
    closed_.push_back(connection);
    changed_.notify_all();
}

}  // namespace relais::websocket_test
