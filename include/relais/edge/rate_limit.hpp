// Token buckets, one a key, in bounded memory and without a sweep: an untouched bucket is full again after one period, so
// that a whole generation can be forgotten at once. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <utility>

#include "relais/base/instant.hpp"

namespace relais::edge {

struct Rate {
    double per_second = 1;
    double burst = 1;
};

struct Bucket {
    double tokens = 0;
    Instant filled;

    [[nodiscard]] static Bucket full(Rate rate, Instant now) { return Bucket{rate.burst, now}; }
    /// True: so many tokens were there and are spent.
    bool take(Rate rate, Instant now, double cost = 1) {
        if (now > filled) {
            const double seconds = std::chrono::duration<double>(now - filled).count();
            tokens = std::min(rate.burst, tokens + seconds * rate.per_second);
            filled = now;
        }
        if (tokens < cost) return false;
        tokens -= cost;
        return true;
    }
};

/// `keys_max` keys have a bucket of their own within one period; strangers beyond share one of `crowd` times the rate, so
/// that a flood of invented keys neither fills the memory nor locks everybody else out.
template <class Key>
class RateLimit {
public:
    static constexpr double crowd = 16;

    explicit RateLimit(Rate rate, std::size_t keys_max = 100'000)
        : rate_(rate), crowd_rate_{rate.per_second * crowd, rate.burst * crowd}, keys_max_(keys_max) {}

    [[nodiscard]] bool take(const Key& key, Instant now) {
        turn_page(now);
        const auto found = young_.find(key);
        if (found != young_.end()) return found->second.take(rate_, now);

        Bucket bucket = Bucket::full(rate_, now);
        const auto old = old_.find(key);
        if (old != old_.end()) {
            bucket = old->second;
            old_.erase(old);
        } else if (young_.size() >= keys_max_) {
            return strangers_.take(crowd_rate_, now);
        }
        const bool taken = bucket.take(rate_, now);
        young_.emplace(key, bucket);
        return taken;
    }

    [[nodiscard]] std::size_t keys() const { return young_.size() + old_.size(); }

private:
    void turn_page(Instant now) {
        const auto period = std::chrono::ceil<Duration>(std::chrono::duration<double>(rate_.burst / rate_.per_second));
        if (now < turned_ + period) return;
        const bool all_full_again = now >= turned_ + 2 * period;
        old_ = all_full_again ? std::unordered_map<Key, Bucket>() : std::move(young_);
        young_ = {};
        turned_ = now;
        strangers_ = Bucket::full(crowd_rate_, now);
    }

    Rate rate_;
    Rate crowd_rate_;
    std::size_t keys_max_;
    Instant turned_;
    Bucket strangers_;
    std::unordered_map<Key, Bucket> young_;
    std::unordered_map<Key, Bucket> old_;
};

}  // namespace relais::edge
