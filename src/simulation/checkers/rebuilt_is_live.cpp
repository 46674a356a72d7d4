// What recovery would read is what is live: compared whenever everything is stored, and after every restart.
#include <algorithm>
#include <set>

#include "simulation/checkers/every_checker.hpp"

namespace relais::simulation {
namespace {

constexpr Duration between_looks{std::chrono::seconds{45}};
// Either side may already have forgotten what ended about 30 minutes ago (RULES 30).
constexpr Duration surely_kept{std::chrono::minutes{29}};
constexpr Duration client_surely_kept{std::chrono::hours{22}};

/// The part that both sides must have at this instant, in one order.
void keep_certain(Recovered& recovered, Instant now) {
    std::set<ConversationId> kept;
    std::set<VisitorId> visitors;
    std::erase_if(recovered.conversations, [&](const ConversationRecord& record) {
        return record.state == ConversationState::ended && record.state_since < now - surely_kept;
    });
    for (const ConversationRecord& record : recovered.conversations) {
        kept.insert(record.id);
        if (record.state != ConversationState::ended) visitors.insert(record.visitor);
    }
    std::erase_if(recovered.episodes,
                  [&](const EpisodeRecord& episode) { return !kept.contains(episode.conversation); });
    std::erase_if(recovered.lines, [&](const RecoveredLine& line) { return !kept.contains(line.conversation); });
    std::erase_if(recovered.visitors, [&](const VisitorRecord& visitor) { return !visitors.contains(visitor.id); });
    std::erase_if(recovered.clients, [&](const ClientRecord& client) {
        return client.seen < now - client_surely_kept || client.last_number == 0;
    });
    // A row is written when something about the agent first happens.
    std::erase_if(recovered.agents, [](const AgentRecord& agent) {
        return agent.status == AgentStatus::offline && agent.last_assigned == Instant{} && agent.missed_in_a_row == 0;
    });
}

template <class Record>
bool same(const std::vector<Record>& live, const std::vector<Record>& stored) {
    return live == stored;
}

bool same(const std::vector<RecoveredLine>& live, const std::vector<RecoveredLine>& stored) {
    return std::equal(live.begin(), live.end(), stored.begin(), stored.end(),
                      [](const RecoveredLine& a, const RecoveredLine& b) {
                          return a.conversation == b.conversation && a.position == b.position && a.seq == b.seq &&
                                 a.message == b.message && a.at == b.at && a.author_kind == b.author_kind;
                      });
}

/// Business refusals consume a number in memory only (RULES 23): live may be ahead, never behind.
bool none_behind(const std::vector<ClientRecord>& live, const std::vector<ClientRecord>& stored) {
    auto here = live.begin();
    for (const ClientRecord& client : stored) {
        here = std::find_if(here, live.end(), [&](const ClientRecord& one) { return one.id == client.id; });
        if (here == live.end() || here->last_number < client.last_number) return false;
    }
    return true;
}

class RebuiltIsLive : public Checker {
public:
    RebuiltIsLive(Findings& findings, const Store& store) : Checker(findings, "rebuilt_is_live"), store_(store) {}

    void level(const Floor& floor, const Store&, Instant now) override {
        if (now < next_look_) return;
        next_look_ = now + between_looks;
        compare(floor, now);
    }
    void restarted(const Recovered&, const Floor& floor, Instant now) override {
        next_look_ = now;
        compare(floor, now);
    }
    void rested(const Floor& floor, const Store&, Instant now) override { compare(floor, now); }

private:
    void compare(const Floor& floor, Instant now) {
        Recovered live = floor.durable_state();
        Recovered stored = store_.recovered(now);
        if (live.head != stored.head) return;
        keep_certain(live, now);
        keep_certain(stored, now);
        const auto look = [&](const char* what, bool equal) {
            if (!equal)
                violation(std::string("live and stored ") + what + " differ at event " + std::to_string(live.head));
        };
        look("visitors", same(live.visitors, stored.visitors));
        look("conversations", same(live.conversations, stored.conversations));
        look("episodes", same(live.episodes, stored.episodes));
        look("agents", same(live.agents, stored.agents));
        look("seats", same(live.seats, stored.seats));
        look("offers", same(live.offers, stored.offers));
        look("entry points", same(live.entry_points, stored.entry_points));
        look("clients", none_behind(live.clients, stored.clients));
        look("lines", same(live.lines, stored.lines));
        look("left messages", live.open_left_messages == stored.open_left_messages);
    }

    const Store& store_;
    Instant next_look_;
};

}  // namespace

std::unique_ptr<Checker> rebuilt_is_live(Findings& findings, const Store& store) {
    return std::make_unique<RebuiltIsLive>(findings, store);
}

}  // namespace relais::simulation
