// The state behind Sessions. Hello, orders and time live in a source each.
#pragma once

#include <unordered_map>
#include <vector>

#include "relais/wire/encode.hpp"

#include "edge/page_views.hpp"
#include "edge/session.hpp"
#include "edge/timing_wheel.hpp"

namespace relais::edge {

struct Sessions::Impl {
    struct Owner {
        CentreId centre;
        ClientId client;
        friend bool operator==(const Owner&, const Owner&) = default;
    };
    struct HashOwner {
        std::size_t operator()(const Owner& owner) const {
            return std::hash<ClientId>{}(owner.client) * 31 + std::hash<CentreId>{}(owner.centre);
        }
    };
    struct Owed {
        CentreId centre;
        Command command;
    };

    Impl(SessionHost& a_host, SessionLimits limits) : host(a_host), bounds(limits) {}

    SessionHost& host;
    SessionLimits bounds;
    std::unordered_map<std::uint64_t, Session> sessions;  // by the connection's number
    std::unordered_map<Owner, ConnectionId, HashOwner> owners;
    RateLimit<VisitorId> visitor_commands{visitor_rate};
    RateLimit<std::string> left_messages{left_message_rate};
    PageViews page_views;
    TimingWheel wheel;
    std::vector<Owed> owed;  // disconnects the floor had no room for
    std::size_t listening = 0;
    std::size_t under_way = 0;  // the sum of Session::unanswered, without answers_waiting
    Instant forgiven;

    [[nodiscard]] Session* find(ConnectionId connection);
    Session& add(ConnectionId connection, std::variant<Visit, Shift> who, Instant now);
    void remove(ConnectionId connection);
    void close(Session& session, int close_code);
    template <class Which>
    void close_all(Which which, int close_code) {
        std::vector<ConnectionId> found;
        for (const auto& [number, session] : sessions) {
            if (which(session)) found.push_back(session.connection);
        }
        for (const ConnectionId connection : found) {
            if (Session* session = find(connection)) close(*session, close_code);
        }
    }
    void set_stage(Session& session, Stage stage);

    // sessions_time.cpp
    void schedule(Session& session, Instant now);
    void look_at(Session& session, Instant now);
    void disconnect(const Session& session);
    void pay_owed();

    // sessions_hello.cpp
    void hello(Session& session, const wire::Hello& hello, Instant now);
    void listen_only(Session& session, const wire::Hello& hello, Instant now);
    void greet_visitor(Session& session, const wire::Hello& hello, Instant now);
    void greet_agent(Session& session, const wire::Hello& hello, Instant now);
    void settle_hello(Session& session, const wire::Hello& hello, bool submitted, Instant now);
    void take_over(Session& session, ClientId client);
    void subscribe(Session& session);
    void complete_hello(Session& session, const GreetedFrame& greeted, Instant now);

    // sessions_orders.cpp
    void frame(Session& session, std::string_view text, Instant now);
    void order(Session& session, wire::Order order, Instant now);
    bool may_leave_message(const Session& session, Instant now);
    void refuse(Session& session, std::uint64_t number, Refusal why, Instant now);
    void answer_refused(const Session& session, std::uint64_t number, Refusal why);
    void submit_numbered(Session& session, std::uint64_t number, CommandBody body, Instant now);
    void submit_volatile(Session& session, CommandBody body, Instant now);
    void answered(Session& session, const wire::Answered& answer);
};

}  // namespace relais::edge
