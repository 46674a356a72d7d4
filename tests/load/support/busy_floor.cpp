#include "load/support/busy_floor.hpp"

#include <algorithm>
#include <ctime>
#include <stdexcept>

#include "floor/state.hpp"

namespace relais::load {
namespace {

Uuid uuid(std::uint64_t kind, std::uint64_t n) { return Uuid{kind << 32U | 0x7000U, n}; }
AgentId agent_id(std::uint32_t agent) { return {uuid(1, agent)}; }
VisitorId visitor_id(std::uint64_t visitor) { return {uuid(2, visitor)}; }

double cpu_now_us() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

/// Waiting is allowed, whatever it takes.
std::shared_ptr<const Settings> settings_for(const BusyCentre& centre) {
    auto settings = std::make_shared<Settings>();
    settings->version = 1;
    settings->seats_max = centre.seats;
    QueueSettings queue;
    queue.id = QueueId{uuid(4, 1)};
    queue.places = 1'000'000;
    queue.target = std::chrono::hours{24 * 365};
    settings->queues.push_back(queue);
    for (std::uint32_t n = 1; n <= centre.entry_points; ++n)
        settings->entry_points.push_back({EntryPointId{uuid(3, n)}, queue.id, "everything", 0});
    for (std::uint32_t n = 0; n < centre.agents; ++n)
        settings->agents.push_back({agent_id(n), "Agent", Role::agent, 0, centre.seats, false});
    return settings;
}

}  // namespace

BusyFloor::BusyFloor(const BusyCentre& centre)
    : centre_(centre), floor_(CentreId{uuid(8, 1)}), now_(Duration{1'700'000'000'000}), numbers_(centre.agents) {
    Command apply;
    apply.body = ApplySettings{settings_for(centre)};
    (void)turn({apply});
    std::vector<Command> commands;
    const auto flush = [&](std::size_t room) {
        if (commands.size() + room <= limits::commands_a_turn_max) return;
        std::vector<Command> accepts;
        look_for_offers(turn(commands), accepts);
        (void)turn(accepts);
        commands.clear();
    };
    for (std::uint32_t agent = 0; agent < centre.agents; ++agent) {
        Command connect = of_agent(agent, ConnectAgent{});
        connect.number = 0;
        --numbers_[agent];
        commands.push_back(std::move(connect));
        commands.push_back(of_agent(agent, SetStatus{AgentStatus::available, {}}));
        flush(2);
    }
    const std::uint64_t seats = std::uint64_t{centre.agents} * centre.seats;
    const std::uint64_t all = centre.waiting == 0 ? seats / 2 : seats + centre.waiting;
    for (std::uint64_t visitor = 0; visitor < all; ++visitor) {
        arrive(commands);
        flush(2);
    }
    flush(limits::commands_a_turn_max);
    if (running_.size() != std::min(seats, all)) throw std::runtime_error("the floor is not as full as it should be");
}

Turn BusyFloor::turn(const std::vector<Command>& commands) {
    Turn turn = floor_.turn(commands, now_, Durable{durable_, 0});
    durable_ = turn.head;
    return turn;
}

Command BusyFloor::of_agent(std::uint32_t agent, CommandBody body) {
    Command command;
    command.actor.agent = agent_id(agent);
    command.connection = ConnectionId{1, agent + 1ULL};
    command.client = ClientId{uuid(5, agent)};
    command.number = ++numbers_[agent];
    command.body = std::move(body);
    return command;
}

Command BusyFloor::of_visitor(std::uint64_t visitor, CommandBody body, bool numbered) {
    Command command;
    command.actor.visitor = visitor_id(visitor);
    command.connection = ConnectionId{2, visitor + 1};
    command.client = ClientId{uuid(6, visitor)};
    command.number = numbered ? 1 : 0;
    command.body = std::move(body);
    return command;
}

void BusyFloor::arrive(std::vector<Command>& commands) {
    const std::uint64_t visitor = visitors_++;
    ConnectVisitor connect;
    connect.site = SiteId{uuid(7, 1)};
    connect.entry_point = EntryPointId{uuid(3, 1)};
    connect.language = "fr";
    commands.push_back(of_visitor(visitor, connect, false));
    PostAsVisitor post;
    post.message = MessageId{uuid(9, visitor)};
    post.text = std::make_shared<const std::string>("bonjour");
    post.new_conversation = ConversationId{uuid(10, visitor)};
    post.site = connect.site;
    post.entry_point = connect.entry_point;
    post.language = connect.language;
    post.first_visit = true;
    commands.push_back(of_visitor(visitor, post));
}

void BusyFloor::look_for_offers(const Turn& turn, std::vector<Command>& accepts) {
    for (const Event& event : turn.events) {
        const auto* offer = std::get_if<OfferMade>(&event.body);
        if (offer == nullptr) continue;
        const auto agent = static_cast<std::uint32_t>(offer->agent.value.low);
        accepts.push_back(of_agent(agent, AcceptOffer{offer->conversation}));
        running_.push_back(Chat{agent, offer->conversation});
    }
}

BusyFloor::Cost BusyFloor::run(std::uint32_t count, Duration pause) {
    Cost cost;
    const double begun = cpu_now_us();
    const auto timed = [&](const std::vector<Command>& commands) {
        const Nanoseconds at = now_ns();
        Turn done = turn(commands);
        cost.worst_ms = std::max(cost.worst_ms, ms_of(now_ns() - at));
        return done;
    };
    std::vector<Command> commands;
    for (std::uint32_t n = 0; n < count; ++n) {
        now_ += pause;
        const std::size_t any = dice_.next() % running_.size();
        const Chat ended = running_[any];
        running_[any] = running_.back();
        running_.pop_back();
        std::vector<Command> accepts;
        look_for_offers(timed({of_agent(ended.agent, EndAsAgent{ended.conversation})}), accepts);
        commands.clear();
        arrive(commands);
        look_for_offers(timed(commands), accepts);
        (void)timed(accepts);
    }
    cost.mean_us = (cpu_now_us() - begun) / count;
    return cost;
}

}  // namespace relais::load
