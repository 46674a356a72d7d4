// A few threads for what waits on PostgreSQL or on Argon2id: history, sign-ins, settings. Bounded: beyond it, work is refused.
// Passwords are slow on purpose, a whole processor each, and anybody may ask for one to be checked, so they never stand before
// anything else, and one is checked at a time: a flood of guesses must not keep a disabled agent's console open. Nor may a flood of anything
// keep the house from its own work.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

namespace relais {

class OfficeThreads {
public:
    static constexpr std::size_t waiting_max = 1024;
    /// Of strangers, and again of those known: some 9 s of work, so 18 s at most for a stranger.
    static constexpr std::size_t passwords_waiting_max = 128;
    enum class Asker : std::uint8_t { known, stranger };

    explicit OfficeThreads(std::size_t threads) {
        for (std::size_t n = 0; n < threads; ++n) {
            threads_.emplace_back([this] { run(); });
        }
    }
    ~OfficeThreads() { stop(); }
    OfficeThreads(const OfficeThreads&) = delete;
    OfficeThreads& operator=(const OfficeThreads&) = delete;

    /// From any thread. False: too much waits already, or stopping; the work is not done.
    [[nodiscard]] bool run(std::function<void()> work) { return put(waiting_, waiting_max, std::move(work)); }
    /// What the house cannot do without: next, however much waits, and refused only when stopping. Never what somebody outside asks
    /// for, nor what comes again and again: while storage stands still each work takes seconds.
    [[nodiscard]] bool run_first(std::function<void()> work) { return put(first_, unbounded, std::move(work)); }
    /// The work of a password. Strangers come after those who are known.
    [[nodiscard]] bool run_slow(Asker asker, std::function<void()> work) {
        return put(asker == Asker::known ? slow_known_ : slow_, passwords_waiting_max, std::move(work));
    }

    /// What runs ends; what waits is dropped.
    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
            for (Queue* queue : {&first_, &waiting_, &slow_known_, &slow_}) queue->clear();
        }
        wake_.notify_all();
        for (std::thread& thread : threads_) {
            if (thread.joinable()) thread.join();
        }
    }

private:
    using Queue = std::deque<std::function<void()>>;
    static constexpr std::size_t unbounded = std::numeric_limits<std::size_t>::max();

    bool put(Queue& queue, std::size_t bound, std::function<void()> work) {
        {
            const std::lock_guard lock(mutex_);
            if (stopping_ || queue.size() >= bound) return false;
            queue.push_back(std::move(work));
        }
        wake_.notify_one();
        return true;
    }

    /// The queue whose turn it is; none when there is nothing to do.
    Queue* next() {
        if (!first_.empty()) return &first_;
        if (!waiting_.empty()) return &waiting_;
        if (slow_running_) return nullptr;
        if (!slow_known_.empty()) return &slow_known_;
        return slow_.empty() ? nullptr : &slow_;
    }

    void run() {
        std::unique_lock lock(mutex_);
        while (true) {
            Queue* queue = nullptr;
            wake_.wait(lock, [&] { return stopping_ || (queue = next()) != nullptr; });
            if (stopping_) return;
            const bool slow = queue == &slow_known_ || queue == &slow_;
            const std::function<void()> work = std::move(queue->front());
            queue->pop_front();
            slow_running_ = slow_running_ || slow;
            lock.unlock();
            work();
            lock.lock();
            slow_running_ = slow_running_ && !slow;
        }
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    Queue first_;
    Queue waiting_;
    Queue slow_known_;
    Queue slow_;
    bool slow_running_ = false;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace relais
