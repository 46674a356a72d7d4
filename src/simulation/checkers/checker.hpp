// What a checker may look at: what clients saw and were promised, what every turn decided, and what storage holds. A
// checker knows the rules by itself; it never asks the floor whether something is right.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "relais/floor/floor.hpp"

#include "simulation/store/store.hpp"

namespace relais::simulation {

/// A page or a console: one life of a client's memory. Numbers are never reused in a run.
struct Viewer {
    std::uint64_t number = 0;
    VisitorId visitor;  // one of the two
    AgentId agent;
};

/// One transcript line as it came to a screen.
struct SeenLine {
    ConversationId conversation;
    std::uint32_t seq = 0;       // 0: null
    std::uint32_t position = 0;  // 0: not told
    std::string_view kind;
    std::string_view body;
    MessageId message;
};

/// The state of a conversation as it came to a screen.
struct SeenState {
    ConversationId conversation;
    std::string_view state;  // waiting, offered, active, ended
    std::uint32_t seq = 0;
    bool choices = false;
};

/// A message that its author was told is stored.
struct Acknowledged {
    ConversationId conversation;
    MessageId message;
    std::uint32_t seq = 0;       // 0: null (notes)
    std::uint32_t position = 0;  // 0: not told
    std::string_view text;
};

/// One turn of the live floor. `now` is the daemon's.
struct LiveTurn {
    const Turn& turn;
    const Floor& floor;
    Instant now;
    bool frozen = false;  // storage was late: business time stands still (RULES 20)
    std::span<const Command> commands;
};

class Findings {
public:
    virtual ~Findings() = default;
    virtual void violation(std::string_view checker, std::string what) = 0;
};

class Checker {
public:
    Checker(Findings& findings, std::string_view name) : findings_(findings), name_(name) {}
    virtual ~Checker() = default;
    Checker(const Checker&) = delete;
    Checker& operator=(const Checker&) = delete;

    // ---- what clients saw; `head`: how far storage was when the frame left the daemon
    virtual void saw_line(const Viewer&, const SeenLine&, std::uint64_t /*head*/) {}
    virtual void saw_state(const Viewer&, const SeenState&, std::uint64_t /*head*/) {}
    virtual void saw_acknowledged(const Viewer&, const Acknowledged&, std::uint64_t /*head*/) {}
    /// The conversation is no longer on this screen: if it comes back, it comes whole.
    virtual void forgot(const Viewer&, ConversationId) {}
    virtual void gone(const Viewer&) {}

    // ---- what the daemon did
    virtual void turned(const LiveTurn&) {}
    virtual void committed(const Batch&, const Store&, Instant /*now*/) {}
    /// The daemon's process is new and has read the store.
    virtual void restarted(const Recovered&, const Floor&, Instant /*now*/) {}
    /// Live and store are at the same number: nothing is on its way.
    virtual void level(const Floor&, const Store&, Instant /*now*/) {}
    /// The process stood still for so long and goes on.
    virtual void paused(Duration, Instant /*now*/) {}
    /// The daemon closed a socket because it heard nothing from it.
    virtual void closed_as_silent(Instant /*now*/) {}
    virtual void settings_changed(const Settings&) {}

    // ---- the end: no fault any more, everything had time to come to rest
    virtual void rested(const Floor&, const Store&, Instant /*now*/) {}

    [[nodiscard]] std::string_view name() const { return name_; }

protected:
    void violation(std::string what) { findings_.violation(name_, std::move(what)); }

private:
    Findings& findings_;
    std::string_view name_;
};

/// One of each kind, in a fixed order. `calm`: no fault in this run.
[[nodiscard]] std::vector<std::unique_ptr<Checker>> every_checker(Findings& findings, const Store& store, bool calm);

}  // namespace relais::simulation
