// A few threads for what waits on PostgreSQL or on Argon2id: history, sign-ins, settings. Bounded: beyond it, work is refused.
// Passwords are slow on purpose and anybody may ask for one to be checked, so they never stand before anything else, and one
// thread is always left to the rest: a flood of guesses must not keep a disabled agent's console open.
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
    static constexpr std::size_t waiting_max = 1024;  // of each kind

    explicit OfficeThreads(std::size_t threads) : slow_at_once_(threads > 1 ? threads - 1 : 1) {
        for (std::size_t n = 0; n < threads; ++n) {
            threads_.emplace_back([this] { run(); });
        }
    }
    ~OfficeThreads() { stop(); }
    OfficeThreads(const OfficeThreads&) = delete;
    OfficeThreads& operator=(const OfficeThreads&) = delete;

    /// From any thread. False: too much waits already, or stopping; the work is not done.
    [[nodiscard]] bool run(std::function<void()> work) { return put(waiting_, std::move(work)); }
    /// The same for the work of a password.
    [[nodiscard]] bool run_slow(std::function<void()> work) { return put(slow_, std::move(work)); }

    /// What runs ends; what waits is dropped.
    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
            waiting_.clear();
            slow_.clear();
        }
        wake_.notify_all();
        for (std::thread& thread : threads_) {
            if (thread.joinable()) thread.join();
        }
    }

private:
    using Queue = std::deque<std::function<void()>>;

    bool put(Queue& queue, std::function<void()> work) {
        {
            const std::lock_guard lock(mutex_);
            if (stopping_ || queue.size() >= waiting_max) return false;
            queue.push_back(std::move(work));
        }
        wake_.notify_one();
        return true;
    }

    void run() {
        std::unique_lock lock(mutex_);
        const auto may_slow = [this] { return !slow_.empty() && slow_running_ < slow_at_once_; };
        while (true) {
            wake_.wait(lock, [&] { return stopping_ || !waiting_.empty() || may_slow(); });
            if (stopping_) return;
            const bool slow = waiting_.empty();
            Queue& queue = slow ? slow_ : waiting_;
            const std::function<void()> work = std::move(queue.front());
            queue.pop_front();
            slow_running_ += slow ? 1 : 0;
            lock.unlock();
            work();
            lock.lock();
            slow_running_ -= slow ? 1 : 0;
        }
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    Queue waiting_;
    Queue slow_;
    const std::size_t slow_at_once_;
    std::size_t slow_running_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace relais
