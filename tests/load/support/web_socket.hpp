// The client's end of a WebSocket, as lean as it can be: no buffer while idle, frames written at once. The mask is zero,
// which RFC 6455 permits and which the server must undo like any other.
#pragma once

#include <string>
#include <string_view>

#include "load/support/loop.hpp"

namespace relais::load {

struct Door {
    std::uint16_t port = 0;
    std::string path = "/";
    std::string origin;
    std::string cookie;  // empty: none
};

class WebSocket : private Ear {
public:
    explicit WebSocket(Loop& loop) : loop_(loop) {}
    ~WebSocket() override { drop(); }
    WebSocket(const WebSocket&) = delete;
    WebSocket& operator=(const WebSocket&) = delete;

    /// Begins; on_open or on_end follows.
    void open(const Door& door);
    void send_text(std::string_view text);
    /// A close frame, then the end; nothing is heard any more.
    void close();
    /// The end without a word, as a page that is gone.
    void drop();
    [[nodiscard]] bool is_open() const { return phase_ == Phase::open; }
    [[nodiscard]] bool is_closed() const { return phase_ == Phase::closed; }

protected:
    virtual void on_open() {}
    virtual void on_text(std::string_view text) = 0;
    /// The server ended it: an HTTP status, a close code, or 0 when it was simply cut.
    virtual void on_end(int code) { (void)code; }
    Loop& loop_;

private:
    enum class Phase : std::uint8_t { closed, connecting, answering, open };

    void on_ready(std::uint32_t events) override;
    void read();
    void read_answer();
    /// What was used up of `bytes`.
    std::size_t read_frames(std::string_view bytes);
    void write(std::string_view bytes);
    void flush();
    void ended(int code);

    int descriptor_ = -1;
    Phase phase_ = Phase::closed;
    int close_code_ = 0;
    std::string in_;   // a frame, or an answer to the handshake, that is not all here
    std::string out_;  // what the socket did not take yet
};

}  // namespace relais::load
