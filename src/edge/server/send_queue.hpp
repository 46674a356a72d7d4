// What one socket still has to be sent: shared texts with their frame headers, written many to a system call.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "edge/websocket/frame_reader.hpp"

namespace relais::edge {

using SharedText = std::shared_ptr<const std::string>;

class SendQueue {
public:
    enum class Written : std::uint8_t { all, some, failed };  // some: the socket takes no more now

    void push_frame(websocket::Opcode opcode, SharedText payload);
    void push_raw(SharedText bytes);
    /// Forgets what has not begun to leave: a frame that is half sent must be finished.
    void drop_unsent();

    [[nodiscard]] Written write_to(int descriptor);

    [[nodiscard]] bool empty() const { return items_.size() == first_; }
    [[nodiscard]] std::size_t items() const { return items_.size() - first_; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    struct Item {
        SharedText payload;
        std::array<char, 10> header{};
        std::uint8_t header_size = 0;
        [[nodiscard]] std::size_t size() const { return header_size + payload->size(); }
    };
    void taken(std::size_t bytes);

    std::vector<Item> items_;  // an idle socket holds no memory here
    std::size_t first_ = 0;    // items before it are sent
    std::size_t sent_of_first_ = 0;
    std::size_t bytes_ = 0;  // not yet sent
};

}  // namespace relais::edge
