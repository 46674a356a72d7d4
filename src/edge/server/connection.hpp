// One accepted socket: first HTTP requests, then perhaps a WebSocket. Callbacks on readiness instead of coroutines and
// pending reads, so that an idle socket owns neither a buffer nor the frame of a coroutine.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "relais/edge/rate_limit.hpp"
#include "relais/edge/server.hpp"

#include "edge/http/request_reader.hpp"
#include "edge/pace.hpp"
#include "edge/server/send_queue.hpp"
#include "edge/websocket/frame_reader.hpp"

namespace relais::edge {

class Hub;

using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

/// Owned by the hub and, while it waits for its socket, by the waiting callback.
class Connection final : public std::enable_shared_from_this<Connection>, private websocket::FrameSink {
public:
    static constexpr Duration idle_between_requests_max{std::chrono::seconds{30}};
    static constexpr Duration drain_max{std::chrono::seconds{2}};
    static constexpr Duration slow_reader_drain_max{std::chrono::seconds{5}};
    static constexpr std::size_t answer_bytes_a_second_min = 8 * 1024;

    Connection(Hub& hub, Socket socket, std::uint64_t number, std::string peer);

    /// Begins to read. `refuse_all`: there is no room, the request gets 503.
    void start(bool refuse_all);
    [[nodiscard]] ConnectionId id() const { return {0, number_}; }

    /// WebSocket only, ignored otherwise. Leaves with the next flush.
    void send(SharedText text);
    /// WebSocket: a close frame behind what was sent. HTTP: ends once no request is being answered.
    void close(int close_code);
    void respond(HttpResponse response);
    void flush();
    [[nodiscard]] std::size_t queued_bytes() const { return queue_.bytes(); }
    /// A deadline asked for has come; it counts when it is the last one.
    void deadline(std::int64_t tick);

    /// Whoever waited for his turn (Hub::has_to_wait) is asked again, and read or waits on.
    void read_on() { on_readable(); }
    [[nodiscard]] bool is_quiet(Instant now) const { return pace_.is_quiet(now); }

    bool is_dirty = false;    // the hub's: it waits for a flush
    bool is_put_off = false;  // the hub's: it waits for its turn to be read

private:
    enum class Phase : std::uint8_t {
        request,    // HTTP: waiting for a request, or in the middle of one
        asked,      // the handler has it
        answering,  // its answer is leaving
        websocket,
        draining,  // all that matters is queued; reads are thrown away until the peer ends, too
        gone
    };

    // connection.cpp
    void wait_readable();
    void wait_writable();
    void on_readable();
    void read_some(std::span<char> bytes);
    void after_flush();
    void set_deadline(Duration from_now);
    void drain(Duration longest);
    void drop();
    void flush_soon();

    // connection_http.cpp
    void read_request(std::string_view bytes);
    void handle_request();
    void upgrade(http::ReadRequest read);
    void refuse(int status);  // what the handler does not see
    void answer_and_end(HttpResponse response);
    void next_request();

    // connection_websocket.cpp
    void read_frames(std::span<char> bytes);
    void begin_close(int code, Duration drain_longest = drain_max);
    bool on_header(bool is_control) override;
    bool on_message(std::string_view text) override;
    bool on_ping(std::string_view payload) override;
    void on_close(int code) override;

    Hub& hub_;
    Socket socket_;
    std::uint64_t number_;
    std::int64_t deadline_tick_ = 0;  // 0: none
    Phase phase_ = Phase::request;
    bool waits_readable_ = false;
    bool waits_writable_ = false;
    bool refuse_all_ = false;
    bool head_only_ = false;   // the request under way is HEAD
    bool keep_alive_ = false;  // behind the answer under way
    SendQueue queue_;
    std::unique_ptr<http::RequestReader> request_;  // HTTP phases only
    std::string peer_;                              // HTTP phases only
    websocket::FrameReader frames_;
    Instant read_at_;  // the frames being read
    Bucket all_frames_;
    Bucket control_frames_;
    Pace pace_;
};

}  // namespace relais::edge
