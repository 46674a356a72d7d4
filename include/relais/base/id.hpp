// Identifiers: 128-bit UUIDs (RFC 9562), one C++ type per kind of thing so that they cannot be confused.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace relais {

struct Uuid {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    friend auto operator<=>(const Uuid&, const Uuid&) = default;
    [[nodiscard]] bool is_nil() const { return high == 0 && low == 0; }
};

/// Lower-case text, 36 characters.
[[nodiscard]] std::string to_string(const Uuid& uuid);

/// Accepts exactly the 36-character form, either case; anything else is nothing.
[[nodiscard]] std::optional<Uuid> parse_uuid(std::string_view text);

/// UUIDv7 from a Unix time in milliseconds and 74 random bits (RFC 9562, 5.7).
[[nodiscard]] Uuid make_uuid7(std::int64_t unix_ms, std::uint64_t random_high, std::uint64_t random_low);

template <class Tag>
struct Id {
    Uuid value;

    friend auto operator<=>(const Id&, const Id&) = default;
    [[nodiscard]] bool is_nil() const { return value.is_nil(); }
};

template <class Tag>
[[nodiscard]] std::string to_string(const Id<Tag>& id) {
    return to_string(id.value);
}

using CentreId = Id<struct CentreTag>;
using SiteId = Id<struct SiteTag>;
using QueueId = Id<struct QueueTag>;
using EntryPointId = Id<struct EntryPointTag>;
using AgentId = Id<struct AgentTag>;
using VisitorId = Id<struct VisitorTag>;
using ConversationId = Id<struct ConversationTag>;
/// Made by the author's client before sending; the key against doubles.
using MessageId = Id<struct MessageTag>;
/// One socket owner; made in memory by the client, never stored by it.
using ClientId = Id<struct ClientTag>;

/// One socket of one node. `number` is never reused within a run of the daemon; 0 is nobody.
struct ConnectionId {
    std::uint32_t node = 0;
    std::uint64_t number = 0;

    friend auto operator<=>(const ConnectionId&, const ConnectionId&) = default;
    [[nodiscard]] bool is_nil() const { return number == 0; }
};

}  // namespace relais

template <>
struct std::hash<relais::Uuid> {
    std::size_t operator()(const relais::Uuid& uuid) const noexcept {
        // Ids made by clients may be chosen by an attacker, but tables keyed by them are bounded per conversation.
        std::uint64_t mixed = uuid.high ^ (uuid.low * 0x9e3779b97f4a7c15ULL);
        mixed ^= mixed >> 29;
        return static_cast<std::size_t>(mixed * 0xbf58476d1ce4e5b9ULL);
    }
};

template <class Tag>
struct std::hash<relais::Id<Tag>> {
    std::size_t operator()(const relais::Id<Tag>& id) const noexcept { return std::hash<relais::Uuid>{}(id.value); }
};

template <>
struct std::hash<relais::ConnectionId> {
    std::size_t operator()(const relais::ConnectionId& id) const noexcept {
        return static_cast<std::size_t>((id.number * 0x9e3779b97f4a7c15ULL) ^ id.node);
    }
};
