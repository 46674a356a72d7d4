#include "load/support/web_socket.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace relais::load {
namespace {

constexpr std::uint32_t loopback_network = 0x7F000101;  // 127.0.1.1: one address has only 28,000 ports
constexpr std::uint32_t source_addresses = 16;

sockaddr_in endpoint(std::uint32_t address, std::uint16_t port) {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(address);
    where.sin_port = htons(port);
    return where;
}

int connected_socket(std::uint16_t port) {
    static std::uint32_t made = 0;
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) throw std::runtime_error(std::string{"no socket: "} + std::strerror(errno));
    const int yes = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    ::setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    const sockaddr_in from = endpoint(loopback_network + made++ % source_addresses, 0);
    const sockaddr_in to = endpoint(INADDR_LOOPBACK, port);
    (void)::bind(descriptor, reinterpret_cast<const sockaddr*>(&from), sizeof from);
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 && errno != EINPROGRESS) {
        ::close(descriptor);
        return -1;
    }
    return descriptor;
}

std::string handshake(const Door& door) {
    std::string text = "GET " + door.path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(door.port) +
                       "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    if (!door.origin.empty()) text += "Origin: " + door.origin + "\r\n";
    if (!door.cookie.empty()) text += "Cookie: " + door.cookie + "\r\n";
    return text + "\r\n";
}

std::uint8_t byte(char c) { return static_cast<std::uint8_t>(c); }

}  // namespace

void WebSocket::open(const Door& door) {
    descriptor_ = connected_socket(door.port);
    if (descriptor_ < 0) return on_end(0);
    phase_ = Phase::connecting;
    in_.clear();
    out_ = handshake(door);
    loop_.add(descriptor_, *this, EPOLLIN | EPOLLOUT);
}

void WebSocket::drop() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    descriptor_ = -1;
    phase_ = Phase::closed;
    in_ = out_ = std::string();
}

void WebSocket::close() {
    constexpr std::string_view going_away("\x88\x82\0\0\0\0\x03\xe9", 8);
    if (phase_ == Phase::open) write(going_away);
    drop();
}

void WebSocket::ended(int code) {
    drop();
    on_end(code);
}

void WebSocket::on_ready(std::uint32_t events) {
    if (descriptor_ < 0) return;
    if ((events & EPOLLOUT) != 0) {
        if (phase_ == Phase::connecting) phase_ = Phase::answering;
        flush();
    }
    if (descriptor_ >= 0 && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) read();
}

void WebSocket::flush() {
    while (!out_.empty()) {
        const ssize_t sent = ::send(descriptor_, out_.data(), out_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return;
            return ended(0);
        }
        out_.erase(0, static_cast<std::size_t>(sent));
    }
    out_ = std::string();
    loop_.change(descriptor_, *this, EPOLLIN);
}

void WebSocket::write(std::string_view bytes) {
    if (phase_ != Phase::open) return;
    if (out_.empty()) {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent == static_cast<ssize_t>(bytes.size())) return;
        if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
        loop_.change(descriptor_, *this, EPOLLIN | EPOLLOUT);  // a broken socket is heard of there, too
    }
    out_.append(bytes);
}

void WebSocket::send_text(std::string_view text) {
    std::array<char, 4096> frame;
    std::size_t size = 2;
    frame[0] = static_cast<char>(0x81);
    if (text.size() < 126) {
        frame[1] = static_cast<char>(0x80U | text.size());
    } else {
        if (text.size() + 8 > frame.size()) throw std::length_error("a frame longer than the generator's own");
        frame[1] = static_cast<char>(0x80U | 126U);
        frame[2] = static_cast<char>(text.size() >> 8U);
        frame[3] = static_cast<char>(text.size());
        size = 4;
    }
    std::memset(frame.data() + size, 0, 4);
    std::memcpy(frame.data() + size + 4, text.data(), text.size());
    write({frame.data(), size + 4 + text.size()});
}

void WebSocket::read() {
    const std::span<char> buffer = loop_.buffer();
    const ssize_t got = ::recv(descriptor_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
    if (got <= 0) return ended(close_code_);
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
    if (phase_ != Phase::open) {
        in_.append(bytes);
        return read_answer();
    }
    if (in_.empty()) {
        const std::size_t used = read_frames(bytes);
        if (phase_ == Phase::open && used < bytes.size()) in_.assign(bytes.substr(used));
        return;
    }
    std::string joined = std::move(in_);
    in_ = std::string();
    joined.append(bytes);
    const std::size_t used = read_frames(joined);
    if (phase_ == Phase::open && used < joined.size()) in_ = joined.substr(used);
}

void WebSocket::read_answer() {
    const std::size_t end = in_.find("\r\n\r\n");
    if (end == std::string::npos) return;
    const int status = in_.size() > 12 ? (in_[9] - '0') * 100 + (in_[10] - '0') * 10 + (in_[11] - '0') : 0;
    if (status != 101) return ended(status);
    std::string rest = in_.substr(end + 4);
    in_ = std::string();
    phase_ = Phase::open;
    on_open();
    if (phase_ != Phase::open || rest.empty()) return;
    const std::size_t used = read_frames(rest);
    if (phase_ == Phase::open && used < rest.size()) in_ = rest.substr(used);
}

std::size_t WebSocket::read_frames(std::string_view bytes) {
    std::size_t at = 0;
    while (phase_ == Phase::open && bytes.size() - at >= 2) {
        const std::uint8_t opcode = byte(bytes[at]) & 0x0FU;
        std::uint64_t length = byte(bytes[at + 1]) & 0x7FU;
        std::size_t header = 2;
        if (length >= 126) {
            const std::size_t wide = length == 126 ? 2 : 8;
            header += wide;
            if (bytes.size() - at < header) return at;
            length = 0;
            for (std::size_t i = 0; i < wide; ++i) length = length << 8U | byte(bytes[at + 2 + i]);
        }
        if (bytes.size() - at < header + length) return at;
        const std::string_view payload = bytes.substr(at + header, length);
        at += header + length;
        if (opcode == 1) on_text(payload);
        if (opcode == 8) {
            close_code_ = payload.size() >= 2 ? byte(payload[0]) << 8 | byte(payload[1]) : 0;
            ended(close_code_);
        }
    }
    return at;
}

}  // namespace relais::load
