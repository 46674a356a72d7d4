// The office's connections: every call borrows one for its time (lock_timeout 500 ms, statement_timeout 5 s, RULES 29).
// All functions of the office may be called from any thread and block it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace relais::office {

class Database {
public:
    /// Connects when first needed.
    explicit Database(const std::string& url, std::size_t connections_max = 4);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    struct Connections;  // src/office only
    [[nodiscard]] Connections& connections() { return *connections_; }

private:
    std::unique_ptr<Connections> connections_;
};

}  // namespace relais::office
