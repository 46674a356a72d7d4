#include <ctime>

#include "floor/agent/seats.hpp"
#include "floor/routing/route.hpp"
#include "load/support/busy_floor.hpp"

namespace relais::load {
namespace {

Uuid uuid(std::uint64_t kind, std::uint64_t n) { return Uuid{kind << 32U | 0x7000U, n}; }

double cpu_now_ns() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

}  // namespace

Router::Router(const BusyCentre& centre)
    : state_(std::make_unique<State>()), centre_(centre), now_(Duration{1'700'000'000'000}) {
    auto settings = std::make_shared<Settings>();
    settings->seats_max = centre.seats;
    state_->settings = settings;
    const QueueId queue{uuid(4, 1)};
    state_->queues[queue].settings.id = queue;
    for (std::uint32_t n = 1; n <= centre.entry_points; ++n) {
        EntryPoint& entry_point = state_->entry_points[EntryPointId{uuid(3, n)}];
        entry_point.settings.id = EntryPointId{uuid(3, n)};
        entry_point.settings.queue = queue;
    }
    state_->agents.reserve(centre.agents);
    for (std::uint32_t n = 0; n < centre.agents; ++n) {
        const AgentId id{uuid(1, n)};
        Agent& agent = state_->agents[id];
        agent.record.id = agent.settings.id = id;
        agent.record.status = AgentStatus::available;
        agent.settings.seats = centre.seats;
        agent.known = true;
        agent.connections.push_back(ConnectionId{0, n + 1});
        replace_in_pool(*state_, agent);
    }
    const std::uint64_t seats = std::uint64_t{centre.agents} * centre.seats;
    const std::uint64_t busy = centre.waiting == 0 ? seats / 2 : seats;
    state_->conversations.reserve(busy + centre.waiting + 1);
    for (std::uint64_t n = 0; n < busy + centre.waiting; ++n) {
        const ConversationId conversation{uuid(10, n)};
        state_->conversations[conversation].record.id = conversation;
        arrive(conversation);
        if (n < busy) assign();
    }
    state_->touched = Touched{};
    decltype(state_->team_touched)().swap(state_->team_touched);  // clear() would go through its buckets each time
}

Router::~Router() = default;

void Router::arrive(ConversationId conversation) {
    now_ += Duration{1};
    Conversation& arriving = state_->conversations.at(conversation);
    arriving.record.arrival = now_;
    arriving.record.entry_point = EntryPointId{uuid(3, 1)};
    state_->entry_points.begin()->second.waiting.insert(WaitingKey{0, now_, conversation});
}

void Router::assign() {
    const auto match = next_match(*state_, now_);
    const Conversation& conversation = state_->conversations.at(match.value().conversation);
    const ConversationRecord& record = conversation.record;
    state_->entry_points.at(record.entry_point).waiting.erase(WaitingKey{0, record.arrival, record.id});
    Agent& agent = state_->agents.at(match->agent);
    agent.record.last_assigned = now_;
    take_seat(*state_, agent, SeatUse::active, match->conversation, now_);
    running_.push_back(Chat{match->agent, match->conversation});
}

ConversationId Router::end_any() {
    Chat& any = running_[dice_.next() % running_.size()];
    const Chat ended = any;
    any = running_.back();
    running_.pop_back();
    free_seat(*state_, state_->agents.at(ended.agent), ended.conversation);
    return ended.conversation;
}

double Router::nanoseconds_each(std::uint32_t count) {
    const double begun = cpu_now_ns();
    for (std::uint32_t n = 0; n < count; ++n) {
        const ConversationId free_again = end_any();
        if (centre_.waiting > 0) assign();
        arrive(free_again);
        if (centre_.waiting == 0) assign();
        state_->touched.agents_with_seats.clear();
        state_->touched.agent_screens.clear();
        state_->team_touched.clear();
    }
    return (cpu_now_ns() - begun) / count;
}

double pool_nanoseconds_each(const BusyCentre& centre, std::uint32_t count) {
    struct Desk {
        AgentId id;
        PoolPlace place;
        std::uint32_t load = 0;
        Instant last;
    };
    AgentPool pool;
    std::vector<Desk> desks(centre.agents);
    std::set<WaitingKey> waiting;
    std::vector<std::uint32_t> running;
    Dice dice(7);
    Instant now{Duration{1'700'000'000'000}};
    const auto put = [&](Desk& desk, Instant last) {
        desk.last = last;
        pool.place(desk.id, desk.place, 0, desk.load, centre.seats - desk.load, last);
    };
    std::uint64_t conversations = 0;
    const auto arrive = [&] {
        now += Duration{1};
        waiting.insert(WaitingKey{0, now, ConversationId{uuid(10, ++conversations)}});
    };
    const auto assign = [&] {
        waiting.erase(waiting.begin());
        const AgentId best = pool.best(0, {}).value();
        Desk& desk = desks[best.value.low];
        ++desk.load;
        put(desk, now);
        running.push_back(static_cast<std::uint32_t>(best.value.low));
    };
    for (std::uint32_t n = 0; n < centre.agents; ++n) {
        desks[n].id = AgentId{uuid(1, n)};
        put(desks[n], Instant{});
    }
    const std::uint64_t seats = std::uint64_t{centre.agents} * centre.seats;
    for (std::uint64_t n = 0; n < (centre.waiting == 0 ? seats / 2 : seats); ++n) {
        arrive();
        assign();
    }
    for (std::uint32_t n = 0; n < centre.waiting; ++n) arrive();
    const auto one = [&] {
        std::uint32_t& any = running[dice.next() % running.size()];
        Desk& desk = desks[any];
        any = running.back();
        running.pop_back();
        --desk.load;
        put(desk, desk.last);
        if (centre.waiting > 0) assign();
        arrive();
        if (centre.waiting == 0) assign();
    };
    for (std::uint32_t n = 0; n < count; ++n) one();  // as in a running day
    const double begun = cpu_now_ns();
    for (std::uint32_t n = 0; n < count; ++n) one();
    return (cpu_now_ns() - begun) / count;
}

}  // namespace relais::load
