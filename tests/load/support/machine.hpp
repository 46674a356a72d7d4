// What /proc says of processes and of the machine.
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace relais::load {

/// Seconds of CPU of one process, its threads that ended included. The kernel counts exactly and shows 10 ms steps.
[[nodiscard]] double cpu_of(pid_t process);
/// The same with its children, living and ended: for PostgreSQL.
[[nodiscard]] double cpu_of_tree(pid_t process);
/// Anonymous memory in RAM: what the process itself needs, without the pages of its program and of files.
[[nodiscard]] double memory_of(pid_t process);
/// Runnable processes of the last minute, others' included.
[[nodiscard]] double load_of_machine();

/// CPU of a server and of its PostgreSQL between two instants.
class Usage {
public:
    /// `postgres` 0: none.
    Usage(pid_t server, pid_t postgres) : server_(server), postgres_(postgres) { begin(); }
    void begin();
    void end();
    [[nodiscard]] double server_s() const { return server_s_; }
    [[nodiscard]] double postgres_s() const { return postgres_s_; }
    [[nodiscard]] double generator_s() const { return generator_s_; }

private:
    pid_t server_;
    pid_t postgres_;
    double server_s_ = 0;
    double postgres_s_ = 0;
    double generator_s_ = 0;
};

}  // namespace relais::load
