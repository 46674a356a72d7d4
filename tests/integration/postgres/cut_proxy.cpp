#include "cut_proxy.hpp"

#include <array>
#include <cstring>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace relais::test {
namespace {

constexpr int look_ms = 20;

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    return address;
}

bool send_all(int socket, const char* bytes, std::size_t count) {
    while (count > 0) {
        const ssize_t sent = ::send(socket, bytes, count, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes += sent;
        count -= static_cast<std::size_t>(sent);
    }
    return true;
}

}  // namespace

CutProxy::CutProxy(const std::string& server_sockets) : server_path_(server_sockets + "/.s.PGSQL.5432") {
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = address_of(folder_.path() + "/.s.PGSQL.5432");
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, 8) != 0) {
        throw std::runtime_error("the proxy cannot listen");
    }
    acceptor_ = std::thread([this] { accept_clients(); });
}

CutProxy::~CutProxy() {
    stopping_ = true;
    acceptor_.join();
    for (std::thread& connection : connections_) connection.join();
    ::close(listener_);
}

std::string CutProxy::url(const std::string& database) const {
    return "host=" + folder_.path() + " port=5432 user=relais dbname=" + database;
}

void CutProxy::wait_cut() {
    std::unique_lock lock(mutex_);
    ++cuts_awaited_;
    changed_.wait_for(lock, std::chrono::seconds{60}, [this] { return cuts_ >= cuts_awaited_; });
}

void CutProxy::note_cut() {
    const std::scoped_lock lock(mutex_);
    ++cuts_;
    changed_.notify_all();
}

void CutProxy::accept_clients() {
    while (!stopping_) {
        pollfd file{listener_, POLLIN, 0};
        if (::poll(&file, 1, look_ms) <= 0) continue;
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client >= 0) connections_.emplace_back([this, client] { serve(client); });
    }
}

bool CutProxy::pass_to_server(int client, int server) {
    std::array<char, 65536> bytes{};
    const ssize_t count = ::recv(client, bytes.data(), bytes.size(), 0);
    if (count <= 0) return false;
    const auto cut = static_cast<Cut>(cut_.exchange(0));
    if (cut == Cut::before_server) {
        note_cut();
        return false;
    }
    if (!send_all(server, bytes.data(), static_cast<std::size_t>(count))) return false;
    if (cut == Cut::none) return true;
    if (cut == Cut::client_only) {
        // The server keeps its end until it has finished: it does not notice that nobody listens.
        ::shutdown(client, SHUT_RDWR);
        note_cut();
    }
    ::recv(server, bytes.data(), bytes.size(), 0);  // the answer, which goes nowhere
    if (cut == Cut::after_answer) note_cut();
    return false;
}

void CutProxy::serve(int client) {
    const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = address_of(server_path_);
    std::array<char, 65536> bytes{};
    bool open = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    while (open && !stopping_) {
        std::array<pollfd, 2> files{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
        if (::poll(files.data(), files.size(), look_ms) <= 0) continue;
        if (files[1].revents != 0) {
            const ssize_t count = ::recv(server, bytes.data(), bytes.size(), 0);
            open = count > 0 && send_all(client, bytes.data(), static_cast<std::size_t>(count));
        }
        if (open && files[0].revents != 0) open = pass_to_server(client, server);
    }
    ::close(server);
    ::close(client);
}

}  // namespace relais::test
