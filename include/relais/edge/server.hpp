// HTTP and WebSocket over Beast, behind a plain header. One thread; every callback and every call is on it, but `post`.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"
#include "relais/edge/rate_limit.hpp"

namespace relais::edge {

struct Header {
    std::string name;
    std::string value;
};

struct HttpRequest {
    std::string method;
    std::string target;  // as received, origin form
    std::string path;    // decoded, without query; empty: refused before it gets here
    std::string query;
    std::string origin;  // empty: none
    std::string host;
    std::string cookie;
    std::string body;  // at most ServerLimits::body_bytes_max
    std::string content_type;
    std::string address;  // of the peer, or from X-Forwarded-For of a trusted proxy
    std::string accept_encoding;
    std::string if_none_match;
    bool over_tls = false;           // X-Forwarded-Proto of a trusted proxy
    bool address_is_limited = true;  // false: loopback without X-Forwarded-For
};

struct HttpResponse {
    int status = 200;
    std::vector<Header> headers;
    std::string body;
    std::shared_ptr<const std::string> shared_body;  // static files: used instead of `body` when set
};

struct ServerLimits {
    std::uint32_t header_bytes_max = 8 * 1024;
    std::uint32_t body_bytes_max = 64 * 1024;
    std::uint32_t frame_bytes_max = 64 * 1024;
    Rate control_frames{50, 200};  // pings and pongs of one WebSocket; beyond it is closed with 1008, as beyond
    Rate frames{3000, 10000};      // all its frames, fragments of texts included
    std::uint32_t queue_frames_max = 256;
    std::uint32_t queue_bytes_max = 64 * 1024;
    Duration handshake_max{std::chrono::seconds{5}};  // from accept, or from the first byte, to the end of the header
    Duration body_max{std::chrono::seconds{10}};      // from there to the end of the body
    Duration answer_max{std::chrono::seconds{60}};    // the handler's time; sending adds 1 s for each 8 KiB
    Duration tcp_user_timeout{std::chrono::seconds{10}};
    std::uint32_t sockets_max = 19000;
};

/// Since the start.
struct ServerFigures {
    std::uint64_t accepted = 0;                     // connections
    std::uint64_t refused_full = 0;                 // answered 503, or closed: no room for one more
    std::uint64_t cut_late = 0;                     // ended at their deadline: a slow request or answer, or idle
    std::uint64_t put_off = 0;                      // times a WebSocket had to wait for its turn to be read
    std::uint64_t slow_readers = 0;                 // WebSockets closed with 1013
    std::map<int, std::uint64_t> refused_requests;  // by status: answered without asking the handler
    std::map<int, std::uint64_t> closed;            // by close code: WebSockets ended without asking the handler
};

using Respond = std::function<void(HttpResponse)>;  // once, on the server's thread, now or later

/// What the server asks of its house. `upgrade` decides before the handshake.
class ServerHandler {
public:
    virtual ~ServerHandler() = default;
    virtual void request(HttpRequest request, Respond respond) = 0;
    /// Status 101 accepts, anything else is sent as it is and the connection ends.
    [[nodiscard]] virtual HttpResponse upgrade(ConnectionId connection, const HttpRequest& request) = 0;
    virtual void opened(ConnectionId connection) = 0;
    virtual void frame(ConnectionId connection, std::string_view text) = 0;
    virtual void closed(ConnectionId connection) = 0;
    /// True: more frames came than could be answered yet. Until it is false again, which is noticed with the next `send` or
    /// within 250 ms, WebSockets that write faster than people do wait for their turn, and the others are read at once.
    [[nodiscard]] virtual bool is_behind() const { return false; }
};

class Server {
public:
    Server(ServerHandler& handler, ServerLimits limits, std::vector<std::string> trusted_proxies);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Port 0: any free one. Returns the port, or throws std::runtime_error naming address and reason.
    std::uint16_t listen(const std::string& address, std::uint16_t port);
    /// Runs until `stop`; the calling thread becomes the server's thread.
    void run();
    /// From any thread: ends `run` after what is queued was tried for at most `linger`; sockets close with 1012.
    void stop(Duration linger);

    /// From any thread: run `work` on the server's thread. Cheap when the thread is awake.
    void post(std::function<void()> work);
    /// On the server's thread: call `work` every `period` until stop.
    void every(Duration period, std::function<void()> work);

    /// On the server's thread. A queue over its bound closes the socket with 1013.
    void send(ConnectionId connection, std::shared_ptr<const std::string> text);
    void close(ConnectionId connection, int close_code);

    [[nodiscard]] std::size_t sockets() const;
    /// On the server's thread.
    [[nodiscard]] ServerFigures figures() const;
    /// ServerLimits::sockets_max, or less where the process may open fewer files. Listening pages get 60 % of it (RULES 6).
    [[nodiscard]] std::size_t sockets_max() const;
    /// On the server's thread. What this socket has not yet taken: a reader of long gaps may wait until it has drained.
    [[nodiscard]] std::size_t queued_bytes(ConnectionId connection) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace relais::edge
