// Starting and watching processes: the few system calls the embedded cluster needs.
#pragma once

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "relais/base/instant.hpp"

namespace relais::pg {

/// Whom a child becomes; only root can change it.
struct Identity {
    uid_t user = 0;
    gid_t group = 0;
    std::string name;
};

/// Nothing: no such user.
[[nodiscard]] std::optional<Identity> identity_of(const std::string& name);
[[nodiscard]] Identity own_identity();

struct Launch {
    std::string program;                 // absolute path
    std::vector<std::string> arguments;  // without the program
    std::string folder;                  // where it runs; must be searchable by `identity`
    std::string output;                  // a file that its output is appended to; empty: ours
    std::optional<Identity> identity;    // become him first; nothing: stay
    bool own_session = false;            // no signal of our terminal reaches it
};

/// Forks and executes; signals are reset, files above 2 are closed, the environment is short. -1: fork failed.
[[nodiscard]] pid_t launch(const Launch& what);
/// Runs to the end. Its exit code; 127: could not be executed; -1: fork failed or ended by a signal.
[[nodiscard]] int run_to_end(const Launch& what);
/// What a program writes to its output, at most 4 KiB; nothing when it fails.
[[nodiscard]] std::optional<std::string> output_of(const Launch& what);

/// A process by number, child or not, that can be waited for.
class Watched {
public:
    explicit Watched(pid_t process);
    ~Watched();
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

    /// True: it has ended (and is reaped when it was our child). `wake` is a file that ends the wait when readable; -1: none.
    [[nodiscard]] bool wait_end(Duration at_most, int wake = -1);
    void signal(int number) const;
    [[nodiscard]] pid_t process() const { return process_; }

private:
    pid_t process_;
    int file_;
    bool ended_ = false;
};

/// A zombie does not count as alive.
[[nodiscard]] bool is_alive(pid_t process);

}  // namespace relais::pg
