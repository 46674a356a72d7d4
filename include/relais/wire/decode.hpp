// From the text of a frame to a command, or the refusal that says why not (docs/protocol.md, 7). Pure; no JSON type in sight.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "relais/base/result.hpp"
#include "relais/floor/command.hpp"
#include "relais/floor/refusal.hpp"

namespace relais::wire {

/// The only version there is; a hello with another closes the socket with 4410.
inline constexpr std::uint32_t protocol_version = 1;

enum class Side : std::uint8_t { visitor, agent };

/// The first frame of a socket. Fields of the other side stay empty.
struct Hello {
    std::uint32_t protocol = 0;
    ClientId client;
    std::string language;  // primary subtag in lower case ("fr-CA" gives "fr"); empty: not a language tag
    std::string token;     // visitor: what an earlier hello_ok gave; empty: none
    bool listen = false;   // visitor: availability only
    ConversationId last_conversation;
    std::uint32_t last_seq = 0;
    std::string page_title;
    std::string page_url;
    std::string build;
    std::vector<Have> have;  // agent
};
struct Pong {};
/// A command as the client sent it: `number` 0 for `typing` and `read`. The session adds who, where and fresh ids.
struct Order {
    std::uint64_t number = 0;
    CommandBody body;
};

using Incoming = std::variant<Hello, Pong, Order>;

/// `number` is the frame's `n` when it could be read, even from a text that is no JSON, else 0 (the number is then not
/// consumed). 0 or 1 to 2^53.
struct NotDecoded {
    Refusal why = Refusal::bad_json;
    std::uint64_t number = 0;
};

/// Refuses what docs/protocol.md 7 lists: invalid UTF-8, U+0000 (raw or escaped), lone surrogates, duplicate keys, nesting
/// over 16, non-integers and integers beyond 2^53, wrong types, unknown kinds, texts that are empty or too long, commands
/// of the other side (`not_allowed`). Never throws.
[[nodiscard]] Result<Incoming, NotDecoded> decode(std::string_view text, Side side);

}  // namespace relais::wire
