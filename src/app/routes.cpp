#include "app/routes.hpp"

#include <algorithm>

#include "relais/base/log.hpp"
#include "relais/edge/origin_check.hpp"

#include "app/http_answers.hpp"
#include "app/room.hpp"

namespace relais {
namespace {

constexpr std::string_view sites_prefix = "/v1/sites/";
constexpr int too_many_of_a_person = 1008;

/// "/v1/sites/KEY/WHAT" gives KEY when WHAT is the last word.
std::optional<std::string> site_key(const std::string& path, std::string_view what) {
    if (!path.starts_with(sites_prefix) || !path.ends_with(what)) return std::nullopt;
    const std::size_t length = path.size() - sites_prefix.size();
    if (length <= what.size()) return std::nullopt;
    std::string key = path.substr(sites_prefix.size(), length - what.size());
    if (key.find('/') != std::string::npos) return std::nullopt;
    return key;
}

/// For the log, where nothing stands that a stranger can choose freely.
std::string shown(const std::string& origin) {
    constexpr std::size_t bytes_max = 128;
    const bool is_origin = edge::normal_origin(origin) == origin && origin.size() <= bytes_max;
    return is_origin ? origin : origin.empty() ? "none" : "not an origin";
}

}  // namespace

/// The console's pages are ours. Said in the log, because a wrong `server.public_origin` looks like a dead server otherwise.
bool Routes::is_foreign(const edge::HttpRequest& request) const {
    const std::string& ours = house_.public_origin;
    // Behind a proxy that ends TLS the scheme is the proxy's word; the host is what must agree.
    const bool own = !ours.empty() ? request.origin == ours
                                   : edge::is_own_origin(request.origin, request.host, true) ||
                                         edge::is_own_origin(request.origin, request.host, false);
    if (own && !request.origin.empty()) return false;
    log::warning("console_origin_refused",
                 {{"origin", shown(request.origin)}, {"expected", ours.empty() ? "the host asked for" : ours}});
    return true;
}

void Routes::request(edge::HttpRequest request, edge::Respond respond) {
    answer(request, [this, respond = std::move(respond)](edge::HttpResponse response) {
        house_.metrics->answered(response);
        respond(std::move(response));
    });
}

void Routes::answer(const edge::HttpRequest& request, const edge::Respond& respond) {
    const std::string& path = request.path;
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (path == "/healthz" && reads) return respond(plain(200, "ok\n"));
    if (path == "/v1/session") {
        if (request.method == "GET") return who_am_i(request, respond);
        if (is_foreign(request)) return respond(refusal(403, "not_allowed"));
        if (request.method == "POST") return sign_in(request, respond);
        if (request.method == "DELETE") return sign_out(request, respond);
        return respond(refusal(405, "not_allowed"));
    }
    if (path == "/v1/session/password") {
        if (request.method != "PUT") return respond(refusal(405, "not_allowed"));
        if (is_foreign(request)) return respond(refusal(403, "not_allowed"));
        return change_own_password(request, respond);
    }
    if (path == "/v1/people" || path.starts_with("/v1/people/")) return people(request, respond);
    if (const auto key = site_key(path, "/availability"); key && reads) return availability(*key, request, respond);
    if (path == "/v1/left-messages" && reads) return left_messages(request, respond);
    if (path == "/v1/acts" && reads) return acts(request, respond);
    static constexpr std::string_view conversations = "/v1/conversations/";
    static constexpr std::string_view entries_word = "/entries";
    if (reads && path.starts_with(conversations) && path.ends_with(entries_word) &&
        path.size() > conversations.size() + entries_word.size()) {
        return entries(path.substr(conversations.size(), path.size() - conversations.size() - entries_word.size()),
                       request, respond);
    }
    if (path == "/v1/agent" || site_key(path, "/visitor")) return respond(refusal(426, "websocket_only"));
    if (!reads) return respond(refusal(405, "not_allowed"));
    if (path == "/") return respond(redirect(house_.start_page));
    respond(house_.files(request));
}

edge::HttpResponse Routes::upgrade(ConnectionId connection, const edge::HttpRequest& request) {
    edge::HttpResponse response;
    if (const auto key = site_key(request.path, "/visitor"))
        response = upgrade_visitor(connection, *key, request);
    else if (request.path == "/v1/agent")
        response = upgrade_agent(connection, request);
    else
        response = refusal(404, "unknown_address");
    house_.metrics->answered(response);
    return response;
}

edge::HttpResponse Routes::upgrade_visitor(ConnectionId connection, const std::string& key,
                                           const edge::HttpRequest& request) {
    const CentreSite* found = house_.reception->directory().by_key(key);
    if (!found) return refusal(404, "unknown_site");
    const auto& origins = found->site.origins;
    // Exactly one of the list: no prefix, no suffix, and a missing Origin is no Origin (RULES 6).
    if (request.origin.empty() || std::find(origins.begin(), origins.end(), request.origin) == origins.end()) {
        log::warning("origin_refused", {{"site", key}, {"origin", shown(request.origin)}});
        return refusal(403, "origin_not_allowed");
    }
    // The last of them are the agents' (RULES 6): whoever floods from many addresses does not lock them out.
    if (house_.server->sockets() >= visitors_within(house_.server->sockets_max())) return refusal(503, "overloaded");
    if (request.address_is_limited) {
        if (!house_.address_limits.open(request.address, house_.clock->now())) return refusal(429, "rate_limited");
        limited_.emplace(connection, request.address);
    }
    arriving_[connection].visit =
        edge::Visit{found->centre, found->site.id, key, edge::limit_key(limited_address(request))};
    return edge::HttpResponse{101, {}, {}, {}};
}

edge::HttpResponse Routes::upgrade_agent(ConnectionId connection, const edge::HttpRequest& request) {
    if (is_foreign(request)) return refusal(403, "origin_not_allowed");
    if (SignIns::token_of(request.cookie).empty()) return refusal(401, "not_signed_in");
    if (house_.sign_ins->must_choose_password(request.cookie)) return refusal(403, "must_choose_password");
    const auto session = house_.sign_ins->remembered(request.cookie);
    if (session && !person_sockets_.open(connection, session->account.id)) return refusal(429, "rate_limited");
    Arriving& arriving = arriving_[connection];
    arriving.caller = caller_of(request);
    if (session) arriving.shift = shift_of(*session);
    return edge::HttpResponse{101, {}, {}, {}};
}

void Routes::opened(ConnectionId connection) {
    const auto found = arriving_.find(connection);
    if (found == arriving_.end()) return;
    if (found->second.visit)
        house_.reception->opened(connection, *found->second.visit);
    else if (found->second.shift)
        house_.reception->opened(connection, *found->second.shift);
    else
        return house_.sign_ins->look_up(
            found->second.caller, [this, connection](const SignIns::LookedUp& found) { admit(connection, found); });
    arriving_.erase(found);
}

/// After a restart no cookie is remembered: the socket is open already, so the refusal is a close code.
void Routes::admit(ConnectionId connection, const SignIns::LookedUp& looked_up) {
    const auto found = arriving_.find(connection);
    if (found == arriving_.end()) return;
    const Arriving arriving = std::move(found->second);
    arriving_.erase(found);
    // Not known to be wrong: the console comes back with the same cookie.
    if (looked_up.unavailable) return house_.server->close(connection, 1012);
    if (!looked_up.session) return house_.server->close(connection, 4401);
    if (!person_sockets_.open(connection, looked_up.session->account.id)) {
        house_.metrics->closed(too_many_of_a_person);
        return house_.server->close(connection, too_many_of_a_person);
    }
    house_.reception->opened(connection, shift_of(*looked_up.session));
    for (const std::string& text : arriving.frames) house_.reception->frame(connection, text);
}

void Routes::frame(ConnectionId connection, std::string_view text) {
    const auto found = arriving_.find(connection);
    if (found == arriving_.end()) return house_.reception->frame(connection, text);
    if (found->second.frames.size() < frames_waiting_max) found->second.frames.emplace_back(text);
}

bool Routes::is_behind() const { return house_.reception->sessions().are_behind(); }

void Routes::closed(ConnectionId connection) {
    person_sockets_.closed(connection);
    if (const auto counted = limited_.find(connection); counted != limited_.end()) {
        house_.address_limits.closed(counted->second);
        limited_.erase(counted);
    }
    if (arriving_.erase(connection) == 0) house_.reception->closed(connection);
}

}  // namespace relais
