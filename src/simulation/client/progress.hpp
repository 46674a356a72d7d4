// How far a screen has a conversation: numbers in one piece, and acknowledged ones ahead of a gap that is still being sent.
#pragma once

#include <cstdint>
#include <set>

namespace relais::simulation {

class Progress {
public:
    /// The highest number with nothing missing below: what a client resumes by.
    [[nodiscard]] std::uint32_t whole() const { return whole_; }
    void reached(std::uint32_t number) {
        if (number <= whole_) return;
        ahead_.insert(number);
        while (!ahead_.empty() && *ahead_.begin() == whole_ + 1) {
            ++whole_;
            ahead_.erase(ahead_.begin());
        }
    }

private:
    std::uint32_t whole_ = 0;
    std::set<std::uint32_t> ahead_;
};

}  // namespace relais::simulation
