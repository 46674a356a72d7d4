#include "floor/conversation/line_numbers.hpp"

#include <utility>

namespace relais {

Line LineNumbers::next(LineKind kind, Instant now, bool visible) {
    Line line;
    line.conversation = id_;
    line.position = ++position_;
    if (visible || state_.breaks.note_to_visitor) {
        line.seq = ++seq_;
        if (state_.breaks.hole_in_numbers && (state_.lines_added + position_) % 97 == 0) line.seq = ++seq_;
    }
    line.kind = kind;
    line.at = now;
    return line;
}

LineAdded LineNumbers::system(SystemWhat what, std::string detail, Instant now, Party by) {
    Line line = next(LineKind::system, now, true);
    line.what = what;
    line.detail = std::move(detail);
    line.by = by;
    return {std::move(line)};
}

LineAdded LineNumbers::text(Party author_kind, Uuid author, std::string author_name, MessageId message, Text body,
                            Instant now) {
    Line line = next(LineKind::text, now, true);
    line.author_kind = author_kind;
    line.author = author;
    line.author_name = std::move(author_name);
    line.message = message;
    line.body = std::move(body);
    return {std::move(line)};
}

LineAdded LineNumbers::note(AgentId author, std::string author_name, MessageId message, Text body, Instant now) {
    Line line = next(LineKind::note, now, false);
    line.author_kind = Party::agent;
    line.author = author.value;
    line.author_name = std::move(author_name);
    line.message = message;
    line.body = std::move(body);
    return {std::move(line)};
}

}  // namespace relais
