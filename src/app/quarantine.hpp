// Which commands may have made a batch that the schema refused (RULES 28). Those of the refused batch are tried again one at
// a time; the one that is refused alone is the culprit and never decided again. Pure: no thread, no clock.
#pragma once

#include <algorithm>
#include <deque>
#include <variant>
#include <vector>

#include "relais/floor/command.hpp"

namespace relais {

class Quarantine {
public:
    enum class Verdict : std::uint8_t { free, alone, banned };

    [[nodiscard]] Verdict judge(const Command& command) const {
        if (banned_.empty() && suspects_.empty()) return Verdict::free;
        const Id id = id_of(command);
        if (holds(banned_, id)) return Verdict::banned;
        return holds(suspects_, id) ? Verdict::alone : Verdict::free;
    }

    /// A turn with these commands was decided; its events end at `head`. Before its batch goes to the journal.
    void decided(const std::vector<Command>& commands, std::uint64_t head, bool alone) {
        for (const Command& command : commands) {
            if (command.number != 0) recent_.push_back({id_of(command), head, alone});
        }
    }

    /// Everything up to `head` is stored: those commands are proved harmless.
    void stored(std::uint64_t head) {
        while (!recent_.empty() && recent_.front().head <= head) {
            if (recent_.front().alone) clear(suspects_, recent_.front().id);
            recent_.pop_front();
        }
    }

    /// The schema refused a batch that begins behind `head_before` and ends at `head_after`; what was decided behind it is
    /// gone too, without suspicion. How many commands are suspected or, after a trial alone, banned; 0: it was none of them.
    std::size_t refused(std::uint64_t head_before, std::uint64_t head_after) {
        std::size_t found = 0;
        for (const Decided& one : recent_) {
            if (one.head < head_before || one.head > head_after) continue;
            ++found;
            if (one.alone) {
                clear(suspects_, one.id);
                banned_.push_back(one.id);
            } else if (!holds(suspects_, one.id)) {
                suspects_.push_back(one.id);
            }
        }
        recent_.clear();
        while (banned_.size() > remembered_max) banned_.pop_front();
        while (suspects_.size() > remembered_max) suspects_.pop_front();
        return found;
    }

private:
    static constexpr std::size_t remembered_max = 4096;

    /// A client repeats a command under its number, and a message, when the page is another one, under its own id.
    struct Id {
        Actor actor;
        ClientId client;
        std::uint64_t number = 0;
        MessageId message;
        [[nodiscard]] bool same(const Id& other) const {
            if (actor.visitor != other.actor.visitor || actor.agent != other.actor.agent) return false;
            if (!message.is_nil() || !other.message.is_nil()) return message == other.message;
            return client == other.client && number == other.number;
        }
    };
    struct Decided {
        Id id;
        std::uint64_t head = 0;
        bool alone = false;
    };

    [[nodiscard]] static Id id_of(const Command& command) {
        Id id{command.actor, command.client, command.number, {}};
        std::visit(
            [&](const auto& body) {
                if constexpr (requires { body.message.is_nil(); }) id.message = body.message;
            },
            command.body);
        return id;
    }
    [[nodiscard]] static bool holds(const std::deque<Id>& ids, const Id& id) {
        return std::any_of(ids.begin(), ids.end(), [&](const Id& one) { return one.same(id); });
    }
    static void clear(std::deque<Id>& ids, const Id& id) {
        std::erase_if(ids, [&](const Id& one) { return one.same(id); });
    }

    std::deque<Decided> recent_;  // decided and not stored yet, in order
    std::deque<Id> suspects_;
    std::deque<Id> banned_;
};

}  // namespace relais
