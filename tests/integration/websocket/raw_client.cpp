#include "integration/websocket/raw_client.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace relais::websocket_test {
namespace {

std::uint8_t byte(char c) { return static_cast<std::uint8_t>(c); }

int connected_socket(const char* address, std::uint16_t port, int receive_buffer) {
    const bool v6 = std::strchr(address, ':') != nullptr;
    sockaddr_storage storage{};
    socklen_t size = sizeof(sockaddr_in);
    if (v6) {
        auto& peer = reinterpret_cast<sockaddr_in6&>(storage);
        peer.sin6_family = AF_INET6;
        peer.sin6_port = htons(port);
        inet_pton(AF_INET6, address, &peer.sin6_addr);
        size = sizeof(sockaddr_in6);
    } else {
        auto& peer = reinterpret_cast<sockaddr_in&>(storage);
        peer.sin_family = AF_INET;
        peer.sin_port = htons(port);
        inet_pton(AF_INET, address, &peer.sin_addr);
    }
    const int descriptor = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_buffer > 0) {
        ::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    if (descriptor < 0 || ::connect(descriptor, reinterpret_cast<sockaddr*>(&storage), size) != 0) {
        throw std::runtime_error(std::string("cannot connect: ") + std::strerror(errno));
    }
    return descriptor;
}

}  // namespace

int Frame::close_code() const { return payload.size() < 2 ? 1005 : (byte(payload[0]) << 8) | byte(payload[1]); }

std::string masked_frame(std::uint8_t first, std::string_view payload) {
    constexpr std::array<char, 4> mask{0x12, 0x34, 0x56, 0x78};
    std::string frame(1, static_cast<char>(first));
    const std::size_t size = payload.size();
    const std::size_t wide = size < 126 ? 0 : size < 65536 ? 2 : 8;
    frame += static_cast<char>(0x80U | (wide == 0 ? size : wide == 2 ? 126U : 127U));
    for (std::size_t i = 0; i < wide; ++i) frame += static_cast<char>(size >> (8 * (wide - 1 - i)));
    frame.append(mask.data(), mask.size());
    for (std::size_t i = 0; i < size; ++i) frame += static_cast<char>(byte(payload[i]) ^ byte(mask[i % 4]));
    return frame;
}

std::string masked_text(std::string_view payload) { return masked_frame(0x81, payload); }

std::string handshake(std::string_view path, std::string_view more_headers) {
    std::string head = "GET " + std::string(path) + " HTTP/1.1\r\nHost: test.example\r\nUpgrade: websocket\r\n";
    head += "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n";
    head += "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    head += more_headers;
    head += "\r\n";
    return head;
}

RawClient::RawClient(std::uint16_t port, int receive_buffer, const char* address)
    : descriptor_(connected_socket(address, port, receive_buffer)) {}

RawClient::~RawClient() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

RawClient::RawClient(RawClient&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), ended_(other.ended_), unread_(std::move(other.unread_)) {}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool RawClient::read_more(Milliseconds within) {
    pollfd waiting{descriptor_, POLLIN, 0};
    if (ended_ || ::poll(&waiting, 1, static_cast<int>(within.count())) <= 0) return false;
    std::array<char, 65536> buffer{};
    const ssize_t got = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
    if (got <= 0) {
        ended_ = true;
        return false;
    }
    unread_.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

std::optional<std::string> RawClient::read_head() {
    std::size_t end = std::string::npos;
    while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
        if (!read_more(patience)) return std::nullopt;
    }
    return read_bytes(end + 4);
}

std::optional<std::string> RawClient::read_bytes(std::size_t count) {
    while (unread_.size() < count) {
        if (!read_more(patience)) return std::nullopt;
    }
    std::string bytes = unread_.substr(0, count);
    unread_.erase(0, count);
    return bytes;
}

std::optional<Frame> RawClient::read_frame() {
    const auto head = read_bytes(2);
    if (!head) return std::nullopt;
    if ((byte((*head)[1]) & 0x80U) != 0) throw std::runtime_error("the server masked a frame");
    std::size_t size = byte((*head)[1]);
    if (size >= 126) {
        const auto wide = read_bytes(size == 126 ? 2 : 8);
        if (!wide) return std::nullopt;
        size = 0;
        for (const char c : *wide) size = (size << 8U) | byte(c);
    }
    auto payload = read_bytes(size);
    if (!payload) return std::nullopt;
    return Frame{byte((*head)[0]) & 0x0F, std::move(*payload)};
}

bool RawClient::ends(Milliseconds within) {
    const auto until = std::chrono::steady_clock::now() + within;
    while (!ended_) {
        const auto left = std::chrono::duration_cast<Milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) return false;
        read_more(left);
        unread_.clear();
    }
    return true;
}

bool RawClient::is_quiet(Milliseconds during) { return unread_.empty() && !read_more(during) && !ended_; }

void RawClient::shut_down_sending() const { ::shutdown(descriptor_, SHUT_WR); }

void RawClient::reset() {
    const linger at_once{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(std::exchange(descriptor_, -1));
}

bool RawClient::open(std::string_view path) {
    if (!send(handshake(path))) return false;
    const auto head = read_head();
    return head && head->starts_with("HTTP/1.1 101 ");
}

std::optional<std::string> RawClient::hear() {
    const auto frame = read_frame();
    if (!frame || frame->opcode != text_opcode) return std::nullopt;
    return frame->payload;
}

}  // namespace relais::websocket_test
