#include "pg/pool.hpp"

#include <utility>

#include "relais/base/bug.hpp"

namespace relais::pg {
namespace {

constexpr std::chrono::seconds wait_max{2};

}  // namespace

Pool::Pool(ConnectOptions options, std::size_t most) : options_(std::move(options)), most_(most) {
    RELAIS_ASSERT(most > 0);
}

Pool::Loan Pool::borrow() {
    std::unique_ptr<Connection> connection;
    {
        std::unique_lock lock(mutex_);
        if (!free_.wait_for(lock, wait_max, [this] { return lent_ < most_; }))
            throw Error("53300", "no free connection");
        ++lent_;
        if (!idle_.empty()) {
            connection = std::move(idle_.back());
            idle_.pop_back();
        }
    }
    try {
        if (!connection || !connection->quiet()) connection = std::make_unique<Connection>(options_);
    } catch (...) {
        give_back(nullptr);
        throw;
    }
    return {*this, std::move(connection)};
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
    // One that is broken or still in a transaction is closed, outside the lock.
    if (connection && (!connection->usable() || connection->in_transaction())) connection.reset();
    const std::scoped_lock lock(mutex_);
    --lent_;
    if (connection) idle_.push_back(std::move(connection));
    free_.notify_one();
}

}  // namespace relais::pg
