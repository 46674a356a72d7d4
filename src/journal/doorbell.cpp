#include "journal/doorbell.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

#include <climits>

namespace relais::journal {

Doorbell::Doorbell() : rung_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (rung_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Doorbell::~Doorbell() { ::close(rung_); }

void Doorbell::ring() {
    const std::uint64_t once = 1;
    static_cast<void>(::write(rung_, &once, sizeof once));  // refused only when it rings already
}

void Doorbell::sleep(int socket, std::chrono::steady_clock::time_point until) {
    int wait_ms = -1;
    if (until != std::chrono::steady_clock::time_point::max()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        wait_ms = static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, INT_MAX));
    }
    std::array<pollfd, 2> files{pollfd{rung_, POLLIN, 0}, pollfd{socket, POLLIN, 0}};  // a negative one is left out
    ::poll(files.data(), files.size(), wait_ms);
    std::uint64_t rings = 0;
    if ((files[0].revents & POLLIN) != 0) static_cast<void>(::read(rung_, &rings, sizeof rings));
}

}  // namespace relais::journal
