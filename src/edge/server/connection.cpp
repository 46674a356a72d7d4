#include "edge/server/connection.hpp"

#include <cerrno>
#include <sys/socket.h>

#include "edge/server/hub.hpp"

namespace relais::edge {
namespace {

constexpr int reads_in_a_row_max = 4;  // then the other sockets have their turn

}  // namespace

Connection::Connection(Hub& hub, Socket socket, std::uint64_t number, std::string peer)
    : hub_(hub),
      socket_(std::move(socket)),
      number_(number),
      peer_(std::move(peer)),
      frames_(hub.limits().frame_bytes_max) {}

void Connection::start(bool refuse_all) {
    refuse_all_ = refuse_all;
    request_ = std::make_unique<http::RequestReader>(hub_.limits().header_bytes_max, hub_.limits().body_bytes_max);
    set_deadline(hub_.limits().handshake_max);
    wait_readable();
}

void Connection::wait_readable() {
    if (waits_readable_ || phase_ == Phase::gone) return;
    waits_readable_ = true;
    socket_.async_wait(Socket::wait_read, [self = shared_from_this()](const boost::system::error_code& error) {
        self->waits_readable_ = false;
        if (!error) self->on_readable();
    });
}

void Connection::wait_writable() {
    if (waits_writable_ || phase_ == Phase::gone) return;
    waits_writable_ = true;
    socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const boost::system::error_code& error) {
        self->waits_writable_ = false;
        if (!error) self->flush();
    });
}

void Connection::on_readable() {
    const std::span<char> buffer = hub_.read_buffer();
    for (int round = 0; round < reads_in_a_row_max; ++round) {
        if (phase_ == Phase::gone) return;
        if (phase_ == Phase::asked || phase_ == Phase::answering) return;   // next_request reads on
        if (phase_ == Phase::websocket && hub_.has_to_wait(*this)) return;  // the hub reads on
        const ssize_t got = ::recv(socket_.native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
        if (got <= 0) return drop();
        read_some(buffer.first(static_cast<std::size_t>(got)));
        if (static_cast<std::size_t>(got) < buffer.size()) break;  // probably all there was
    }
    if (phase_ != Phase::asked && phase_ != Phase::answering) wait_readable();
}

void Connection::read_some(std::span<char> bytes) {
    if (phase_ == Phase::request) return read_request({bytes.data(), bytes.size()});
    if (phase_ == Phase::websocket) read_frames(bytes);
}

void Connection::flush() {
    is_dirty = false;
    if (phase_ == Phase::gone || waits_writable_) return;
    switch (queue_.write_to(socket_.native_handle())) {
        case SendQueue::Written::all: return after_flush();
        case SendQueue::Written::some: return wait_writable();
        case SendQueue::Written::failed: return drop();
    }
}

void Connection::after_flush() {
    if (phase_ == Phase::answering) {
        if (keep_alive_ && !hub_.is_stopping()) return next_request();
        drain(drain_max);
    }
    if (phase_ != Phase::draining) return;
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    wait_readable();  // the end of the peer
}

/// Not simply closed: unread bytes would turn the end into a reset, which overtakes what was just sent.
void Connection::drain(Duration longest) {
    phase_ = Phase::draining;
    request_.reset();
    set_deadline(longest);
}

void Connection::drop() {
    if (phase_ == Phase::gone) return;
    const bool was_websocket = phase_ == Phase::websocket;
    phase_ = Phase::gone;
    const std::shared_ptr<Connection> alive = shared_from_this();
    boost::system::error_code ignored;
    socket_.close(ignored);
    if (was_websocket) hub_.websocket_ended(id());
    hub_.forget(number_);
}

void Connection::close(int close_code) {
    if (phase_ == Phase::websocket) return begin_close(close_code);
    keep_alive_ = false;
    if (phase_ == Phase::request) drop();
}

void Connection::deadline(std::int64_t tick) {
    if (tick != deadline_tick_) return;
    if (phase_ != Phase::websocket) ++hub_.figures.cut_late;
    drop();
}

void Connection::set_deadline(Duration from_now) { deadline_tick_ = hub_.schedule(number_, from_now); }

void Connection::flush_soon() { hub_.flush_soon(*this); }

}  // namespace relais::edge
