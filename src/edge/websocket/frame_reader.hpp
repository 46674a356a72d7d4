// RFC 6455 frames from a client, server side, without extensions. Pure, and without a buffer of its own while idle: this
// and one read buffer a thread are why a listening page costs hundreds of bytes and not the 5.6 kB of a Beast stream.
// Texts are handed on as bytes: that they are UTF-8 is checked by `wire`, which refuses the frame and not the socket.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace relais::edge::websocket {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

namespace close_code {
inline constexpr int none = 0;
inline constexpr int normal = 1000;
inline constexpr int protocol_error = 1002;
inline constexpr int unsupported = 1003;
inline constexpr int no_status = 1005;  // never sent: the peer's close had no code
inline constexpr int bad_utf8 = 1007;
inline constexpr int policy = 1008;  // RFC 6455, 7.4.1: more than anybody may
inline constexpr int too_big = 1009;
}  // namespace close_code

/// Receives what was read. False stops the reading: what follows in the same bytes is dropped.
class FrameSink {
public:
    virtual ~FrameSink() = default;
    /// The header of a frame, fragments included, close frames not. False: too many, the connection fails with 1008.
    virtual bool on_header(bool is_control) = 0;
    virtual bool on_message(std::string_view text) = 0;
    virtual bool on_ping(std::string_view payload) = 0;
    /// The peer's close: a code that may be echoed, or close_code::no_status. Nothing is read behind it.
    virtual void on_close(int code) = 0;
};

class FrameReader {
public:
    /// Tiny fragments cost more than their bytes say, so their number is bounded too.
    static constexpr std::uint32_t fragments_max = 256;

    explicit FrameReader(std::uint32_t message_bytes_max) : message_bytes_max_(message_bytes_max) {}

    /// Reads all of `bytes`, unmasking in place. close_code::none, or the code to fail the connection with.
    [[nodiscard]] int feed(std::span<char> bytes, FrameSink& sink);

private:
    struct Step {
        int failed = close_code::none;
        bool stop = false;
    };
    /// Takes header bytes from the front of `bytes`; true when the header is complete.
    bool take_header(std::span<char>& bytes);
    [[nodiscard]] int check_header();
    [[nodiscard]] int check_data_frame();
    Step take_payload(std::span<char>& bytes, FrameSink& sink);
    Step finish_frame(std::string_view payload, FrameSink& sink);
    Step finish_control(std::string_view payload, FrameSink& sink);

    [[nodiscard]] Opcode opcode() const { return static_cast<Opcode>(static_cast<std::uint8_t>(header_[0]) & 0x0FU); }
    [[nodiscard]] bool is_final() const { return (static_cast<std::uint8_t>(header_[0]) & 0x80U) != 0; }
    [[nodiscard]] bool is_control() const { return (static_cast<std::uint8_t>(header_[0]) & 0x08U) != 0; }

    std::uint32_t message_bytes_max_;
    std::array<char, 14> header_{};
    std::uint8_t header_have_ = 0;
    bool in_payload_ = false;
    bool in_message_ = false;  // a fragmented message is under way
    std::uint32_t fragments_ = 0;
    std::uint64_t length_ = 0;  // of the payload of this frame
    std::uint64_t taken_ = 0;   // of it, so far
    std::string message_;       // of a fragmented message, or of a frame that came in pieces
    std::string control_;       // of a control frame that came in pieces
};

/// The header of an unmasked frame: at most 10 bytes. Returns how many.
[[nodiscard]] std::size_t write_header(Opcode opcode, std::uint64_t length, std::array<char, 10>& header);

/// The payload of a close frame: empty for close_code::no_status.
[[nodiscard]] std::string close_payload(int code);

}  // namespace relais::edge::websocket
