#include "load/support/http.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load/support/child.hpp"

namespace relais::load {
namespace {

std::string text_of(std::uint16_t port, const HttpQuestion& question) {
    std::string text = question.method + " " + question.path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                       "\r\nConnection: close\r\n";
    if (!question.origin.empty()) text += "Origin: " + question.origin + "\r\n";
    if (!question.body.empty()) {
        text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(question.body.size()) + "\r\n";
    }
    return text + "\r\n" + question.body;
}

}  // namespace

HttpAnswer ask(std::uint16_t port, const HttpQuestion& question) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(port);
    const timeval patience{30, 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    HttpAnswer answer;
    std::string all;
    const std::string text = text_of(port, question);
    const bool sent = ::connect(descriptor, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 &&
                      ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
    if (sent) all = read_all(descriptor);
    ::close(descriptor);
    const std::size_t end = all.find("\r\n\r\n");
    if (end == std::string::npos || all.size() < 12) return answer;
    answer.status = (all[9] - '0') * 100 + (all[10] - '0') * 10 + (all[11] - '0');
    answer.head = all.substr(0, end);
    answer.body = all.substr(end + 4);
    return answer;
}

}  // namespace relais::load
