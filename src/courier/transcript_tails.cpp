#include "courier/transcript_tails.hpp"

namespace relais {

void TranscriptTails::add(const Line& line) {
    auto& tail = tails_[line.conversation];
    if (!tail.empty()) {
        if (line.position <= tail.back().position) return;
        if (line.position != tail.back().position + 1) tail.clear();
    }
    tail.push_back(line);
    if (tail.size() > lines_kept) tail.pop_front();
}

const std::deque<Line>& TranscriptTails::of(ConversationId conversation) const {
    static const std::deque<Line> nothing;
    const auto found = tails_.find(conversation);
    return found == tails_.end() ? nothing : found->second;
}

}  // namespace relais
