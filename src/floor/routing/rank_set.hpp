// A set of small numbers whose least member is known at once: a bitmap, with bitmaps above it that say which words are not
// empty. 262,144 numbers fit in 33 KiB and four steps (van Emde Boas' idea, with words of 64 bits).
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

namespace relais {

class RankSet {
public:
    /// Empties it; members are below `capacity` from here on.
    void reset(std::uint32_t capacity) {
        levels_.clear();
        std::size_t words = std::max(capacity, std::uint32_t{1});
        do {
            words = (words + 63) / 64;
            levels_.emplace_back(words, 0);
        } while (words > 1);
    }

    void insert(std::uint32_t rank) {
        for (std::vector<std::uint64_t>& level : levels_) {
            std::uint64_t& word = level[rank / 64];
            const bool known_above = word != 0;
            word |= bit(rank);
            if (known_above) return;
            rank /= 64;
        }
    }

    void erase(std::uint32_t rank) {
        for (std::vector<std::uint64_t>& level : levels_) {
            std::uint64_t& word = level[rank / 64];
            word &= ~bit(rank);
            if (word != 0) return;
            rank /= 64;
        }
    }

    /// The least member that is at least `from`.
    [[nodiscard]] std::optional<std::uint32_t> next(std::uint32_t from) const {
        std::size_t height = 0;
        for (; height < levels_.size(); ++height) {
            if (from / 64 >= levels_[height].size()) return std::nullopt;
            const std::uint64_t rest = levels_[height][from / 64] & (~std::uint64_t{0} << (from % 64));
            if (rest != 0) {
                from = from / 64 * 64 + static_cast<std::uint32_t>(std::countr_zero(rest));
                break;
            }
            from = from / 64 + 1;  // the word is done with: look for the next one that is not empty
        }
        if (height == levels_.size()) return std::nullopt;
        while (height > 0) {
            --height;
            from = from * 64 + static_cast<std::uint32_t>(std::countr_zero(levels_[height][from]));
        }
        return from;
    }

    [[nodiscard]] std::optional<std::uint32_t> first() const {
        if (levels_.empty() || levels_.back()[0] == 0) return std::nullopt;
        std::uint32_t at = 0;
        for (auto level = levels_.rbegin(); level != levels_.rend(); ++level)
            at = at * 64 + static_cast<std::uint32_t>(std::countr_zero((*level)[at]));
        return at;
    }

private:
    static constexpr std::uint64_t bit(std::uint32_t rank) { return std::uint64_t{1} << (rank % 64); }
    std::vector<std::vector<std::uint64_t>> levels_;  // [0]: the members
};

}  // namespace relais
