// What is due when, in business time (RULES 20): at most one deadline of a kind for a subject.
#pragma once

#include <optional>
#include <set>
#include <unordered_map>

#include "relais/base/id.hpp"
#include "relais/base/instant.hpp"

namespace relais {

enum class DeadlineKind : std::uint8_t {
    // Two deadlines of one instant fall in this order.
    wrap_up,
    offer,
    human_sign,
    agent_grace,
    page_change,
    waiting_away,
    active_away,
    silence_warning,
    silence_end,
    exclusion,
    choices,
    estimate,
    read,
    lease,
    forget_conversation,
    forget_client,
    reopen_hold,
    tally,
};

struct Deadline {
    Instant at;
    DeadlineKind kind = DeadlineKind::tally;
    Uuid subject;
    friend auto operator<=>(const Deadline&, const Deadline&) = default;
};

class DeadlineQueue {
public:
    /// Replaces an earlier deadline of this kind and subject.
    void set(DeadlineKind kind, const Uuid& subject, Instant at);
    void cancel(DeadlineKind kind, const Uuid& subject);
    [[nodiscard]] std::optional<Instant> at(DeadlineKind kind, const Uuid& subject) const;
    /// Takes the earliest deadline that is due at `now`.
    [[nodiscard]] std::optional<Deadline> pop_due(Instant now);
    [[nodiscard]] std::optional<Instant> next() const;
    /// A paused process: everybody's presence counts from now (RULES 20).
    void shift_presence(Duration gap);
    [[nodiscard]] std::size_t size() const { return order_.size(); }

private:
    struct Key {
        DeadlineKind kind;
        Uuid subject;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept {
            return std::hash<Uuid>{}(key.subject) * 31 + static_cast<std::size_t>(key.kind);
        }
    };
    std::set<Deadline> order_;
    std::unordered_map<Key, Instant, KeyHash> at_;
};

}  // namespace relais
