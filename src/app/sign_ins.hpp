// Who is signed in: cookies to sessions, remembered on the edge's thread, checked by the office. Also the door for guesses.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "relais/edge/rate_limit.hpp"
#include "relais/edge/server.hpp"
#include "relais/edge/sessions.hpp"
#include "relais/office/accounts.hpp"

#include "app/clock.hpp"
#include "app/office_threads.hpp"

namespace relais {

class SignIns {
public:
    /// `on_edge` runs work on the edge's thread.
    SignIns(office::Accounts& accounts, OfficeThreads& threads, const Clock& clock,
            std::function<void(std::function<void()>)> on_edge)
        : accounts_(accounts), threads_(threads), clock_(clock), on_edge_(std::move(on_edge)) {}

    struct Outcome {
        int status = 401;  // 200, 401 wrong, 429 too many, 503 try again
        std::string code;
        std::string token;
        office::Account account;
        Duration lasts{};  // at most: the cookie's life
    };
    /// Everything below: on the edge's thread; `done` comes there, now or later.
    void sign_in(const std::string& email, const std::string& password, const std::string& address,
                 std::function<void(Outcome)> done);
    /// False: it could not be stored, so the session may hold on; the person must try again.
    void sign_out(const std::string& token, std::function<void(bool)> done);

    /// The session of a Cookie header as remembered; nothing when it must be looked up. Asking is use.
    [[nodiscard]] std::optional<office::Session> remembered(const std::string& cookie);
    struct LookedUp {
        std::optional<office::Session> session;  // nothing: not signed in, unless
        bool unavailable = false;                // storage did not answer: nobody knows
    };
    /// The same, with the office if need be.
    void look_up(const std::string& cookie, std::function<void(const LookedUp&)> done);

    /// These have a socket open, which is use. Call it at least once a minute.
    void in_use(const std::vector<Uuid>& sessions);
    /// Asks the office which remembered sessions have ended; `ended` hears of each so that its sockets close.
    void sweep(std::function<void(Uuid)> ended);

    [[nodiscard]] static std::string token_of(const std::string& cookie);
    [[nodiscard]] static std::string cookie_for(const Outcome& signed_in, bool over_tls);
    [[nodiscard]] static std::string cookie_gone(bool over_tls);

private:
    office::Accounts& accounts_;
    OfficeThreads& threads_;
    const Clock& clock_;
    std::function<void(std::function<void()>)> on_edge_;
    std::map<std::string, office::Session, std::less<>> known_;  // by token; dropped when the office says it ended
    edge::RateLimit<std::string> by_address_{edge::Rate{0.5, 20}};
    edge::RateLimit<std::string> by_email_{edge::Rate{0.1, 8}};
    bool sweeping_ = false;
};

[[nodiscard]] edge::Shift shift_of(const office::Session& session);

}  // namespace relais
