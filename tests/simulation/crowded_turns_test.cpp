// Everything at once: turns of many commands by few people who come, act and go in any order, and after each of them the
// schema's constraints. What the simulated days do in moments of their own meets here in one turn of the floor.
#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "floor/state.hpp"
#include "simulation/random.hpp"
#include "simulation/store/store.hpp"
#include "unit/floor/small_settings.hpp"

namespace relais::simulation {
namespace {

using test::agent_id;
using test::entry_point_id;
using test::visitor_id;

constexpr int turns_a_seed = 400;
constexpr std::int64_t visitors = 5;
constexpr std::int64_t agents = 3;
constexpr std::uint64_t supervisor = 9;

class Crowd {
public:
    explicit Crowd(std::uint64_t seed) : random_(seed) { begin(); }

    void turn() {
        now_ += pause();
        if (random_.chance(0.01)) begin();
        std::vector<Command> commands;
        if (first_) commands.push_back(*std::exchange(first_, std::nullopt));
        for (std::int64_t count = random_.between(0, 12); count > 0; --count) commands.push_back(command());
        if (random_.chance(0.02)) commands.push_back(settings());
        const std::uint64_t before = store_.head();
        const Turn made = floor_->turn(commands, now_, Durable{before, 0});
        Batch batch;
        batch.centre = test::centre_id();
        batch.head_before = before;
        batch.head_after = made.head;
        std::copy_if(made.events.begin(), made.events.end(), std::back_inserter(batch.events),
                     [](const Event& event) { return event.number != 0; });
        batch.changes = made.changes;
        ASSERT_EQ(store_.write(batch), Store::Written::stored);
        for (const Complaint& complaint : store_.take_complaints()) {
            ADD_FAILURE() << complaint.constraint << ": " << complaint.what;
        }
        for (const Output& output : made.outputs) note(output);
        accepted_ += static_cast<std::uint64_t>(batch.events.size());
    }

    [[nodiscard]] std::uint64_t events() const { return accepted_; }
    [[nodiscard]] std::size_t conversations() const { return store_.conversations().size(); }
    [[nodiscard]] std::size_t left_messages() const { return store_.left_messages().size(); }

private:
    /// A new process on what is stored.
    void begin() {
        floor_ = std::make_unique<Floor>(test::centre_id());
        floor_->restore(store_.recovered(now_), now_);
        settings_ = test::small_settings();
        first_ = applied();
        numbers_.clear();
        for (const auto& [id, client] : floor_->state().clients) numbers_[id] = client.record.last_number;
    }

    /// Mostly none or short; now and then so long that everything is due.
    Duration pause() {
        static constexpr std::array<std::int64_t, 8> at_most{0, 0, 1, 300, 3'000, 20'000, 130'000, 2'000'000};
        return Duration{random_.between(std::int64_t{0}, at_most[one_of(at_most.size())])};
    }
    std::size_t one_of(std::size_t count) {
        return static_cast<std::size_t>(random_.between(0, static_cast<std::int64_t>(count) - 1));
    }
    Uuid fresh(std::uint64_t kind) { return test::uuid(kind, ++last_id_); }
    Text text() const { return std::make_shared<const std::string>("bonjour"); }
    EntryPointId entry_point() { return entry_point_id(static_cast<std::uint64_t>(random_.between(1, 2))); }
    AgentId agent() { return agent_id(static_cast<std::uint64_t>(random_.between(1, agents))); }
    MessageId message() {
        if (random_.chance(0.1) && last_id_ > 0) return MessageId{last_message_};
        return MessageId{last_message_ = fresh(6)};
    }

    /// One that the floor has, or none.
    ConversationId conversation() {
        const auto& all = floor_->state().conversations;
        if (all.empty() || random_.chance(0.05)) return ConversationId{};
        auto at = all.begin();
        std::advance(at, static_cast<std::ptrdiff_t>(one_of(all.size())));
        return at->first;
    }

    Command command() { return random_.chance(0.5) ? of_visitor() : of_agent(); }

    Command numbered(Command command) {
        command.number = ++numbers_[command.client];
        return command;
    }

    Command of_visitor() {
        const auto n = static_cast<std::uint64_t>(random_.between(1, visitors));
        Command command;
        command.actor.visitor = visitor_id(n);
        command.connection = ConnectionId{1, n};
        command.client = test::client_id(n);
        switch (one_of(9)) {
            case 0: command.body = DisconnectVisitor{}; return command;
            case 1:
            case 2: command.body = connect(); return command;
            case 3:
                command.body = ReadAsVisitor{conversation(), static_cast<std::uint32_t>(random_.between(1, 9))};
                return command;
            case 4: command.body = Admit{test::site_id(1), entry_point(), "203.0.113.9"}; break;
            case 5: command.body = EndAsVisitor{conversation()}; break;
            case 6: command.body = KeepWaiting{conversation()}; break;
            case 7: command.body = leave(command.actor.visitor); break;
            default: command.body = post();
        }
        return numbered(std::move(command));
    }
    ConnectVisitor connect() {
        ConnectVisitor connect;
        connect.site = test::site_id(1);
        connect.entry_point = entry_point();
        connect.language = "fr";
        return connect;
    }
    PostAsVisitor post() {
        PostAsVisitor post;
        post.message = message();
        post.text = text();
        post.conversation = random_.chance(0.3) ? conversation() : ConversationId{};
        post.new_conversation = ConversationId{fresh(10)};
        post.site = test::site_id(1);
        post.entry_point = entry_point();
        post.language = "fr";
        return post;
    }
    LeaveMessage leave(VisitorId visitor) {
        LeaveMessage leave;
        leave.message.id = message();
        leave.message.visitor = visitor;
        leave.message.site = test::site_id(1);
        leave.message.entry_point = entry_point();
        leave.message.conversation = random_.chance(0.3) ? conversation() : ConversationId{};
        leave.message.text = text();
        last_left_ = leave.message.id;
        return leave;
    }

    Command of_agent() {
        const bool supervises = random_.chance(0.15);
        const std::uint64_t n = supervises ? supervisor : static_cast<std::uint64_t>(random_.between(1, agents));
        Command command;
        command.actor.agent = agent_id(n);
        command.actor.role = supervises ? Role::supervisor : Role::agent;
        command.connection = ConnectionId{1, 1000 + n};
        command.client = test::client_id(1000 + n);
        const std::size_t what = one_of(supervises ? 22 : 20);
        if (what == 0) command.body = DisconnectAgent{};
        if (what == 1 || what == 2) command.body = ConnectAgent{};
        if (what == 3) command.body = ReadAsAgent{conversation(), static_cast<std::uint32_t>(random_.between(1, 9))};
        if (what <= 3) return command;
        command.body = agents_order(what);
        return numbered(std::move(command));
    }
    CommandBody agents_order(std::size_t what) {
        switch (what) {
            case 4: return SignOut{random_.chance(0.5)};
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
            case 20:
                return SetEntryPointByHand{entry_point(), random_.chance(0.3) ? ByHand::closed : ByHand::automatic,
                                           "drill"};
            case 21:
                return ForceStatus{agent(), random_.chance(0.5) ? AgentStatus::away : AgentStatus::available, "drill"};
            default: return AcceptOffer{conversation()};
        }
    }
    Transfer transfer() {
        Transfer transfer;
        transfer.conversation = conversation();
        if (random_.chance(0.5))
            transfer.to_agent = agent();
        else
            transfer.to_entry_point = entry_point();
        if (random_.chance(0.5)) {
            transfer.note = message();
            transfer.note_text = text();
        }
        return transfer;
    }

    /// Seats, roles' accounts and skills change while everybody works.
    Command settings() {
        AgentSettings& changed = settings_.agents[one_of(static_cast<std::size_t>(agents))];
        changed.seats = static_cast<decltype(changed.seats)>(random_.between(1, 3));
        changed.disabled = random_.chance(0.3);
        return applied();
    }
    Command applied() {
        settings_.version = ++versions_;
        const auto shared = std::make_shared<const Settings>(settings_);
        store_.set_settings(shared);
        Command command;
        command.body = ApplySettings{shared};
        return command;
    }

    /// A number that was not consumed is used again.
    void note(const Output& output) {
        const auto* refused = std::get_if<RefusedFrame>(&output.frame);
        if (refused == nullptr || !is_transient(refused->refusal)) return;
        const std::uint64_t connection = std::get<ToConnection>(output.to).connection.number;
        numbers_[test::client_id(connection)] = refused->next - 1;
    }

    Random random_;
    Store store_;
    std::unique_ptr<Floor> floor_;
    std::optional<Command> first_;  // of the process
    Settings settings_;
    std::uint64_t versions_ = 0;
    Instant now_ = test::start_of_day;
    std::uint64_t last_id_ = 0;
    Uuid last_message_;
    MessageId last_left_;
    std::map<ClientId, std::uint64_t> numbers_;
    std::uint64_t accepted_ = 0;
};

TEST(CrowdedTurns, KeepEveryConstraintOfTheSchema) {
    std::uint64_t events = 0;
    std::size_t conversations = 0;
    std::size_t left = 0;
    for (std::uint64_t seed = 1; seed <= 100 && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Crowd crowd(seed);
        for (int turn = 0; turn < turns_a_seed && !HasFailure(); ++turn) crowd.turn();
        events += crowd.events();
        conversations += crowd.conversations();
        left += crowd.left_messages();
    }
    if (HasFailure()) return;
    EXPECT_GT(events, 50'000U);  // else they were all refused
    EXPECT_GT(conversations, 2'000U);
    EXPECT_GT(left, 2'000U);
}

}  // namespace
}  // namespace relais::simulation
