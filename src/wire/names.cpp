#include "wire/names.hpp"

#include <array>

#include "relais/base/bug.hpp"

namespace relais::wire {
namespace {

template <class Word, std::size_t count>
std::string_view pick(const std::array<std::string_view, count>& words, Word word) {
    const auto index = static_cast<std::size_t>(word);
    RELAIS_ASSERT(index < count);
    return words[index];
}

// In the order of the declarations in relais/floor; tests/unit/wire holds each word to its enumerator.
constexpr std::array<std::string_view, 4> statuses{"offline", "available", "away", "missed"};
constexpr std::array<std::string_view, 3> parties{"visitor", "agent", "system"};
constexpr std::array<std::string_view, 6> ends{"closed", "abandoned", "left_page", "silent", "left_message", "erased"};
constexpr std::array<std::string_view, 3> availabilities{"open", "full", "closed"};
constexpr std::array<std::string_view, 8> causes{"seats",  "no_agent", "no_seat", "someone_waits",
                                                 "places", "hours",    "by_hand", "target"};
constexpr std::array<std::string_view, 3> by_hands{"automatic", "open", "closed"};
constexpr std::array<std::string_view, 5> line_kinds{"text", "file", "call", "system", "note"};
constexpr std::array<std::string_view, 8> system_whats{"none",        "started", "agent_joined", "requeued",
                                                       "transferred", "ended",   "reopened",     "visitor_silent"};
constexpr std::array<std::string_view, 8> removals{"missed",      "declined", "withdrawn",       "visitor_left",
                                                   "transferred", "requeued", "taken_elsewhere", "closed"};
constexpr std::array<std::string_view, 3> presences{"here", "away", "gone"};
constexpr std::array<std::string_view, 4> seat_uses{"offer", "active", "reserved", "wrap_up"};
constexpr std::array<std::string_view, 3> roles{"agent", "supervisor", "admin"};

}  // namespace

std::string_view name(AgentStatus status) { return pick(statuses, status); }
std::string_view name(Party party) { return pick(parties, party); }
std::string_view name(EndWhy why) { return pick(ends, why); }
std::string_view name(Availability availability) { return pick(availabilities, availability); }
std::string_view name(AvailabilityCause cause) { return pick(causes, cause); }
std::string_view name(ByHand by_hand) { return pick(by_hands, by_hand); }
std::string_view name(LineKind kind) { return pick(line_kinds, kind); }
std::string_view name(SystemWhat what) { return pick(system_whats, what); }
std::string_view name(RemovedWhy why) { return pick(removals, why); }
std::string_view name(VisitorPresence presence) { return pick(presences, presence); }
std::string_view name(SeatUse use) { return pick(seat_uses, use); }
std::string_view name(Role role) { return pick(roles, role); }

}  // namespace relais::wire
