#include "pg/embedded/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace relais::pg {
namespace {

constexpr int not_executed = 127;

/// Everything the child needs, made before fork: between fork and exec nothing may allocate.
struct Prepared {
    explicit Prepared(const Launch& what) {
        arguments.push_back(const_cast<char*>(what.program.c_str()));
        for (const std::string& argument : what.arguments) arguments.push_back(const_cast<char*>(argument.c_str()));
        arguments.push_back(nullptr);
    }
    std::vector<char*> arguments;
    std::array<const char*, 4> environment{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "TZ=UTC", nullptr};
};

[[noreturn]] void become_child(const Launch& what, const Prepared& prepared, int output) {
    if (what.own_session) ::setsid();
    if (what.identity) {
        if (::setgroups(0, nullptr) != 0 || ::setgid(what.identity->group) != 0 || ::setuid(what.identity->user) != 0)
            ::_exit(not_executed);
    }
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int number : {SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGPIPE, SIGCHLD}) ::signal(number, SIG_DFL);
    ::umask(077);
    if (!what.folder.empty() && ::chdir(what.folder.c_str()) != 0) ::_exit(not_executed);
    const int nothing = ::open("/dev/null", O_RDONLY);
    if (nothing >= 0) ::dup2(nothing, 0);
    if (output >= 0) {
        ::dup2(output, 1);
        ::dup2(output, 2);
    }
    ::syscall(SYS_close_range, 3U, ~0U, 0U);
    ::execve(what.program.c_str(), prepared.arguments.data(), const_cast<char* const*>(prepared.environment.data()));
    ::_exit(not_executed);
}

pid_t fork_with(const Launch& what, int output) {
    const Prepared prepared(what);
    const pid_t child = ::fork();
    if (child == 0) become_child(what, prepared, output);
    return child;
}

int reap(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

std::optional<Identity> identity_of(const std::string& name) {
    std::array<char, 4096> memory{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwnam_r(name.c_str(), &entry, memory.data(), memory.size(), &found) != 0 || found == nullptr)
        return std::nullopt;
    return Identity{entry.pw_uid, entry.pw_gid, name};
}

Identity own_identity() {
    std::array<char, 4096> memory{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(::geteuid(), &entry, memory.data(), memory.size(), &found) != 0 || found == nullptr) {
        return {::geteuid(), ::getegid(), std::to_string(::geteuid())};
    }
    return {entry.pw_uid, entry.pw_gid, entry.pw_name};
}

pid_t launch(const Launch& what) {
    int output = -1;
    if (!what.output.empty()) output = ::open(what.output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (output >= 0 && what.identity && ::fchown(output, what.identity->user, what.identity->group) != 0) {
        ::close(output);
        return -1;
    }
    const pid_t child = fork_with(what, output);
    if (output >= 0) ::close(output);
    return child;
}

int run_to_end(const Launch& what) {
    const pid_t child = launch(what);
    return child < 0 ? -1 : reap(child);
}

std::optional<std::string> output_of(const Launch& what) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
    const pid_t child = fork_with(what, ends[1]);
    ::close(ends[1]);
    std::string text;
    std::array<char, 512> part{};
    ssize_t count = 0;
    while (child > 0 && text.size() < 4096 && (count = ::read(ends[0], part.data(), part.size())) > 0) {
        text.append(part.data(), static_cast<std::size_t>(count));
    }
    ::close(ends[0]);
    if (child < 0 || reap(child) != 0) return std::nullopt;
    return text;
}

Watched::Watched(pid_t process) : process_(process), file_(static_cast<int>(::syscall(SYS_pidfd_open, process, 0U))) {}

Watched::~Watched() {
    if (file_ >= 0) ::close(file_);
}

bool Watched::wait_end(Duration at_most, int wake) {
    if (ended_ || file_ < 0) return true;  // no such process
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    for (;;) {
        std::array<pollfd, 2> files{{{file_, POLLIN, 0}, {wake, POLLIN, 0}}};
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        const int ready = ::poll(files.data(), wake >= 0 ? 2 : 1,
                                 static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1 << 30)));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0 || (files[0].revents & POLLIN) == 0) return false;
        ::waitpid(process_, nullptr, WNOHANG);  // reaps our child, fails for anybody else's
        ended_ = true;
        return true;
    }
}

void Watched::signal(int number) const {
    if (!ended_ && file_ >= 0) ::syscall(SYS_pidfd_send_signal, file_, number, nullptr, 0U);
}

bool is_alive(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    if (!std::getline(file, text)) return false;
    const std::size_t name_end = text.rfind(')');
    return name_end != std::string::npos && name_end + 2 < text.size() && text[name_end + 2] != 'Z' &&
           text[name_end + 2] != 'X';
}

}  // namespace relais::pg
