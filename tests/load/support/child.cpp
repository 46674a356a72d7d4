#include "load/support/child.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "load/support/measure.hpp"

namespace relais::load {
namespace {

constexpr Nanoseconds polite_end = 10 * a_second;

[[noreturn]] void become(const Program& program) {
    const int output = ::open(program.output_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    for (const auto& [name, value] : program.environment) ::setenv(name.c_str(), value.c_str(), 1);
    std::vector<char*> arguments{const_cast<char*>(program.path.c_str())};  // NOLINT: what exec asks for
    for (const std::string& each : program.arguments) arguments.push_back(const_cast<char*>(each.c_str()));  // NOLINT
    arguments.push_back(nullptr);
    ::close_range(3, ~0U, 0);
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    ::execv(program.path.c_str(), arguments.data());
    ::_exit(127);
}

}  // namespace

bool Child::is_running() {
    if (process_ == 0) return false;
    int status = 0;
    if (::waitpid(process_, &status, WNOHANG) != process_) return true;
    process_ = 0;
    return false;
}

void Child::wait(int signal) {
    if (process_ == 0) return;
    ::kill(process_, signal);
    const Nanoseconds patient_until = now_ns() + polite_end;
    while (is_running()) {
        if (now_ns() > patient_until) ::kill(process_, SIGKILL);
        ::poll(nullptr, 0, 2);
    }
}

void Child::end() { wait(SIGTERM); }
void Child::kill() { wait(SIGKILL); }

Child start(const Program& program) {
    const pid_t process = ::fork();
    if (process < 0) throw std::runtime_error("no process");
    if (process == 0) become(program);
    return Child(process);
}

Copy fork_to(const std::function<void(int)>& work) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    std::fflush(nullptr);
    const pid_t parent = ::getpid();
    const pid_t process = ::fork();
    if (process < 0) throw std::runtime_error("no process");
    if (process == 0) {
        ::dup2(ends[1], 3);
        ::close_range(4, ~0U, 0);
        std::signal(SIGINT, SIG_DFL);
        std::signal(SIGTERM, SIG_DFL);
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (::getppid() != parent) ::_exit(1);
        int code = 0;
        try {
            work(3);
        } catch (const std::exception& failure) {
            std::fprintf(stderr, "%s\n", failure.what());
            code = 1;
        }
        std::fflush(nullptr);
        ::_exit(code);
    }
    ::close(ends[1]);
    return Copy{Child(process), ends[0]};
}

std::string ask_copy(const std::function<std::string()>& work) {
    Copy copy = fork_to([&](int answer) {
        const std::string text = work();
        if (::write(answer, text.data(), text.size()) != static_cast<ssize_t>(text.size())) ::_exit(1);
    });
    std::string text = read_all(copy.answer);
    ::close(copy.answer);
    if (text.empty()) throw std::runtime_error("a copy of the tool gave no answer");
    while (copy.child.is_running()) ::poll(nullptr, 0, 1);
    return text;
}

std::string read_all(int descriptor) {
    std::string text;
    std::array<char, 4096> part;
    for (;;) {
        const ssize_t got = ::read(descriptor, part.data(), part.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return text;
        text.append(part.data(), static_cast<std::size_t>(got));
    }
}

std::string read_line(int descriptor) {
    std::string text;
    char letter = 0;
    while (::read(descriptor, &letter, 1) == 1 && letter != '\n') text.push_back(letter);
    return text;
}

}  // namespace relais::load
