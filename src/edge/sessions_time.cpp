#include <algorithm>

#include "edge/sessions_impl.hpp"

namespace relais::edge {
namespace {

/// The first ping comes in the second half of the interval, spread by number, so that thousands of sockets which came
/// back together after a restart are not pinged together for ever.
Duration first_ping_after(const Session& session) {
    const Duration half = session.heartbeat().ping / 2;
    const std::uint64_t mixed = session.connection.number * 0x9e3779b97f4a7c15ULL;
    return half + Duration{static_cast<std::int64_t>((mixed >> 32U) % static_cast<std::uint64_t>(half.count()))};
}

}  // namespace

/// Asks the wheel for the next instant at which something about this socket may be due. Called whenever the stage
/// changes; being heard only moves deadlines back, which look_at finds out by itself.
void Sessions::Impl::schedule(Session& session, Instant now) {
    Instant due = std::max(session.hello_due, forgiven + hello_within);
    if (session.stage != Stage::new_socket) {
        if (session.next_ping == Instant{}) session.next_ping = now + first_ping_after(session);
        due = std::min(session.next_ping, std::max(session.heard, forgiven) + session.heartbeat().silence);
    }
    session.due_tick = wheel.schedule(session.connection.number, due, now);
}

void Sessions::Impl::look_at(Session& session, Instant now) {
    if (session.stage == Stage::closing) return;
    const Instant heard = std::max(session.heard, forgiven);
    if (session.stage == Stage::new_socket) {
        if (now >= std::max(session.hello_due, forgiven + hello_within)) return close(session, close_code::no_hello);
    } else {
        if (now >= heard + session.heartbeat().silence) return close(session, close_code::silent);
        if (now >= session.next_ping) {
            if (session.stage != Stage::greeting) host.send(session.connection, wire::encode_ping());
            session.next_ping = now + session.heartbeat().ping;
        }
    }
    schedule(session, now);
}

void Sessions::Impl::disconnect(const Session& session) {
    Command command;
    command.actor = session.actor();
    command.connection = session.connection;
    command.client = session.client;
    if (session.is_agent()) {
        command.body = DisconnectAgent{};
    } else {
        command.body = DisconnectVisitor{};
    }
    if (owed.empty() && host.submit(session.centre(), command)) return;
    owed.push_back({session.centre(), std::move(command)});
}

void Sessions::Impl::pay_owed() {
    const auto unpaid =
        std::find_if(owed.begin(), owed.end(), [&](const Owed& one) { return !host.submit(one.centre, one.command); });
    owed.erase(owed.begin(), unpaid);
}

}  // namespace relais::edge
