// Processes the tools start, and end by their own number.
#pragma once

#include <functional>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace relais::load {

/// Ends with its owner.
class Child {
public:
    Child() = default;
    explicit Child(pid_t process) : process_(process) {}
    ~Child() { end(); }
    Child(Child&& other) noexcept : process_(std::exchange(other.process_, 0)) {}
    Child& operator=(Child&& other) noexcept {
        end();
        process_ = std::exchange(other.process_, 0);
        return *this;
    }

    [[nodiscard]] pid_t process() const { return process_; }
    [[nodiscard]] bool is_running();
    /// SIGTERM and, after ten seconds, SIGKILL. Waits for the end.
    void end();
    /// SIGKILL at once.
    void kill();

private:
    void wait(int signal);
    pid_t process_ = 0;
};

struct Program {
    std::string path;
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>> environment;  // besides ours
    std::string output_file;                                       // of both outputs
};
[[nodiscard]] Child start(const Program& program);

/// Runs `work` in a copy of this process that keeps no descriptor but `answer`, where it writes what it has to tell. Fork only
/// while this process has one thread.
struct Copy {
    Child child;
    int answer = -1;  // reads what the child writes; the owner closes it
};
[[nodiscard]] Copy fork_to(const std::function<void(int answer)>& work);

/// What `work` gives back, made in a copy of this process. Throws when it gave nothing: the reason is on stderr.
[[nodiscard]] std::string ask_copy(const std::function<std::string()>& work);

/// Everything up to the end.
[[nodiscard]] std::string read_all(int descriptor);
/// Up to the end of the line.
[[nodiscard]] std::string read_line(int descriptor);

}  // namespace relais::load
