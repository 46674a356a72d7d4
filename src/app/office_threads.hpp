// A few threads for what waits on PostgreSQL or on Argon2id: history, sign-ins, settings. Bounded: beyond it, work is refused.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace relais {

class OfficeThreads {
public:
    static constexpr std::size_t waiting_max = 1024;

    explicit OfficeThreads(std::size_t threads) {
        for (std::size_t n = 0; n < threads; ++n) {
            threads_.emplace_back([this] { run(); });
        }
    }
    ~OfficeThreads() { stop(); }
    OfficeThreads(const OfficeThreads&) = delete;
    OfficeThreads& operator=(const OfficeThreads&) = delete;

    /// From any thread. False: too much waits already, or stopping; the work is not done.
    [[nodiscard]] bool run(std::function<void()> work) {
        {
            const std::lock_guard lock(mutex_);
            if (stopping_ || waiting_.size() >= waiting_max) return false;
            waiting_.push_back(std::move(work));
        }
        wake_.notify_one();
        return true;
    }
    /// What runs ends; what waits is dropped.
    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
            waiting_.clear();
        }
        wake_.notify_all();
        for (std::thread& thread : threads_) {
            if (thread.joinable()) thread.join();
        }
    }

private:
    void run() {
        std::unique_lock lock(mutex_);
        while (true) {
            wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (stopping_) return;
            const std::function<void()> work = std::move(waiting_.front());
            waiting_.pop_front();
            lock.unlock();
            work();
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace relais
