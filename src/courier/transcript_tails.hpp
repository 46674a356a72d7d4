// The last lines of each open conversation, as released: what a client that comes back is missing is mostly here (RULES 30).
#pragma once

#include <cstdint>
#include <deque>
#include <unordered_map>

#include "relais/floor/line.hpp"

namespace relais {

class TranscriptTails {
public:
    static constexpr std::size_t lines_kept = 64;

    /// The same line again (it has several addressees) changes nothing; a gap begins the tail anew.
    void add(const Line& line);
    void forget(ConversationId conversation) { tails_.erase(conversation); }
    /// Empty when nothing is kept.
    [[nodiscard]] const std::deque<Line>& of(ConversationId conversation) const;
    [[nodiscard]] std::size_t conversations() const { return tails_.size(); }

private:
    std::unordered_map<ConversationId, std::deque<Line>> tails_;
};

}  // namespace relais
