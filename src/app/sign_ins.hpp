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
#include "app/known_browsers.hpp"
#include "app/office_threads.hpp"

namespace relais {

class SignIns {
public:
    /// `on_edge` runs work on the edge's thread.
    SignIns(office::Accounts& accounts, OfficeThreads& threads, const Clock& clock, const KnownBrowsers& browsers,
            std::function<void(std::function<void()>)> on_edge)
        : accounts_(accounts), threads_(threads), clock_(clock), browsers_(browsers), on_edge_(std::move(on_edge)) {}

    struct Outcome {
        int status = 401;  // 200, 401 wrong, 429 too many, 503 try again
        std::string code;
        std::string token;
        office::Account account;
        Duration lasts{};  // at most: the cookie's life
    };
    struct Caller {
        std::string cookie;   // the Cookie header
        std::string address;  // empty: not limited
    };
    /// Everything below: on the edge's thread; `done` comes there, now or later.
    void sign_in(const std::string& email, const std::string& password, const Caller& caller,
                 std::function<void(Outcome)> done);
    /// False: it could not be stored, so the session may hold on; the person must try again.
    void sign_out(const std::string& token, std::function<void(bool)> done);

    /// The session of a Cookie header as remembered; nothing when it must be looked up, or is good for choosing a password
    /// only. Asking is use.
    [[nodiscard]] std::optional<office::Session> remembered(const std::string& cookie);
    [[nodiscard]] bool must_choose_password(const std::string& cookie) const;
    struct LookedUp {
        std::optional<office::Session> session;   // nothing: not signed in, unless
        std::optional<office::Session> choosing;  // it is good for choosing a password and for nothing else, or
        bool unavailable = false;                 // storage did not answer: nobody knows
    };
    /// The same, with the office if need be.
    void look_up(const Caller& caller, std::function<void(const LookedUp&)> done);

    /// These have a socket open, which is use. Call it at least once a minute.
    void in_use(const std::vector<Uuid>& sessions);
    /// 200 with the session's new token; 400, 403, 429 or 503. The person's other sessions end: `ended` hears of each.
    void change_password(const office::Session& session, const std::string& current, const std::string& next,
                         const std::string& address, std::function<void(Uuid)> ended,
                         std::function<void(Outcome)> done);
    /// Sessions of this person that the office has ended are forgotten at once, not with the next sweep; `ended` hears of each.
    void forget(AgentId person, Uuid but, const std::function<void(Uuid)>& ended);
    /// Name and language of whoever is signed in.
    void renew(const office::Account& account);
    /// For an administrator's acts that cost the work of a password. False: too many.
    [[nodiscard]] bool may_make_password(AgentId by) { return by_maker_.take(to_string(by), clock_.now()); }

    /// Asks the office which remembered sessions have ended; `ended` hears of each so that its sockets close.
    void sweep(std::function<void(Uuid)> ended);

    [[nodiscard]] static std::string token_of(const std::string& cookie);
    [[nodiscard]] static std::string cookie_for(const Outcome& signed_in, bool over_tls);
    [[nodiscard]] static std::string cookie_gone(bool over_tls);
    [[nodiscard]] const KnownBrowsers& browsers() const { return browsers_; }

private:
    [[nodiscard]] const office::Session* find(const std::string& cookie) const;
    [[nodiscard]] bool may_ask(const std::string& address);
    [[nodiscard]] bool may_guess(const std::string& email, const std::string& mark);
    [[nodiscard]] bool has_left(const std::string& token) const { return left_.contains(token); }
    void remember_left(const std::string& token);
    [[nodiscard]] static LookedUp sorted(const office::Session& session);
    Outcome password_outcome(office::Session session, const office::OwnPassword& own,
                             const std::function<void(Uuid)>& ended);

    office::Accounts& accounts_;
    OfficeThreads& threads_;
    const Clock& clock_;
    KnownBrowsers browsers_;
    std::function<void(std::function<void()>)> on_edge_;
    std::map<std::string, office::Session, std::less<>> known_;  // by token; dropped when the office says it ended
    /// Tokens that were signed out, and when: what was looked up meanwhile must not bring one back.
    std::map<std::string, Instant, std::less<>> left_;
    edge::RateLimit<std::string> by_address_{edge::Rate{0.5, 20}};
    edge::RateLimit<std::string> by_email_{edge::Rate{0.1, 8}};  // whoever asks, but
    edge::RateLimit<std::string> by_browser_{
        edge::Rate{0.1, 8}};  // who knows an address keeps nobody from his own browser
    edge::RateLimit<std::string> by_person_{edge::Rate{0.1, 8}};  // signed in already
    edge::RateLimit<std::string> by_looker_{
        edge::Rate{50, 500}};  // a large office behind one address comes back at once
    edge::RateLimit<std::string> by_maker_{edge::Rate{1, 60}};
    bool sweeping_ = false;
};

[[nodiscard]] edge::Shift shift_of(const office::Session& session);

}  // namespace relais
