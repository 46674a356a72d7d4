#include "crowd.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "relais/base/bug.hpp"

namespace relais::test {
namespace {

constexpr std::int64_t visitors = 5;
constexpr std::size_t supervisor = 2;  // of SmallCentre::agents
constexpr std::uint64_t clients_of_agents = 1000;

Text text() { return std::make_shared<const std::string>("bonjour"); }

Settings settings_of(const SmallCentre& people) {
    Settings settings;
    QueueSettings queue;
    queue.id = people.queue;
    queue.name = "Advice";
    settings.queues.push_back(queue);
    for (const EntryPointId id : people.entry_points) settings.entry_points.push_back({id, people.queue, "Advice", 0});
    for (std::size_t n = 0; n < people.agents.size(); ++n) {
        const Role role = n == supervisor ? Role::supervisor : Role::agent;
        settings.agents.push_back({people.agents[n], "Agent", role, 0, 3, false});
    }
    return settings;
}

}  // namespace

Crowd::Crowd(std::uint64_t seed, const SmallCentre& people) : random_(seed), people_(people) { begin(); }

Batch Crowd::turn() {
    now_ += pause();
    if (random_.chance(0.01)) begin();
    std::vector<Command> commands;
    if (first_) commands.push_back(*std::exchange(first_, std::nullopt));
    for (std::int64_t count = random_.between(std::int64_t{0}, std::int64_t{12}); count > 0; --count) {
        commands.push_back(command());
    }
    if (random_.chance(0.02)) commands.push_back(other_settings());
    Batch batch;
    batch.centre = people_.centre;
    batch.head_before = store_.head();
    const Turn made = floor_->turn(commands, now_, Durable{batch.head_before, 0});
    batch.head_after = made.head;
    std::copy_if(made.events.begin(), made.events.end(), std::back_inserter(batch.events),
                 [](const Event& event) { return event.number != 0; });
    batch.changes = made.changes;
    RELAIS_ASSERT(store_.write(batch) == simulation::Store::Written::stored);
    for (const Output& output : made.outputs) note(output);
    events_ += batch.events.size();
    return batch;
}

/// A new process on what is stored.
void Crowd::begin() {
    floor_ = std::make_unique<Floor>(people_.centre);
    floor_->restore(store_.recovered(now_), now_);
    settings_ = settings_of(people_);
    first_ = applied();
    numbers_.clear();
    for (const auto& [id, client] : floor_->state().clients) numbers_[id] = client.record.last_number;
}

/// Mostly none or short; now and then so long that everything is due.
Duration Crowd::pause() {
    static constexpr std::array<std::int64_t, 8> at_most{0, 0, 1, 300, 3'000, 20'000, 130'000, 2'000'000};
    return Duration{random_.between(std::int64_t{0}, at_most[one_of(at_most.size())])};
}

std::size_t Crowd::one_of(std::size_t count) {
    return static_cast<std::size_t>(random_.between(std::int64_t{0}, static_cast<std::int64_t>(count) - 1));
}

MessageId Crowd::message() {
    if (last_message_.is_nil() || !random_.chance(0.1)) last_message_ = id<MessageId>(fresh());
    return last_message_;
}

/// One that the floor has, or none.
ConversationId Crowd::conversation() {
    const auto& all = floor_->state().conversations;
    if (all.empty() || random_.chance(0.05)) return ConversationId{};
    auto found = all.begin();
    std::advance(found, static_cast<std::ptrdiff_t>(one_of(all.size())));
    return found->first;
}

Command Crowd::command() { return random_.chance(0.5) ? of_visitor() : of_agent(); }

Command Crowd::numbered(Command command) {
    command.number = ++numbers_[command.client];
    return command;
}

Command Crowd::of_visitor() {
    const auto n = static_cast<std::uint64_t>(random_.between(std::int64_t{1}, visitors));
    const auto seq = static_cast<std::uint32_t>(1 + one_of(9));
    Command command;
    command.actor.visitor = id<VisitorId>(n);
    command.connection = ConnectionId{1, n};
    command.client = id<ClientId>(n);
    switch (one_of(9)) {
        case 0: command.body = DisconnectVisitor{}; return command;
        case 1:
        case 2: command.body = connect(); return command;
        case 3: command.body = ReadAsVisitor{conversation(), seq}; return command;
        case 4: command.body = Admit{people_.site, entry_point(), "203.0.113.9"}; break;
        case 5: command.body = EndAsVisitor{conversation()}; break;
        case 6: command.body = KeepWaiting{conversation()}; break;
        case 7: command.body = leave(command.actor.visitor); break;
        default: command.body = post();
    }
    return numbered(std::move(command));
}

ConnectVisitor Crowd::connect() {
    ConnectVisitor connect;
    connect.site = people_.site;
    connect.entry_point = entry_point();
    connect.language = "fr";
    return connect;
}

PostAsVisitor Crowd::post() {
    PostAsVisitor post;
    post.message = message();
    post.text = text();
    post.conversation = random_.chance(0.3) ? conversation() : ConversationId{};
    post.new_conversation = id<ConversationId>(fresh());
    post.site = people_.site;
    post.entry_point = entry_point();
    post.language = "fr";
    return post;
}

LeaveMessage Crowd::leave(VisitorId visitor) {
    LeaveMessage leave;
    leave.message.id = last_left_ = message();
    leave.message.visitor = visitor;
    leave.message.site = people_.site;
    leave.message.entry_point = entry_point();
    leave.message.conversation = random_.chance(0.3) ? conversation() : ConversationId{};
    leave.message.language = "fr";
    leave.message.email = "lea@example.org";
    leave.message.text = text();
    return leave;
}

Command Crowd::of_agent() {
    const std::size_t n = random_.chance(0.15) ? supervisor : one_of(supervisor);
    const auto seq = static_cast<std::uint32_t>(1 + one_of(9));
    Command command;
    command.actor.agent = people_.agents[n];
    command.actor.role = n == supervisor ? Role::supervisor : Role::agent;
    command.connection = ConnectionId{1, clients_of_agents + n};
    command.client = id<ClientId>(clients_of_agents + n);
    const std::size_t what = one_of(n == supervisor ? 22 : 20);
    if (what == 0) command.body = DisconnectAgent{};
    if (what == 1 || what == 2) command.body = ConnectAgent{};
    if (what == 3) command.body = ReadAsAgent{conversation(), seq};
    if (what <= 3) return command;
    command.body = agents_order(what);
    return numbered(std::move(command));
}

CommandBody Crowd::agents_order(std::size_t what) {
    const bool one_way = random_.chance(0.5);
    switch (what) {
        case 4: return SignOut{one_way};
        case 5: return SetStatus{AgentStatus::away, "lunch"};
        case 6:
        case 7: return SetStatus{AgentStatus::available, {}};
        case 8: return DeclineOffer{conversation()};
        case 9: return PostAsAgent{conversation(), message(), text(), {}};
        case 10: return PostNote{conversation(), message(), text(), {}};
        case 11: return EndAsAgent{conversation()};
        case 12: return transfer();
        case 13: return CancelTransfer{conversation()};
        case 14: return RequeueAsAgent{conversation()};
        case 15: return FinishWrapUp{conversation()};
        case 16: return MarkLeftMessageDone{last_left_};
        case 20: return SetEntryPointByHand{entry_point(), one_way ? ByHand::closed : ByHand::automatic, "drill"};
        case 21:
            return ForceStatus{people_.agents[one_of(supervisor)], one_way ? AgentStatus::away : AgentStatus::available,
                               "drill"};
        default: return AcceptOffer{conversation()};
    }
}

Transfer Crowd::transfer() {
    Transfer transfer;
    transfer.conversation = conversation();
    if (random_.chance(0.5)) {
        transfer.to_agent = people_.agents[one_of(people_.agents.size())];
    } else {
        transfer.to_entry_point = entry_point();
    }
    if (random_.chance(0.5)) {
        transfer.note = message();
        transfer.note_text = text();
    }
    return transfer;
}

/// Seats and accounts change while everybody works.
Command Crowd::other_settings() {
    AgentSettings& changed = settings_.agents[one_of(supervisor)];
    changed.seats = static_cast<std::uint32_t>(1 + one_of(3));
    changed.disabled = random_.chance(0.3);
    return applied();
}

Command Crowd::applied() {
    settings_.version = ++versions_;
    const auto shared = std::make_shared<const Settings>(settings_);
    store_.set_settings(shared);
    Command command;
    command.body = ApplySettings{shared};
    return command;
}

/// A number that was not consumed is used again.
void Crowd::note(const Output& output) {
    const auto* refused = std::get_if<RefusedFrame>(&output.frame);
    if (refused == nullptr || !is_transient(refused->refusal)) return;
    const std::uint64_t client = std::get<ToConnection>(output.to).connection.number;
    numbers_[id<ClientId>(client)] = refused->next - 1;
}

}  // namespace relais::test
