#include "golden_values.hpp"

namespace relais::wire_test {

Uuid golden_uuid(const char* last_digits) {
    std::string text = "0190a000-0000-7000-8000-000000000000";
    const std::string digits = last_digits;
    text.replace(text.size() - digits.size(), digits.size(), digits);
    return parse_uuid(text).value();
}

Line golden_line(std::uint32_t position, std::uint32_t seq, LineKind kind) {
    Line line;
    line.conversation = ConversationId{golden_uuid("c001")};
    line.position = position;
    line.seq = seq;
    line.kind = kind;
    line.at = golden_at(position);
    return line;
}

Line golden_system_line(std::uint32_t position, SystemWhat what, std::string detail) {
    Line line = golden_line(position, position, LineKind::system);
    line.what = what;
    line.detail = std::move(detail);
    return line;
}

}  // namespace relais::wire_test
