// A small centre on the floor, for tests: agents, visitors and a clock that only tests move.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "relais/floor/floor.hpp"

#include "floor/state.hpp"
#include "small_settings.hpp"

namespace relais::test {

class Centre {
public:
    explicit Centre(Settings settings = small_settings()) : floor(centre_id()) { apply(std::move(settings)); }

    void apply(Settings settings) {
        Command command;
        command.body = ApplySettings{std::make_shared<const Settings>(std::move(settings))};
        run({command});
    }

    /// One turn; everything is durable at once unless `storing` was turned off.
    Turn run(std::vector<Command> commands) {
        Turn turn = floor.turn(commands, now, Durable{durable, 0});
        if (storing) durable = turn.head;
        events.insert(events.end(), turn.events.begin(), turn.events.end());
        outputs.insert(outputs.end(), turn.outputs.begin(), turn.outputs.end());
        next = turn.next_deadline;
        return turn;
    }
    /// Lets time pass, with a turn at every deadline on the way.
    void pass(Duration time) {
        const Instant end = now + time;
        run({});
        while (next && *next <= end) {
            now = std::max(now + 1ms, *next);
            if (now > end) break;
            run({});
        }
        now = end;
        run({});
    }

    Command of_agent(std::uint64_t n, CommandBody body, bool numbered = true) {
        Command command;
        command.actor.agent = agent_id(n);
        command.actor.role = n == 9 ? Role::supervisor : Role::agent;
        command.connection = ConnectionId{1, 1000 + n};
        command.client = client_id(1000 + n);
        if (numbered) command.number = ++numbers[command.client];
        command.body = std::move(body);
        return command;
    }
    Command of_visitor(std::uint64_t n, CommandBody body, bool numbered = true) {
        Command command;
        command.actor.visitor = visitor_id(n);
        command.connection = ConnectionId{1, n};
        command.client = client_id(n);
        if (numbered) command.number = ++numbers[command.client];
        command.body = std::move(body);
        return command;
    }
    Turn agent(std::uint64_t n, CommandBody body) { return run({of_agent(n, std::move(body))}); }
    Turn visitor(std::uint64_t n, CommandBody body) { return run({of_visitor(n, std::move(body))}); }

    void sign_in(std::uint64_t n) {
        run({of_agent(n, ConnectAgent{}, false)});
        agent(n, SetStatus{AgentStatus::available, {}});
    }
    void lose(std::uint64_t n) { run({of_agent(n, DisconnectAgent{}, false)}); }
    void back(std::uint64_t n) { run({of_agent(n, ConnectAgent{}, false)}); }
    void arrive(std::uint64_t n, std::uint64_t entry_point = 1) {
        ConnectVisitor connect;
        connect.site = site_id(1);
        connect.entry_point = entry_point_id(entry_point);
        connect.language = "fr";
        run({of_visitor(n, connect, false)});
    }
    void leave(std::uint64_t n) { run({of_visitor(n, DisconnectVisitor{}, false)}); }
    Turn write(std::uint64_t n, std::uint64_t message, std::uint64_t entry_point = 1) {
        PostAsVisitor post;
        post.message = message_id(message);
        post.text = std::make_shared<const std::string>("bonjour");
        post.new_conversation = ConversationId{uuid(10, ++conversations)};
        post.site = site_id(1);
        post.entry_point = entry_point_id(entry_point);
        post.language = "fr";
        return visitor(n, post);
    }
    /// Arrives, is admitted and writes; without a seat he waits.
    ConversationId start(std::uint64_t n, std::uint64_t entry_point = 1) {
        arrive(n, entry_point);
        Admit admit;
        admit.site = site_id(1);
        admit.entry_point = entry_point_id(entry_point);
        visitor(n, admit);
        // Tests put visitors into the queue whatever the button says: as if admitted before the seats went.
        const_cast<State&>(floor.state()).visitors[visitor_id(n)].admitted = true;
        write(n, 1'000'000 + n * 1000, entry_point);
        return of(n);
    }

    [[nodiscard]] ConversationId of(std::uint64_t visitor) const {
        return floor.state().visitors.at(visitor_id(visitor)).conversation;
    }
    [[nodiscard]] const Conversation& conversation(std::uint64_t visitor) const {
        return floor.state().conversations.at(of(visitor));
    }
    [[nodiscard]] const ConversationRecord& record(std::uint64_t visitor) const { return conversation(visitor).record; }
    [[nodiscard]] const Agent& who(std::uint64_t n) const { return floor.state().agents.at(agent_id(n)); }
    [[nodiscard]] std::size_t seats(std::uint64_t n) const { return who(n).seats.size(); }
    [[nodiscard]] Availability availability(std::uint64_t entry_point) const {
        return floor.state().entry_points.at(entry_point_id(entry_point)).record.availability;
    }

    template <class Body>
    [[nodiscard]] std::size_t count() const {
        return static_cast<std::size_t>(std::count_if(
            events.begin(), events.end(), [](const Event& event) { return std::holds_alternative<Body>(event.body); }));
    }
    template <class Kind>
    [[nodiscard]] static std::vector<Kind> frames(const Turn& turn) {
        std::vector<Kind> found;
        for (const Output& output : turn.outputs) {
            if (const auto* frame = std::get_if<Kind>(&output.frame)) found.push_back(*frame);
        }
        return found;
    }
    [[nodiscard]] static std::optional<Refusal> refusal(const Turn& turn) {
        const auto refused = frames<RefusedFrame>(turn);
        if (refused.empty()) return std::nullopt;
        return refused.front().refusal;
    }

    Floor floor;
    Instant now = start_of_day;
    bool storing = true;
    std::uint64_t durable = 0;
    std::optional<Instant> next;
    std::vector<Event> events;
    std::vector<Output> outputs;
    std::map<ClientId, std::uint64_t> numbers;
    std::uint64_t conversations = 0;
};

}  // namespace relais::test
