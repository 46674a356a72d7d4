// What the floor decided, on its way to the edge's thread together with how far storage is. Two writers, one reader.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "relais/floor/frame.hpp"

namespace relais {

class Outbound {
public:
    /// `wake` must make the edge's thread call `take` soon; it is called from the floor's and the journal's thread.
    explicit Outbound(std::function<void()> wake) : wake_(std::move(wake)) {}

    struct Outputs {
        CentreId centre;
        std::vector<Output> outputs;
        Instant now;
    };
    struct Taken {
        std::vector<Outputs> outputs;               // to hold, before
        std::map<CentreId, std::uint64_t> durable;  // these numbers release them
    };

    /// From the floor's thread, before the batch of the same turn goes to the journal: nothing is durable too early.
    void put(CentreId centre, std::vector<Output> outputs, Instant now) {
        if (outputs.empty()) return;
        bool leaves_now = false;
        {
            const std::lock_guard lock(mutex_);
            const std::uint64_t durable = durable_[centre];
            for (const Output& output : outputs) leaves_now = leaves_now || output.depends_on <= durable;
            waiting_.outputs.push_back(Outputs{centre, std::move(outputs), now});
            leaves_now = leaves_now && !woken_;
            woken_ = woken_ || leaves_now;
        }
        if (leaves_now) wake_();
    }
    /// From the journal's thread.
    void durable(CentreId centre, std::uint64_t number) {
        bool wake = false;
        {
            const std::lock_guard lock(mutex_);
            durable_[centre] = number;
            waiting_.durable[centre] = number;
            wake = !woken_;
            woken_ = true;
        }
        if (wake) wake_();
    }
    /// The centre was closed: what waits will never be durable, and its numbers are given again.
    void forget(CentreId centre) {
        const std::lock_guard lock(mutex_);
        std::erase_if(waiting_.outputs, [&](const Outputs& one) { return one.centre == centre; });
        waiting_.durable.erase(centre);
    }
    [[nodiscard]] std::uint64_t durable(CentreId centre) const {
        const std::lock_guard lock(mutex_);
        const auto found = durable_.find(centre);
        return found == durable_.end() ? 0 : found->second;
    }
    /// On the edge's thread.
    [[nodiscard]] Taken take() {
        const std::lock_guard lock(mutex_);
        woken_ = false;
        return std::exchange(waiting_, {});
    }

private:
    std::function<void()> wake_;
    mutable std::mutex mutex_;
    Taken waiting_;
    std::map<CentreId, std::uint64_t> durable_;
    bool woken_ = false;
};

}  // namespace relais
