// Stands between the journal and PostgreSQL on a Unix socket and cuts connections at chosen moments.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "private_cluster.hpp"

namespace relais::test {

class CutProxy {
public:
    explicit CutProxy(const std::string& server_sockets);
    ~CutProxy();
    CutProxy(const CutProxy&) = delete;
    CutProxy& operator=(const CutProxy&) = delete;

    /// The same database by way of the proxy.
    [[nodiscard]] std::string url(const std::string& database) const;

    enum class Cut : int {
        none,
        after_answer,   // the server answered the next statements, the client never hears it
        before_server,  // the server never gets them
        client_only     // they are at the server, which has not answered: the client is cut at once
    };
    /// Happens once, to the next bytes of a client; then everything passes again.
    void cut_next(Cut how) { cut_ = static_cast<int>(how); }
    /// Waits until that cut has happened.
    void wait_cut();

private:
    void accept_clients();
    void serve(int client);
    /// False: this connection ends.
    bool pass_to_server(int client, int server);
    void note_cut();

    ScratchFolder folder_;
    std::string server_path_;
    int listener_ = -1;
    std::atomic<int> cut_ = 0;
    std::atomic<bool> stopping_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
    int cuts_ = 0;
    int cuts_awaited_ = 0;
    std::vector<std::thread> connections_;
    std::thread acceptor_;
};

}  // namespace relais::test
