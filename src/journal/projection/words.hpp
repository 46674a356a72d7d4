// The words of closed lists as the schema spells them: one place for writing and reading. Index = value of the enum.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "relais/floor/event.hpp"
#include "relais/floor/record.hpp"

namespace relais::projection {

template <class Enum>
struct Words;

template <>
struct Words<ConversationState> {
    static constexpr std::array<std::string_view, 4> all{"waiting", "offered", "active", "ended"};
};
template <>
struct Words<AgentStatus> {
    static constexpr std::array<std::string_view, 4> all{"offline", "available", "away", "missed"};
};
template <>
struct Words<Party> {
    static constexpr std::array<std::string_view, 3> all{"visitor", "agent", "system"};
};
template <>
struct Words<EndWhy> {
    static constexpr std::array<std::string_view, 6> all{"closed", "abandoned",    "left_page",
                                                         "silent", "left_message", "erased"};
};
template <>
struct Words<EpisodeCause> {
    static constexpr std::array<std::string_view, 3> all{"arrival", "requeue", "reopening"};
};
template <>
struct Words<EpisodeOutcome> {
    static constexpr std::array<std::string_view, 5> all{"waiting", "accepted", "abandoned", "left_message", "ended"};
};
template <>
struct Words<SeatUse> {
    static constexpr std::array<std::string_view, 4> all{"offer", "active", "reserved", "wrap_up"};
};
template <>
struct Words<OfferOutcome> {
    static constexpr std::array<std::string_view, 5> all{"open", "accepted", "declined", "missed", "withdrawn"};
};
template <>
struct Words<Availability> {
    static constexpr std::array<std::string_view, 3> all{"open", "full", "closed"};
};
template <>
struct Words<AvailabilityCause> {
    static constexpr std::array<std::string_view, 8> all{"seats",  "no_agent", "no_seat", "someone_waits",
                                                         "places", "hours",    "by_hand", "target"};
};
template <>
struct Words<ByHand> {
    static constexpr std::array<std::string_view, 3> all{"automatic", "open", "closed"};
};
template <>
struct Words<LineKind> {
    static constexpr std::array<std::string_view, 5> all{"text", "file", "call", "system", "note"};
};
template <>
struct Words<SystemWhat> {
    static constexpr std::array<std::string_view, 8> all{"none",        "started", "agent_joined", "requeued",
                                                         "transferred", "ended",   "reopened",     "visitor_silent"};
};
template <>
struct Words<RequeueWhy> {
    static constexpr std::array<std::string_view, 7> all{"agent_lost",    "agent_asked", "signed_out", "transferred",
                                                         "no_human_sign", "missed",      "declined"};
};
template <>
struct Words<StatusWhy> {
    static constexpr std::array<std::string_view, 6> all{"chosen", "connection_lost", "missed_offers",
                                                         "forced", "signed_out",      "disabled"};
};

template <class Enum>
[[nodiscard]] constexpr std::string_view word(Enum value) {
    return Words<Enum>::all.at(static_cast<std::size_t>(value));
}

/// Nothing when the word is not of this list.
template <class Enum>
[[nodiscard]] constexpr std::optional<Enum> from_word(std::string_view word) {
    for (std::size_t i = 0; i < Words<Enum>::all.size(); ++i) {
        if (Words<Enum>::all[i] == word) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

}  // namespace relais::projection
