// The one order of everything that happens in a run: virtual time and what is due when. Equal instants keep the order in
// which they were asked for, so that a seed means one run and one only.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "relais/base/instant.hpp"

namespace relais::simulation {

class Timeline {
public:
    using Work = std::function<void()>;

    explicit Timeline(Instant start) : now_(start) {}
    Timeline(const Timeline&) = delete;
    Timeline& operator=(const Timeline&) = delete;

    [[nodiscard]] Instant now() const { return now_; }
    /// Not before now.
    void at(Instant when, Work work);
    void after(Duration delay, Work work) { at(now_ + delay, std::move(work)); }

    /// Everything due up to `until`, then now is `until`; sooner when stopped.
    void run_until(Instant until);
    /// `run_until` returns after the work at hand; nothing more happens in this run.
    void stop() { stopped_ = true; }
    [[nodiscard]] bool stopped() const { return stopped_; }
    [[nodiscard]] std::uint64_t happened() const { return happened_; }

private:
    struct Due {
        Instant when;
        std::uint64_t order = 0;
        Work work;
    };
    struct Later {
        bool operator()(const Due& a, const Due& b) const {
            return a.when != b.when ? a.when > b.when : a.order > b.order;
        }
    };

    Instant now_;
    std::uint64_t asked_ = 0;
    std::uint64_t happened_ = 0;
    bool stopped_ = false;
    std::vector<Due> heap_;
};

}  // namespace relais::simulation
