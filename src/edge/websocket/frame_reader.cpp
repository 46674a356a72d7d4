#include "edge/websocket/frame_reader.hpp"

#include <algorithm>
#include <cstring>

namespace relais::edge::websocket {
namespace {

std::uint8_t byte(char c) { return static_cast<std::uint8_t>(c); }

/// XOR with the mask, `offset` bytes into the payload.
void unmask(std::span<char> bytes, const char* mask, std::uint64_t offset) {
    std::array<char, 8> key{};
    for (std::size_t i = 0; i < key.size(); ++i) key[i] = mask[(offset + i) & 3U];
    std::uint64_t wide_key = 0;
    std::memcpy(&wide_key, key.data(), sizeof wide_key);
    std::size_t at = 0;
    for (; at + sizeof wide_key <= bytes.size(); at += sizeof wide_key) {
        std::uint64_t wide = 0;
        std::memcpy(&wide, bytes.data() + at, sizeof wide);
        wide ^= wide_key;
        std::memcpy(bytes.data() + at, &wide, sizeof wide);
    }
    for (std::size_t i = 0; at + i < bytes.size(); ++i)
        bytes[at + i] = static_cast<char>(byte(bytes[at + i]) ^ byte(key[i]));
}

std::size_t header_size(std::uint8_t second) {
    const std::uint8_t length = second & 0x7FU;
    return 2 + (length == 126 ? 2U : length == 127 ? 8U : 0U) + 4;
}

/// RFC 6455, 7.4: codes that may be on the wire.
bool may_be_sent(int code) {
    if (code >= 3000 && code <= 4999) return true;
    return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

bool is_continuation_byte(char c) { return (byte(c) & 0xC0U) == 0x80U; }

/// Bytes of the code point at the front; 0: not UTF-8 (RFC 3629).
std::size_t code_point_size(std::string_view text) {
    const std::uint8_t first = byte(text[0]);
    if (first < 0x80) return 1;
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < size) return 0;
    const std::uint8_t second = byte(text[1]);
    if (first == 0xE0 && second < 0xA0) return 0;
    if (first == 0xED && second > 0x9F) return 0;
    if (first == 0xF0 && second < 0x90) return 0;
    if (first == 0xF4 && second > 0x8F) return 0;
    const std::string_view rest = text.substr(1, size - 1);
    return std::all_of(rest.begin(), rest.end(), is_continuation_byte) ? size : 0;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t size = code_point_size(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

}  // namespace

int FrameReader::feed(std::span<char> bytes, FrameSink& sink) {
    while (!bytes.empty() || in_payload_) {
        if (!in_payload_) {
            if (!take_header(bytes)) return close_code::none;
            if (const int failed = check_header(); failed != close_code::none) return failed;
            if (opcode() != Opcode::close && !sink.on_header(is_control())) return close_code::policy;
            in_payload_ = true;
            taken_ = 0;
        }
        if (bytes.empty() && taken_ < length_) return close_code::none;
        const Step step = take_payload(bytes, sink);
        if (step.failed != close_code::none || step.stop) return step.failed;
    }
    return close_code::none;
}

bool FrameReader::take_header(std::span<char>& bytes) {
    while (!bytes.empty()) {
        header_[header_have_++] = bytes.front();
        bytes = bytes.subspan(1);
        if (header_have_ >= 2 && header_have_ == header_size(byte(header_[1]))) {
            header_have_ = 0;
            return true;
        }
        // An unmasked frame has no mask to wait for: it is refused by check_header.
        if (header_have_ == 2 && (byte(header_[1]) & 0x80U) == 0) return true;
    }
    return false;
}

int FrameReader::check_header() {
    const std::uint8_t second = byte(header_[1]);
    const bool reserved_bits = (byte(header_[0]) & 0x70U) != 0;
    const bool masked = (second & 0x80U) != 0;
    if (reserved_bits || !masked) return close_code::protocol_error;

    length_ = second & 0x7FU;
    const std::size_t wide = length_ == 126 ? 2 : length_ == 127 ? 8 : 0;
    if (wide > 0) {
        const std::uint64_t least = wide == 2 ? 126 : 65536;  // the shortest form must be used
        length_ = 0;
        for (std::size_t i = 0; i < wide; ++i) length_ = (length_ << 8U) | byte(header_[2 + i]);
        if (length_ < least || (length_ >> 63U) != 0) return close_code::protocol_error;
    }
    if (!is_control()) return check_data_frame();
    const bool known = opcode() == Opcode::close || opcode() == Opcode::ping || opcode() == Opcode::pong;
    return known && is_final() && length_ <= 125 ? close_code::none : close_code::protocol_error;
}

int FrameReader::check_data_frame() {
    switch (opcode()) {
        case Opcode::continuation:
            if (!in_message_) return close_code::protocol_error;
            break;
        case Opcode::text:
            if (in_message_) return close_code::protocol_error;
            fragments_ = 0;
            break;
        case Opcode::binary: return in_message_ ? close_code::protocol_error : close_code::unsupported;
        default: return close_code::protocol_error;
    }
    if (length_ > message_bytes_max_ || message_.size() + length_ > message_bytes_max_) return close_code::too_big;
    if (++fragments_ > fragments_max) return close_code::too_big;
    in_message_ = true;
    return close_code::none;
}

FrameReader::Step FrameReader::take_payload(std::span<char>& bytes, FrameSink& sink) {
    const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), length_ - taken_));
    const std::span<char> part = bytes.first(size);
    bytes = bytes.subspan(size);
    const std::size_t mask_at = header_size(byte(header_[1])) - 4;
    unmask(part, header_.data() + mask_at, taken_);
    taken_ += size;

    const std::string_view text(part.data(), part.size());
    std::string& kept = is_control() ? control_ : message_;
    const bool all_here = taken_ == length_ && kept.empty() && size == length_;
    if (all_here && (is_control() || is_final())) {  // the usual case: nothing is copied
        in_payload_ = false;
        return finish_frame(text, sink);
    }
    kept.append(text);
    if (taken_ < length_) return {};
    in_payload_ = false;
    if (!is_control() && !is_final()) return {};
    const std::string whole = std::move(kept);
    kept = std::string();
    return finish_frame(whole, sink);
}

FrameReader::Step FrameReader::finish_frame(std::string_view payload, FrameSink& sink) {
    if (is_control()) return finish_control(payload, sink);
    in_message_ = false;
    return {close_code::none, !sink.on_message(payload)};
}

FrameReader::Step FrameReader::finish_control(std::string_view payload, FrameSink& sink) {
    if (opcode() == Opcode::pong) return {};
    if (opcode() == Opcode::ping) return {close_code::none, !sink.on_ping(payload)};
    int code = close_code::no_status;
    if (payload.size() == 1) return {close_code::protocol_error, true};
    if (payload.size() >= 2) {
        code = (byte(payload[0]) << 8) | byte(payload[1]);
        if (!may_be_sent(code)) return {close_code::protocol_error, true};
        if (!is_utf8(payload.substr(2))) return {close_code::bad_utf8, true};
    }
    sink.on_close(code);
    return {close_code::none, true};
}

std::size_t write_header(Opcode opcode, std::uint64_t length, std::array<char, 10>& header) {
    header[0] = static_cast<char>(0x80U | static_cast<unsigned>(opcode));
    if (length < 126) {
        header[1] = static_cast<char>(length);
        return 2;
    }
    const std::size_t wide = length < 65536 ? 2 : 8;
    header[1] = static_cast<char>(wide == 2 ? 126 : 127);
    for (std::size_t i = 0; i < wide; ++i) header[2 + i] = static_cast<char>(length >> (8 * (wide - 1 - i)));
    return 2 + wide;
}

std::string close_payload(int code) {
    if (code == close_code::no_status) return {};
    return {static_cast<char>(code >> 8), static_cast<char>(code)};
}

}  // namespace relais::edge::websocket
