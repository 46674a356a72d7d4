#include "load/support/loop.hpp"

#include <array>
#include <csignal>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace relais::load {
namespace {

constexpr std::size_t buffer_bytes = 256 * 1024;
constexpr std::size_t events_at_once = 512;
constexpr unsigned long wake_within_ns = 1000;  // of the instant asked for; the kernel's default is 50 us

void raise_file_limit() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    (void)::setrlimit(RLIMIT_NOFILE, &files);
}

volatile std::sig_atomic_t told_to_end = 0;

/// Ends by an exception, so that whoever started processes ends them.
void end_when_told() {
    struct sigaction action {};
    action.sa_handler = [](int) { told_to_end = 1; };
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

Loop::Loop() : descriptor_(::epoll_create1(EPOLL_CLOEXEC)), buffer_(buffer_bytes) {
    if (descriptor_ < 0) throw std::runtime_error("no epoll");
    raise_file_limit();
    end_when_told();
    (void)::prctl(PR_SET_TIMERSLACK, wake_within_ns);
}

Loop::~Loop() { ::close(descriptor_); }

void Loop::add(int descriptor, Ear& ear, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = &ear;
    if (::epoll_ctl(descriptor_, EPOLL_CTL_ADD, descriptor, &event) != 0) throw std::runtime_error("epoll refuses");
}

void Loop::change(int descriptor, Ear& ear, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = &ear;
    (void)::epoll_ctl(descriptor_, EPOLL_CTL_MOD, descriptor, &event);
}

void Loop::remove(int descriptor) { (void)::epoll_ctl(descriptor_, EPOLL_CTL_DEL, descriptor, nullptr); }

void Loop::once(Nanoseconds until) {
    if (told_to_end != 0) throw std::runtime_error("told to end");
    std::array<epoll_event, events_at_once> ready{};
    const Nanoseconds wait = std::max<Nanoseconds>(0, until - now_ns());
    const timespec limit{wait / a_second, wait % a_second};
    const int count = ::epoll_pwait2(descriptor_, ready.data(), static_cast<int>(ready.size()), &limit, nullptr);
    for (int index = 0; index < count; ++index) {
        const epoll_event& event = ready[static_cast<std::size_t>(index)];
        static_cast<Ear*>(event.data.ptr)->on_ready(event.events);
    }
}

}  // namespace relais::load
