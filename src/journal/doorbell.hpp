// How the writer's thread sleeps: until PostgreSQL says something, somebody rings, or something is due. One sleeper.
#pragma once

#include <chrono>

namespace relais::journal {

class Doorbell {
public:
    /// Throws std::system_error when the process has no file left.
    Doorbell();
    ~Doorbell();
    Doorbell(const Doorbell&) = delete;
    Doorbell& operator=(const Doorbell&) = delete;

    /// From any thread. Ends the sleep under way, else the next one.
    void ring();
    /// `socket`: ends the sleep when it can be read or is closed; -1: none.
    void sleep(int socket, std::chrono::steady_clock::time_point until);

private:
    int rung_;
};

}  // namespace relais::journal
