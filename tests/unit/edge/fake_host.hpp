// A house for sessions that remembers everything, and a clock that moves when told.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "relais/edge/sessions.hpp"

namespace relais::edge_test {

using Json = nlohmann::json;

class FakeHost final : public edge::SessionHost {
public:
    struct Exposure {
        EntryPointId entry_point;
        Availability seen;
        bool opened;
    };

    std::map<std::uint64_t, std::vector<Json>> sent;  // by connection
    std::map<std::uint64_t, int> closes;
    std::vector<Command> commands;
    std::vector<ConnectionId> listeners;
    std::vector<ConnectionId> forgotten;
    std::vector<Exposure> exposures;
    std::size_t room = 1'000'000;  // commands the floor still takes
    bool has_entry_point = true;
    AvailabilityFrame now_available{EntryPointId{}, Availability::open, 41};
    std::string build_of_pages = "build-2";

    void send(ConnectionId connection, std::string text) override;
    void close(ConnectionId connection, int close_code) override;
    [[nodiscard]] bool submit(CentreId centre, Command command) override;
    void listen(CentreId, ConnectionId connection, EntryPointId) override { listeners.push_back(connection); }
    void forget(CentreId, ConnectionId connection) override { forgotten.push_back(connection); }
    [[nodiscard]] std::string site_language(CentreId, SiteId, const std::string& asked) override;
    [[nodiscard]] std::optional<EntryPointId> entry_point(CentreId, SiteId, const std::string& language) override;
    [[nodiscard]] AvailabilityFrame availability(CentreId, EntryPointId) override { return now_available; }
    [[nodiscard]] Uuid fresh_id() override { return Uuid{0xf, ++fresh_}; }
    [[nodiscard]] std::string make_token(CentreId, SiteId site, VisitorId visitor) override;
    [[nodiscard]] std::optional<VisitorId> check_token(CentreId, SiteId site, std::string_view token) override;
    void exposure(CentreId, SiteId, EntryPointId entry_point, Availability seen, bool opened) override;
    [[nodiscard]] const std::string& build() const override { return build_of_pages; }

private:
    std::uint64_t fresh_ = 0;
};

/// Sessions with a house, two kinds of sockets and a clock.
class Scene {
public:
    explicit Scene(edge::SessionLimits limits = {}) : sessions(host, limits) {}

    FakeHost host;
    edge::Sessions sessions;
    Instant now = from_unix_ms(1'790'000'000'000);

    ConnectionId visitor_socket();
    ConnectionId agent_socket(Role role = Role::agent);
    /// A visitor or an agent whose hello was answered. `client` 0: one of its own.
    ConnectionId visitor(std::uint64_t client = 0);
    ConnectionId agent(Role role = Role::agent);
    ConnectionId listener(std::uint64_t client = 0);

    void say(ConnectionId connection, const Json& frame) { sessions.frame(connection, frame.dump(), now); }
    void hello(ConnectionId connection, Json more = Json::object(), std::uint64_t client = 0);
    void greet(ConnectionId connection) { sessions.greeted(connection, GreetedFrame{}, now); }
    /// Time passes; `answering` sockets answer each ping at once.
    void pass(Duration time, const std::set<std::uint64_t>& answering = {});

    [[nodiscard]] const std::vector<Json>& sent(ConnectionId connection) { return host.sent[connection.number]; }
    [[nodiscard]] Json last(ConnectionId connection);
    [[nodiscard]] std::size_t pings(ConnectionId connection);
    /// 0: not closed.
    [[nodiscard]] int closed_with(ConnectionId connection);
    template <class Body>
    [[nodiscard]] std::vector<Body> orders() const {
        std::vector<Body> found;
        for (const Command& command : host.commands) {
            if (const auto* body = std::get_if<Body>(&command.body)) found.push_back(*body);
        }
        return found;
    }

private:
    std::uint64_t last_number_ = 0;
};

[[nodiscard]] Uuid client_id(std::uint64_t number);
[[nodiscard]] Json post(std::uint64_t n);
[[nodiscard]] inline EntryPointId entry_point_fr() { return EntryPointId{Uuid{0xe, 1}}; }
[[nodiscard]] inline EntryPointId entry_point_en() { return EntryPointId{Uuid{0xe, 2}}; }
inline const std::string some_id = "0190a000-0000-7000-8000-00000000c001";

}  // namespace relais::edge_test
