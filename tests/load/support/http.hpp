// One HTTP request on a socket of its own, blocking.
#pragma once

#include <cstdint>
#include <string>

namespace relais::load {

struct HttpAnswer {
    int status = 0;  // 0: nobody answered
    std::string head;
    std::string body;
};

struct HttpQuestion {
    std::string method = "GET";
    std::string path = "/";
    std::string origin;
    std::string body;  // JSON
};

[[nodiscard]] HttpAnswer ask(std::uint16_t port, const HttpQuestion& question);

}  // namespace relais::load
