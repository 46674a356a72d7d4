#include "simulation/replay/run.hpp"

#include <algorithm>
#include <queue>
#include <string>

#include "relais/base/bug.hpp"

namespace relais::simulation {
namespace {

constexpr std::uint64_t centre_mark = 1, site_mark = 2, queue_mark = 3, entry_point_mark = 4, agent_mark = 5,
                        visitor_mark = 6, conversation_mark = 7, message_mark = 8;

template <class AnyId>
AnyId make_id(std::uint64_t mark, std::uint64_t number) {
    return AnyId{Uuid{mark, number}};
}

std::shared_ptr<const Settings> centre_of(std::uint32_t agents, std::uint32_t seats) {
    auto settings = std::make_shared<Settings>();
    settings->version = 1;
    settings->seats_max = std::max<std::uint32_t>(seats, limits::seats_an_agent_max_default);
    settings->rules.people = false;
    QueueSettings queue;
    queue.id = make_id<QueueId>(queue_mark, 1);
    queue.name = "replay";
    queue.offer_mode = OfferMode::auto_accepted;
    settings->queues.push_back(queue);
    EntryPointSettings entry_point;
    entry_point.id = make_id<EntryPointId>(entry_point_mark, 1);
    entry_point.queue = queue.id;
    entry_point.name = "replay";
    settings->entry_points.push_back(entry_point);
    for (std::uint32_t number = 1; number <= agents; ++number) {
        AgentSettings agent;
        agent.id = make_id<AgentId>(agent_mark, number);
        agent.name = std::to_string(number);
        agent.seats = seats;
        settings->agents.push_back(agent);
    }
    return settings;
}

/// At equal times ends come before patience, and both before arrivals.
enum class Happens : std::uint8_t { end, out_of_patience };

struct Happening {
    Duration at{0};
    Happens what = Happens::end;
    std::size_t row = 0;

    friend auto operator<=>(const Happening&, const Happening&) = default;
};

class Run {
public:
    Run(const std::vector<Arrival>& arrivals, std::uint32_t agents, std::uint32_t seats, const Floor::Breaks& breaks)
        : arrivals_(arrivals),
          results_(arrivals.size()),
          floor_(make_id<CentreId>(centre_mark, 1)),
          text_(std::make_shared<const std::string>("x")) {
        floor_.break_rules(breaks);
        open_the_centre(agents, seats);
    }

    std::vector<Replayed> results() {
        while (next_ < arrivals_.size() || !happenings_.empty()) {
            const bool happens =
                !happenings_.empty() && (next_ == arrivals_.size() || happenings_.top().at <= arrivals_[next_].at);
            const Duration at = happens ? happenings_.top().at : arrivals_[next_].at;
            if (deadline_ && *deadline_ < instant(at)) {
                turn({}, *deadline_ - instant(Duration{0}));
            } else if (happens) {
                const Happening happening = happenings_.top();
                happenings_.pop();
                happen(happening);
            } else {
                arrive(next_++);
            }
        }
        return std::move(results_);
    }

private:
    /// The floor's own clock begins well after the epoch, so that "never" and "at the start" differ.
    static Instant instant(Duration at) { return Instant{std::chrono::hours{24}} + at; }

    void open_the_centre(std::uint32_t agents, std::uint32_t seats) {
        std::vector<Command> commands(1);
        commands[0].body = ApplySettings{centre_of(agents, seats)};
        for (std::uint32_t number = 1; number <= agents; ++number) {
            Command command;
            command.actor.agent = make_id<AgentId>(agent_mark, number);
            command.connection = ConnectionId{0, number};
            command.body = ConnectAgent{};
            commands.push_back(command);
            command.body = SetStatus{AgentStatus::available, ""};
            commands.push_back(command);
            if (commands.size() + 2 > limits::commands_a_turn_max || number == agents) {
                turn(commands, Duration{0});
                commands.clear();
            }
        }
    }

    void arrive(std::size_t row) {
        const Arrival& arrival = arrivals_[row];
        Command command;
        command.actor.visitor = make_id<VisitorId>(visitor_mark, row + 1);
        PostAsVisitor post;
        post.message = make_id<MessageId>(message_mark, row + 1);
        post.text = text_;
        post.new_conversation = make_id<ConversationId>(conversation_mark, row + 1);
        post.site = make_id<SiteId>(site_mark, 1);
        post.entry_point = make_id<EntryPointId>(entry_point_mark, 1);
        post.language = "en";
        command.body = std::move(post);
        turn({&command, 1}, arrival.at);
        if (results_[row].agent == 0 && arrival.patience) {
            happenings_.push({arrival.at + *arrival.patience, Happens::out_of_patience, row});
        }
    }

    void happen(const Happening& happening) {
        Replayed& result = results_[happening.row];
        if (happening.what == Happens::out_of_patience) {
            if (result.agent != 0) return;  // served in time
            result.wait = happening.at - arrivals_[happening.row].at;
        }
        Command command;
        command.actor.visitor = make_id<VisitorId>(visitor_mark, happening.row + 1);
        command.body = EndAsVisitor{make_id<ConversationId>(conversation_mark, happening.row + 1)};
        turn({&command, 1}, happening.at);
    }

    void turn(std::span<const Command> commands, Duration at) {
        const Turn turn = floor_.turn(commands, instant(at), {head_, 0});
        RELAIS_ASSERT(!turn.next_deadline || *turn.next_deadline > instant(at));
        deadline_ = turn.next_deadline;
        head_ = turn.head;
        for (const Event& event : turn.events) {
            const auto* accepted = std::get_if<OfferAccepted>(&event.body);
            if (accepted == nullptr) continue;
            const std::size_t row = accepted->conversation.value.low - 1;
            results_[row] = {at - arrivals_[row].at, Outcome::served,
                             static_cast<std::uint32_t>(accepted->agent.value.low)};
            happenings_.push({at + arrivals_[row].handle, Happens::end, row});
        }
    }

    const std::vector<Arrival>& arrivals_;
    std::size_t next_ = 0;
    std::vector<Replayed> results_;
    Floor floor_;
    Text text_;
    std::priority_queue<Happening, std::vector<Happening>, std::greater<>> happenings_;
    std::optional<Instant> deadline_;
    std::uint64_t head_ = 0;
};

}  // namespace

std::vector<Replayed> run_replay(const std::vector<Arrival>& arrivals, std::uint32_t agents, std::uint32_t seats,
                                 const Floor::Breaks& breaks) {
    return Run(arrivals, agents, seats, breaks).results();
}

}  // namespace relais::simulation
