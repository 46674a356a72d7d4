// Sockets as conversations see them: hello, numbers, heartbeats, roles; from frames to commands. Pure: no Boost, no clock,
// so that the simulator runs it unchanged. One object per process, on the edge's thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "relais/floor/command.hpp"
#include "relais/floor/frame.hpp"

namespace relais::edge {

/// What the upgrade established before any frame: path, Origin and cookie were checked by then.
struct Visit {
    CentreId centre;
    SiteId site;
    std::string site_key;
    std::string address;  // as limits count it (limit_key); empty: they do not
};
struct Shift {
    CentreId centre;
    AgentId agent;
    std::string name;
    Role role = Role::agent;
    Uuid session;
};

/// What the sessions ask of their house. No call to the house may call the sessions back before it returns,
/// but `leaving`.
class SessionHost {
public:
    virtual ~SessionHost() = default;
    virtual void send(ConnectionId connection, std::string text) = 0;
    /// The socket closes after what was sent; `on_closed` follows.
    virtual void close(ConnectionId connection, int close_code) = 0;
    /// False: the floor's mailbox is full, the session answers `overloaded` (RULES 26).
    [[nodiscard]] virtual bool submit(CentreId centre, Command command) = 0;
    /// A page that only listens, or everybody's availability: see Courier::listen and Courier::forget.
    virtual void listen(CentreId centre, ConnectionId connection, EntryPointId entry_point) = 0;
    virtual void forget(CentreId centre, ConnectionId connection) = 0;
    /// The language of the site for what the page asked ("fr", "en", empty: unknown): one the site has, never empty.
    [[nodiscard]] virtual std::string site_language(CentreId centre, SiteId site, const std::string& asked) = 0;
    /// The entry point of a site for a language; nothing: the site has none (then it counts as closed).
    [[nodiscard]] virtual std::optional<EntryPointId> entry_point(CentreId centre, SiteId site,
                                                                  const std::string& language) = 0;
    /// As last released by the courier: see CourierSink::availability.
    [[nodiscard]] virtual AvailabilityFrame availability(CentreId centre, EntryPointId entry_point) = 0;
    [[nodiscard]] virtual Uuid fresh_id() = 0;
    /// Tokens: signed, self-certifying, bound to the site. `check` gives nothing for forged, foreign or expired ones.
    [[nodiscard]] virtual std::string make_token(CentreId centre, SiteId site, VisitorId visitor) = 0;
    [[nodiscard]] virtual std::optional<VisitorId> check_token(CentreId centre, SiteId site,
                                                               std::string_view token) = 0;
    /// RULES 18: a page asked and saw this (nil entry point: the site has none for its language); `opened`: an admission
    /// succeeded.
    virtual void exposure(CentreId centre, SiteId site, EntryPointId entry_point, Availability seen, bool opened) = 0;
    /// The build of the pages this server ships; a hello with another gets `reload`.
    [[nodiscard]] virtual const std::string& build() const = 0;
};

struct SessionLimits {
    std::size_t listeners_max = 11400;  // RULES 6: 60 % of Server::sockets_max; one more is told to poll
    /// From so many numbered commands under way on the house is behind. More of them make larger batches, and longer waits
    /// in an overload (docs/decisions/0012).
    std::size_t under_way_max = 2048;
};

class Sessions {
public:
    explicit Sessions(SessionHost& host, SessionLimits limits = {});
    ~Sessions();
    Sessions(const Sessions&) = delete;
    Sessions& operator=(const Sessions&) = delete;

    void open(ConnectionId connection, Visit visit, Instant now);
    void open(ConnectionId connection, Shift shift, Instant now);
    /// One text frame. Whatever it holds, the process and other sockets are unharmed.
    void frame(ConnectionId connection, std::string_view text, Instant now);
    void closed(ConnectionId connection, Instant now);
    /// From the floor by way of the courier: completes a hello. False: there is no such socket any more.
    bool greeted(ConnectionId connection, const GreetedFrame& greeted, Instant now);
    /// Every text that the courier sends to a socket passes here on its way: `ack` and `refused` give back a place among
    /// the 16 unanswered commands (RULES 23). Without it a socket is refused its 17th command.
    void leaving(ConnectionId connection, std::string_view text);
    /// From the courier: one more answer is there, and waits until the socket has taken what is before it.
    void answer_waits(ConnectionId connection);
    /// Sends pings that are due, closes the silent and those without a hello. Call at least once a second.
    void tick(Instant now);
    /// A process that was paused: silence is counted from now (RULES 20).
    void forgive_silence(Instant now);
    /// Sign-out or disabling: closes the sockets of a session, or of an agent (4401).
    void end_session(Uuid session);
    void end_agent(AgentId agent);
    /// The centre begins again from storage: its sockets are closed (1012) and come back after a random pause.
    void end_centre(CentreId centre);
    /// Before Server::stop: `bye` to everyone, who may come back after a random pause up to `after`.
    void say_bye(Duration after);

    /// The sign-ins (Shift::session) that have a socket open, each once a socket.
    [[nodiscard]] std::vector<Uuid> sign_ins() const;
    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] bool has(ConnectionId connection) const;
    [[nodiscard]] std::size_t listening() const;
    /// Numbered commands of open sockets that have no answer yet. One that only waits for its reader counts no more.
    [[nodiscard]] std::size_t under_way() const;
    /// SessionLimits::under_way_max is reached.
    [[nodiscard]] bool are_behind() const;
    /// Disconnects the floor had no room for yet: sent again at each tick.
    [[nodiscard]] std::size_t disconnects_owed() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace relais::edge
