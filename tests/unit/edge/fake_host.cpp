#include "fake_host.hpp"

namespace relais::edge_test {

void FakeHost::send(ConnectionId connection, std::string text) { sent[connection.number].push_back(Json::parse(text)); }

void FakeHost::close(ConnectionId connection, int close_code) { closes[connection.number] = close_code; }

bool FakeHost::submit(CentreId, Command command) {
    if (room == 0) return false;
    --room;
    commands.push_back(std::move(command));
    return true;
}

std::string FakeHost::site_language(CentreId, SiteId, const std::string& asked) { return asked == "en" ? "en" : "fr"; }

std::optional<EntryPointId> FakeHost::entry_point(CentreId, SiteId, const std::string& language) {
    if (!has_entry_point) return std::nullopt;
    return language == "en" ? entry_point_en() : entry_point_fr();
}

std::string FakeHost::make_token(CentreId, SiteId site, VisitorId visitor) {
    return to_string(site) + "/" + to_string(visitor);
}

std::optional<VisitorId> FakeHost::check_token(CentreId, SiteId site, std::string_view token) {
    const std::string prefix = to_string(site) + "/";
    if (!token.starts_with(prefix)) return std::nullopt;
    const auto visitor = parse_uuid(token.substr(prefix.size()));
    return visitor ? std::optional(VisitorId{*visitor}) : std::nullopt;
}

void FakeHost::exposure(CentreId, SiteId, EntryPointId entry_point, Availability seen, bool opened) {
    exposures.push_back({entry_point, seen, opened});
}

ConnectionId Scene::visitor_socket() {
    const ConnectionId connection{0, ++last_number_};
    sessions.open(connection, edge::Visit{CentreId{Uuid{1, 1}}, SiteId{Uuid{2, 2}}, "shop-fr", "203.0.113.9"}, now);
    return connection;
}

ConnectionId Scene::agent_socket(Role role) {
    const ConnectionId connection{0, ++last_number_};
    sessions.open(connection, edge::Shift{CentreId{Uuid{1, 1}}, AgentId{Uuid{3, 3}}, "Claire", role, Uuid{9, 9}}, now);
    return connection;
}

void Scene::hello(ConnectionId connection, Json more, std::uint64_t client) {
    Json frame{{"kind", "hello"},
               {"protocol", 1},
               {"client", to_string(client_id(client == 0 ? 1000 + connection.number : client))},
               {"language", "fr"}};
    frame.update(more);
    say(connection, frame);
}

ConnectionId Scene::visitor(std::uint64_t client) {
    const ConnectionId connection = visitor_socket();
    hello(connection, Json::object(), client);
    greet(connection);
    return connection;
}

ConnectionId Scene::agent(Role role) {
    const ConnectionId connection = agent_socket(role);
    hello(connection);
    greet(connection);
    return connection;
}

ConnectionId Scene::listener(std::uint64_t client) {
    const ConnectionId connection = visitor_socket();
    hello(connection, {{"listen", true}}, client);
    return connection;
}

void Scene::pass(Duration time, const std::set<std::uint64_t>& answering) {
    const Instant until = now + time;
    while (now < until) {
        now = std::min(until, now + Duration{250});
        std::map<std::uint64_t, std::size_t> before;
        for (const std::uint64_t number : answering) before[number] = host.sent[number].size();
        sessions.tick(now);
        for (const std::uint64_t number : answering) {
            if (host.sent[number].size() > before[number]) say({0, number}, {{"kind", "pong"}});
        }
    }
}

Json Scene::last(ConnectionId connection) {
    const std::vector<Json>& frames = host.sent[connection.number];
    return frames.empty() ? Json() : frames.back();
}

std::size_t Scene::pings(ConnectionId connection) {
    std::size_t count = 0;
    for (const Json& frame : host.sent[connection.number]) count += frame.at("kind") == "ping" ? 1U : 0U;
    return count;
}

int Scene::closed_with(ConnectionId connection) {
    const auto found = host.closes.find(connection.number);
    return found == host.closes.end() ? 0 : found->second;
}

Uuid client_id(std::uint64_t number) { return Uuid{0xc, number}; }

Json post(std::uint64_t n) { return {{"kind", "post"}, {"n", n}, {"id", some_id}, {"text", "Bonjour"}}; }

}  // namespace relais::edge_test
