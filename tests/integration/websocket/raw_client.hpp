// A client that says exactly the bytes it is told: no library between the test and the socket.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relais::websocket_test {

using Milliseconds = std::chrono::milliseconds;
inline constexpr Milliseconds patience{10'000};  // a failure, never a duration that a passing test takes

struct Frame {
    int opcode = 0;
    std::string payload;
    /// Of a close frame; 1005: it has none.
    [[nodiscard]] int close_code() const;
};

inline constexpr int text_opcode = 1;
inline constexpr int binary_opcode = 2;
inline constexpr int close_opcode = 8;
inline constexpr int ping_opcode = 9;
inline constexpr int pong_opcode = 10;

/// A masked frame. `first` is opcode and flags.
[[nodiscard]] std::string masked_frame(std::uint8_t first, std::string_view payload);
[[nodiscard]] std::string masked_text(std::string_view payload);
[[nodiscard]] std::string handshake(std::string_view path, std::string_view more_headers = {});

class RawClient {
public:
    /// Connects. `receive_buffer` above 0 makes it small and fixed, for slow readers.
    explicit RawClient(std::uint16_t port, int receive_buffer = 0, const char* address = "127.0.0.1");
    ~RawClient();
    RawClient(RawClient&& other) noexcept;
    RawClient& operator=(RawClient&&) = delete;

    /// All of it, or false when the server ended.
    bool send(std::string_view bytes);
    /// The head of an answer (its body stays unread), nothing when the server ended first.
    std::optional<std::string> read_head();
    std::optional<std::string> read_bytes(std::size_t count);
    /// Nothing: the server ended.
    std::optional<Frame> read_frame();
    /// Reads and forgets until the server ends; false: it did not within `within`.
    bool ends(Milliseconds within = patience);
    /// No byte and no end within `during`.
    bool is_quiet(Milliseconds during);
    void shut_down_sending() const;
    /// Ends with a reset.
    void reset();

    /// Handshake on `path`; true when the server switched.
    bool open(std::string_view path = "/echo");
    bool say(std::string_view text) { return send(masked_text(text)); }
    /// The payload of the next text frame.
    std::optional<std::string> hear();

private:
    bool read_more(Milliseconds within);

    int descriptor_ = -1;
    bool ended_ = false;
    std::string unread_;
};

}  // namespace relais::websocket_test
