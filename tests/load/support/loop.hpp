// One thread, very many sockets: epoll without anything around it. Asio costs about a microsecond an event more, which the
// generator would take from the two cores that it shares with the server under test.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "load/support/measure.hpp"

namespace relais::load {

/// Hears that its descriptor is ready. Must not be destroyed while the loop serves: close first, destroy outside.
class Ear {
public:
    virtual ~Ear() = default;
    virtual void on_ready(std::uint32_t events) = 0;
};

class Loop {
public:
    Loop();
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void add(int descriptor, Ear& ear, std::uint32_t events);
    void change(int descriptor, Ear& ear, std::uint32_t events);
    void remove(int descriptor);

    /// Serves what is ready; waits for it until `until` at most.
    void once(Nanoseconds until);
    /// False: `done` was still false at `until`.
    template <class Done>
    bool run(Nanoseconds until, Done done) {
        while (!done()) {
            const Nanoseconds now = now_ns();
            if (now >= until) return false;
            once(std::min(until, now + 20 * a_millisecond));
        }
        return true;
    }
    /// Where sockets read: what is in it is used up before the next one reads.
    [[nodiscard]] std::span<char> buffer() { return buffer_; }

private:
    int descriptor_;
    std::vector<char> buffer_;
};

}  // namespace relais::load
