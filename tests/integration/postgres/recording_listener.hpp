// Remembers what the journal says, and waits for it.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "relais/journal/journal.hpp"

namespace relais::test {

enum class Trouble : std::uint8_t { away, lease_lost, data_error };

class RecordingListener final : public JournalListener {
public:
    void durable(CentreId /*centre*/, std::uint64_t number) override {
        const std::scoped_lock lock(mutex_);
        if (number < durable_) went_back_ = true;
        durable_ = number;
        ++told_;
        changed_.notify_all();
    }
    void lease_lost(CentreId /*centre*/) override {
        const std::scoped_lock lock(mutex_);
        troubles_.push_back(Trouble::lease_lost);
        changed_.notify_all();
    }
    void away(CentreId /*centre*/, std::string_view why) override {
        const std::scoped_lock lock(mutex_);
        why_ = why;
        troubles_.push_back(Trouble::away);
        changed_.notify_all();
    }
    void back(CentreId /*centre*/, std::chrono::milliseconds /*lasted*/) override {
        const std::scoped_lock lock(mutex_);
        ++returns_;
    }
    void data_error(const Batch& batch, std::string_view why) override {
        const std::scoped_lock lock(mutex_);
        refused_.push_back(batch);
        why_ = why;
        troubles_.push_back(Trouble::data_error);
        changed_.notify_all();
    }

    /// The limit is reached only by a failure.
    [[nodiscard]] bool wait_durable(std::uint64_t number) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, limit, [&] { return durable_ >= number; });
    }
    [[nodiscard]] bool wait_trouble(Trouble trouble) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, limit, [&] { return std::ranges::find(troubles_, trouble) != troubles_.end(); });
    }
    /// One more word of `durable` than `before`.
    [[nodiscard]] bool wait_told(std::size_t before) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, limit, [&] { return told_ > before; });
    }

    [[nodiscard]] std::uint64_t durable_number() const { return locked(durable_); }
    [[nodiscard]] std::size_t told() const { return locked(told_); }
    [[nodiscard]] bool went_back() const { return locked(went_back_); }
    [[nodiscard]] std::vector<Trouble> troubles() const { return locked(troubles_); }
    [[nodiscard]] std::vector<Batch> refused() const { return locked(refused_); }
    [[nodiscard]] std::size_t returns() const { return locked(returns_); }
    [[nodiscard]] std::string why() const { return locked(why_); }

private:
    static constexpr std::chrono::seconds limit{60};

    template <class Value>
    Value locked(const Value& value) const {
        const std::scoped_lock lock(mutex_);
        return value;
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t durable_ = 0;
    std::size_t told_ = 0;
    bool went_back_ = false;
    std::size_t returns_ = 0;
    std::vector<Trouble> troubles_;
    std::vector<Batch> refused_;
    std::string why_;
};

}  // namespace relais::test
