// Somebody's words where an escape sequence or a line break would be obeyed: on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace relais::office {

/// Each character that no name may have (docs/protocol.md, 7) and each byte that is no UTF-8 becomes a blank.
[[nodiscard]] std::string plain_text(std::string_view text);

}  // namespace relais::office
