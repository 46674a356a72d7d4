// A few connections for the office's threads. A borrower keeps one as long as it holds the loan.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "pg/connection.hpp"

namespace relais::pg {

class Pool {
public:
    /// Connects when first needed. `most` connections at a time, 1 at least.
    Pool(ConnectOptions options, std::size_t most);

    class Loan {
    public:
        Loan(Pool& pool, std::unique_ptr<Connection> connection) : pool_(pool), connection_(std::move(connection)) {}
        ~Loan() { pool_.give_back(std::move(connection_)); }
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;
        Connection* operator->() const { return connection_.get(); }
        Connection& operator*() const { return *connection_; }

    private:
        Pool& pool_;
        std::unique_ptr<Connection> connection_;
    };

    /// Waits at most 2 s for a free one, then throws Error 53300 (too_slow). A connection that died while idle is replaced.
    [[nodiscard]] Loan borrow();

private:
    void give_back(std::unique_ptr<Connection> connection);

    const ConnectOptions options_;
    const std::size_t most_;
    std::mutex mutex_;
    std::condition_variable free_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t lent_ = 0;
};

}  // namespace relais::pg
