#include "edge/server/connection.hpp"
#include "edge/server/hub.hpp"

namespace relais::edge {
namespace {

constexpr int slow_reader = 1013;

}  // namespace

void Connection::read_frames(std::span<char> bytes) {
    const std::shared_ptr<Connection> alive = shared_from_this();
    read_at_ = Hub::now();
    const int failed = frames_.feed(bytes, *this);
    if (failed == websocket::close_code::none) return;
    ++hub_.figures.closed[failed];
    begin_close(failed);
}

bool Connection::on_header(bool is_control) {
    if (!all_frames_.take(hub_.limits().frames, read_at_)) return false;
    if (!is_control) pace_.count(read_at_);
    return !is_control || control_frames_.take(hub_.limits().control_frames, read_at_);
}

bool Connection::on_message(std::string_view text) {
    hub_.handler().frame(id(), text);
    return phase_ == Phase::websocket;
}

bool Connection::on_ping(std::string_view payload) {
    queue_.push_frame(websocket::Opcode::pong, std::make_shared<const std::string>(payload));
    flush_soon();
    // Who asks without reading the answers is bounded like any slow reader.
    if (queue_.items() > hub_.limits().queue_frames_max) send(std::make_shared<const std::string>());
    return phase_ == Phase::websocket;
}

void Connection::on_close(int code) { begin_close(code); }

void Connection::send(SharedText text) {
    if (phase_ != Phase::websocket) return;
    // The newest is not counted: a frame that is longer than the bound, such as a large team, must be able to leave.
    const std::size_t bytes_max = hub_.limits().queue_bytes_max + text->size();
    const auto over = [&] { return queue_.items() > hub_.limits().queue_frames_max || queue_.bytes() > bytes_max; };
    queue_.push_frame(websocket::Opcode::text, std::move(text));
    if (!over()) return flush_soon();
    flush();  // a burst is no slow reader: the socket may take all of it now
    if (phase_ != Phase::websocket || !over()) return;
    queue_.drop_unsent();
    ++hub_.figures.slow_readers;
    ++hub_.figures.closed[slow_reader];
    begin_close(slow_reader, slow_reader_drain_max);
}

/// Our close frame, or the echo of the peer's. The handler is told at once; the socket lives on until the peer ends, for
/// at most `drain_longest`.
void Connection::begin_close(int code, Duration drain_longest) {
    if (phase_ != Phase::websocket) return;
    const std::string payload = websocket::close_payload(code);
    queue_.push_frame(websocket::Opcode::close, std::make_shared<const std::string>(payload));
    hub_.websocket_ended(id());
    drain(drain_longest);
    flush_soon();
}

}  // namespace relais::edge
