#include "app/sign_ins.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "relais/base/log.hpp"
#include "relais/edge/address.hpp"

#include "app/cookies.hpp"

namespace relais {
namespace {

constexpr std::string_view cookie_name = "relais_session";
/// Far more than a look-up of the office takes, however slow the database.
constexpr Duration longest_look_up{std::chrono::minutes{10}};
constexpr std::string_view cookie_rest = "; Path=/; HttpOnly; SameSite=Strict";

std::vector<Uuid> used_of(const std::vector<office::Session>& sessions) {
    std::vector<Uuid> used;
    for (const office::Session& session : sessions) {
        if (session.in_use) used.push_back(session.id);
    }
    return used;
}

void log_refused(const office::SignInRefused& refused, const std::string& address) {
    const std::string agent = refused.agent == AgentId{} ? "" : to_string(refused.agent);
    log::info("sign_in_refused", {{"address", address}, {"why", to_string(refused.why)}, {"agent", agent}});
}

}  // namespace

edge::Shift shift_of(const office::Session& session) {
    return edge::Shift{session.account.centre, session.account.id, session.account.name, session.account.role,
                       session.id};
}

std::string SignIns::token_of(const std::string& cookie) { return cookie_value(cookie, cookie_name); }

std::string SignIns::cookie_for(const Outcome& signed_in, bool over_tls) {
    const auto lasts = std::chrono::floor<std::chrono::seconds>(signed_in.lasts);
    return std::string{cookie_name} + "=" + signed_in.token + std::string{cookie_rest} +
           "; Max-Age=" + std::to_string(lasts.count()) + (over_tls ? "; Secure" : "");
}

std::string SignIns::cookie_gone(bool over_tls) {
    return std::string{cookie_name} + "=" + std::string{cookie_rest} + "; Max-Age=0" + (over_tls ? "; Secure" : "");
}

bool SignIns::may_ask(const std::string& address) {
    return address.empty() || by_address_.take(edge::limit_key(address), clock_.now());
}

bool SignIns::may_guess(const std::string& email, const std::string& mark) {
    if (!mark.empty() && by_browser_.take(mark, clock_.now())) return true;
    return by_email_.take(office::lower_case(email), clock_.now());
}

void SignIns::sign_in(const std::string& email, const std::string& password, const Caller& caller,
                      std::function<void(Outcome)> done) {
    const std::string& address = caller.address;
    const bool may = may_ask(address);
    const std::string mark = may ? browsers_.mark_of(caller.cookie, email) : std::string{};
    if (!may || !may_guess(email, mark)) {
        log::warning("sign_in_limited", {{"address", address}});
        return done(Outcome{429, "rate_limited", {}, {}, {}});
    }
    const auto asker = mark.empty() ? OfficeThreads::Asker::stranger : OfficeThreads::Asker::known;
    const bool taken = threads_.run_slow(asker, [this, email, password, address, done] {
        auto result = accounts_.sign_in(email, password, clock_.now());
        on_edge_([this, result = std::move(result), address, done]() mutable {
            if (!result) return done(Outcome{503, "unavailable", {}, {}, {}});
            if (const office::SignIn& answer = result.value(); !answer) {
                log_refused(answer.error(), address);
                return done(Outcome{401, "wrong_credentials", {}, {}, {}});
            }
            const office::SignedIn& in = result.value().value();
            known_.insert_or_assign(in.token, office::Session{in.account, in.session, true});
            log::info("signed_in", {{"centre", to_string(in.account.centre)}, {"agent", to_string(in.account.id)}});
            done(Outcome{200, {}, in.token, in.account, in.ends - clock_.now()});
        });
    });
    if (!taken) done(Outcome{503, "overloaded", {}, {}, {}});
}

void SignIns::sign_out(const std::string& token, std::function<void(bool)> done) {
    const auto found = known_.find(token);
    if (found == known_.end()) return done(true);
    const Uuid session = found->second.id;
    known_.erase(found);
    remember_left(token);
    const auto answer = [this, token, done](bool stored) {
        if (!stored) left_.erase(token);
        done(stored);
    };
    const bool taken = threads_.run([this, session, answer] {
        const bool stored = accounts_.revoke(session).ok();
        if (!stored) log::warning("sign_out_not_stored");
        on_edge_([answer, stored] { answer(stored); });
    });
    if (!taken) answer(false);
}

void SignIns::remember_left(const std::string& token) {
    const Instant now = clock_.now();
    std::erase_if(left_, [&](const auto& each) { return now - each.second > longest_look_up; });
    left_.insert_or_assign(token, now);
}

const office::Session* SignIns::find(const std::string& cookie) const {
    const auto found = known_.find(token_of(cookie));
    return found == known_.end() ? nullptr : &found->second;
}

std::optional<office::Session> SignIns::remembered(const std::string& cookie) {
    const auto found = known_.find(token_of(cookie));
    if (found == known_.end()) return std::nullopt;
    found->second.in_use = true;
    return found->second.account.must_choose_password ? std::nullopt : std::optional<office::Session>{found->second};
}

void SignIns::in_use(const std::vector<Uuid>& sessions) {
    const std::set<Uuid> open(sessions.begin(), sessions.end());
    for (auto& [token, session] : known_) session.in_use = session.in_use || open.contains(session.id);
}

bool SignIns::must_choose_password(const std::string& cookie) const {
    const office::Session* found = find(cookie);
    return found != nullptr && found->account.must_choose_password;
}

SignIns::LookedUp SignIns::sorted(const office::Session& session) {
    if (session.account.must_choose_password) return {std::nullopt, session, false};
    return {session, std::nullopt, false};
}

void SignIns::look_up(const Caller& caller, std::function<void(const LookedUp&)> done) {
    (void)remembered(caller.cookie);
    if (const office::Session* known = find(caller.cookie)) return done(sorted(*known));
    const std::string token = token_of(caller.cookie);
    if (token.empty() || has_left(token)) return done({});
    if (!caller.address.empty() && !by_looker_.take(edge::limit_key(caller.address), clock_.now()))
        return done({std::nullopt, std::nullopt, true});
    const bool taken = threads_.run([this, token, done] {
        auto result = accounts_.check(token, clock_.now());
        on_edge_([this, token, result = std::move(result), done]() mutable {
            if (!result) return done({std::nullopt, std::nullopt, true});
            if (!result.value() || has_left(token)) return done({});
            // The session has got another token while this one was looked up.
            const Uuid id = result.value()->id;
            const auto renewed = [&](const auto& each) { return each.second.id == id && each.first != token; };
            if (std::any_of(known_.begin(), known_.end(), renewed)) return done({});
            known_.insert_or_assign(token, *result.value());
            done(sorted(*result.value()));
        });
    });
    if (!taken) done({std::nullopt, std::nullopt, true});
}

void SignIns::change_password(const office::Session& session, const std::string& current, const std::string& next,
                              const std::string& address, std::function<void(Uuid)> ended,
                              std::function<void(Outcome)> done) {
    if (!may_ask(address) || !by_person_.take(to_string(session.account.id), clock_.now()))
        return done(Outcome{429, "rate_limited", {}, {}, {}});
    const bool taken = threads_.run_slow(OfficeThreads::Asker::known, [this, session, current, next, ended, done] {
        auto result = accounts_.change_own_password(session, current, next, clock_.now());
        on_edge_([this, session, result = std::move(result), ended, done] {
            if (!result) return done(Outcome{503, "unavailable", {}, {}, {}});
            done(password_outcome(session, result.value(), ended));
        });
    });
    if (!taken) done(Outcome{503, "overloaded", {}, {}, {}});
}

SignIns::Outcome SignIns::password_outcome(office::Session session, const office::OwnPassword& own,
                                           const std::function<void(Uuid)>& ended) {
    using What = office::OwnPassword::Outcome;
    switch (own.outcome) {
        case What::wrong: return {403, "wrong_password", {}, {}, {}};
        case What::unchanged: return {400, "password_unchanged", {}, {}, {}};
        case What::too_short: return {400, "password_too_short", {}, {}, {}};
        case What::too_long: return {400, "password_too_long", {}, {}, {}};
        case What::session_over: return {401, "not_signed_in", {}, {}, {}};
        case What::changed: break;
    }
    forget(session.account.id, session.id, ended);
    std::erase_if(known_, [&](const auto& each) { return each.second.id == session.id; });
    session.account.must_choose_password = false;
    known_.insert_or_assign(own.token, session);
    log::info("password_changed",
              {{"centre", to_string(session.account.centre)}, {"agent", to_string(session.account.id)}});
    return {200, {}, own.token, session.account, own.ends - clock_.now()};
}

void SignIns::forget(AgentId person, Uuid but, const std::function<void(Uuid)>& ended) {
    std::vector<Uuid> gone;
    std::erase_if(known_, [&](const auto& each) {
        const office::Session& session = each.second;
        if (session.account.id != person || session.id == but) return false;
        gone.push_back(session.id);
        return true;
    });
    for (const Uuid session : gone) ended(session);
}

void SignIns::renew(const office::Account& account) {
    for (auto& [token, session] : known_) {
        if (session.account.id != account.id) continue;
        session.account.name = account.name;
        session.account.language = account.language;
    }
}

void SignIns::sweep(std::function<void(Uuid)> ended) {
    if (sweeping_ || known_.empty()) return;
    std::vector<office::Session> open;
    for (auto& [token, session] : known_) {
        open.push_back(session);
        session.in_use = false;
    }
    sweeping_ = threads_.run([this, open, ended] {
        auto result = accounts_.ended(open, clock_.now());
        // Of whoever has another role the row is still there: that session is not taken up again.
        if (result) {
            for (const Uuid session : result.value()) (void)accounts_.revoke(session);
        }
        on_edge_([this, result = std::move(result), open, ended] {
            sweeping_ = false;
            if (!result) return in_use(used_of(open));  // nobody has noted it
            for (const Uuid session : result.value()) {
                std::erase_if(known_, [&](const auto& each) { return each.second.id == session; });
                ended(session);
            }
        });
    });
    if (!sweeping_) in_use(used_of(open));
}

}  // namespace relais
