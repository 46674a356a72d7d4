#include "edge/server/send_queue.hpp"

#include <cerrno>
#include <sys/socket.h>
#include <sys/uio.h>

namespace relais::edge {
namespace {

constexpr std::size_t parts_max = 128;     // of one system call; two a frame
constexpr std::size_t kept_capacity = 4;   // items; more is given back when the queue is empty
constexpr std::size_t sent_kept_max = 64;  // items that are sent but still in the list

}  // namespace

void SendQueue::push_frame(websocket::Opcode opcode, SharedText payload) {
    Item item;
    item.header_size = static_cast<std::uint8_t>(write_header(opcode, payload->size(), item.header));
    item.payload = std::move(payload);
    bytes_ += item.size();
    items_.push_back(std::move(item));
}

void SendQueue::push_raw(SharedText bytes) {
    if (bytes->empty()) return;
    bytes_ += bytes->size();
    items_.push_back(Item{std::move(bytes), {}, 0});
}

void SendQueue::drop_unsent() {
    const std::size_t kept = first_ + (sent_of_first_ > 0 ? 1 : 0);
    while (items_.size() > kept) {
        bytes_ -= items_.back().size();
        items_.pop_back();
    }
}

SendQueue::Written SendQueue::write_to(int descriptor) {
    while (!empty()) {
        std::array<iovec, parts_max> parts{};
        std::size_t count = 0;
        std::size_t offset = sent_of_first_;
        std::size_t offered = 0;
        for (std::size_t at = first_; at < items_.size() && count + 2 <= parts_max; ++at) {
            Item& item = items_[at];
            offered += item.size() - offset;
            if (offset < item.header_size) parts[count++] = {item.header.data() + offset, item.header_size - offset};
            const std::size_t skip = offset > item.header_size ? offset - item.header_size : 0;
            offset = 0;
            // sendmsg only reads, but its structure was made before const
            char* const begin = const_cast<char*>(item.payload->data()) + skip;  // NOLINT
            if (item.payload->size() > skip) parts[count++] = {begin, item.payload->size() - skip};
        }
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = count;
        const ssize_t sent = ::sendmsg(descriptor, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            if (errno == EINTR) continue;
            return errno == EAGAIN || errno == EWOULDBLOCK ? Written::some : Written::failed;
        }
        taken(static_cast<std::size_t>(sent));
        if (static_cast<std::size_t>(sent) < offered) return Written::some;
    }
    return Written::all;
}

void SendQueue::taken(std::size_t bytes) {
    bytes_ -= bytes;
    bytes += sent_of_first_;
    while (first_ < items_.size() && bytes >= items_[first_].size()) {
        bytes -= items_[first_].size();
        items_[first_].payload.reset();
        ++first_;
    }
    sent_of_first_ = bytes;
    if (!empty()) {
        if (first_ < sent_kept_max) return;
        items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(first_));
        first_ = 0;
        return;
    }
    first_ = 0;
    if (items_.capacity() > kept_capacity) {
        items_ = {};
    } else {
        items_.clear();
    }
}

}  // namespace relais::edge
