#include "edge/sessions_impl.hpp"

namespace relais::edge {

void Sessions::Impl::hello(Session& session, const wire::Hello& hello, Instant now) {
    if (hello.protocol != wire::protocol_version) {
        host.send(session.connection, wire::encode_bye(close_code::old_protocol, false, Duration::zero()));
        return close(session, close_code::old_protocol);
    }
    const bool goes_on = session.stage == Stage::listening && !hello.listen;
    if (session.stage != Stage::new_socket && !goes_on) return answer_refused(session, 0, Refusal::hello_again);
    session.reload = !hello.build.empty() && hello.build != host.build();
    if (session.is_agent()) return greet_agent(session, hello, now);

    const Visit& visit = session.visit();
    session.language = host.site_language(visit.centre, visit.site, hello.language);
    const EntryPointId before = session.entry_point;
    session.entry_point = host.entry_point(visit.centre, visit.site, session.language).value_or(EntryPointId{});
    if (session.entry_point != before) session.listens = false;
    if (hello.listen) return listen_only(session, hello, now);
    greet_visitor(session, hello, now);
}

void Sessions::Impl::listen_only(Session& session, const wire::Hello& hello, Instant now) {
    if (listening >= bounds.listeners_max) {
        host.send(session.connection, wire::encode_bye(close_code::too_many, true, poll_again_after, true));
        return close(session, close_code::too_many);
    }
    take_over(session, hello.client);
    set_stage(session, Stage::listening);
    schedule(session, now);

    GreetedFrame greeting;
    if (!session.entry_point.is_nil()) {
        const AvailabilityFrame seen = host.availability(session.centre(), session.entry_point);
        greeting.availability = seen.availability;
        greeting.availability_version = seen.version;
    }
    const Visit& visit = session.visit();
    if (page_views.first_of(session.client, now)) {
        host.exposure(visit.centre, visit.site, session.entry_point, greeting.availability, false);
    }
    complete_hello(session, greeting, now);
}

void Sessions::Impl::greet_visitor(Session& session, const wire::Hello& hello, Instant now) {
    const Visit& visit = session.visit();
    const std::optional<VisitorId> known =
        hello.token.empty() ? std::nullopt : host.check_token(visit.centre, visit.site, hello.token);
    session.visitor = known.value_or(VisitorId{});
    session.first_visit = !known.has_value();
    if (!known) session.visitor = VisitorId{host.fresh_id()};

    ConnectVisitor body;
    body.site = visit.site;
    body.entry_point = session.entry_point;
    body.language = session.language;
    body.address = visit.address;
    body.page_title = hello.page_title;
    body.page_url = hello.page_url;
    body.last_conversation = hello.last_conversation;
    body.last_seq = hello.last_seq;
    const Command command{session.actor(), session.connection, hello.client, 0, std::move(body)};
    settle_hello(session, hello, host.submit(visit.centre, command), now);
}

void Sessions::Impl::greet_agent(Session& session, const wire::Hello& hello, Instant now) {
    const Command command{session.actor(), session.connection, hello.client, 0, ConnectAgent{hello.have}};
    settle_hello(session, hello, host.submit(session.centre(), command), now);
}

/// A hello that the floor had no room for leaves the socket as it was, with a fresh delay: the client says it again.
void Sessions::Impl::settle_hello(Session& session, const wire::Hello& hello, bool submitted, Instant now) {
    if (!submitted) {
        session.hello_due = now + hello_within;
        return answer_refused(session, 0, Refusal::overloaded);
    }
    take_over(session, hello.client);
    session.next_ping = Instant{};
    set_stage(session, Stage::greeting);
    schedule(session, now);
}

/// One client has one socket: the newest (docs/protocol.md, 2).
void Sessions::Impl::take_over(Session& session, ClientId client) {
    if (!session.client.is_nil() && session.client != client) {
        const auto mine = owners.find(Owner{session.centre(), session.client});
        if (mine != owners.end() && mine->second == session.connection) owners.erase(mine);
    }
    session.client = client;
    const auto [place, added] = owners.try_emplace(Owner{session.centre(), client}, session.connection);
    if (added || place->second == session.connection) return;
    Session* older = find(place->second);
    place->second = session.connection;
    if (older != nullptr) close(*older, close_code::replaced);
}

void Sessions::Impl::subscribe(Session& session) {
    if (session.is_agent() || session.listens || session.entry_point.is_nil()) return;
    session.listens = true;
    host.listen(session.centre(), session.connection, session.entry_point);
}

void Sessions::Impl::complete_hello(Session& session, const GreetedFrame& greeted, Instant now) {
    const bool only_listens = session.stage == Stage::listening;
    wire::HelloOk ok;
    ok.client = session.client;
    ok.next = greeted.next;
    ok.heartbeat = session.heartbeat().ping;
    ok.silence = session.heartbeat().silence;
    ok.storing_late = greeted.storing_late;
    ok.now = now;
    ok.reload = session.reload;
    if (session.is_agent()) {
        ok.agent = session.shift().agent;
        ok.name = session.shift().name;
        ok.role = session.shift().role;
    } else {
        ok.availability = greeted.availability;
        ok.availability_version = greeted.availability_version;
        if (!only_listens) {
            ok.visitor = session.visitor;
            ok.token = host.make_token(session.centre(), session.visit().site, session.visitor);
        }
    }
    if (!only_listens) set_stage(session, Stage::talking);
    host.send(session.connection, wire::encode(ok, session.side()));
    subscribe(session);
}

}  // namespace relais::edge
