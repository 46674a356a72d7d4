// The routes that ask the office: sign-in, left messages, transcripts.
#include <cstdint>

#include <nlohmann/json.hpp>

#include "relais/office/acts.hpp"
#include "relais/office/history.hpp"
#include "relais/wire/encode.hpp"

#include "app/account_json.hpp"
#include "app/json_body.hpp"
#include "app/query_string.hpp"
#include "app/routes.hpp"

namespace relais {
namespace {

const char* text_of(Availability availability) {
    switch (availability) {
        case Availability::open: return "open";
        case Availability::full: return "full";
        case Availability::closed: return "closed";
    }
    return "closed";
}

int status_of(const office::Error& error) {
    const bool passes = error.problem == office::Problem::busy || error.problem == office::Problem::unreachable;
    return passes ? 503 : 500;
}

}  // namespace

const char* text_of(Role role) {
    switch (role) {
        case Role::agent: return "agent";
        case Role::supervisor: return "supervisor";
        case Role::admin: return "admin";
    }
    return "agent";
}

std::string account_json(const office::Account& account) {
    const nlohmann::json body{{"agent", to_string(account.id)},
                              {"name", account.name},
                              {"role", text_of(account.role)},
                              {"language", account.language},
                              {"must_choose_password", account.must_choose_password}};
    return body.dump();
}

edge::HttpResponse not_signed_in(const SignIns::LookedUp& found) {
    if (found.unavailable) return refusal(503, "unavailable");
    return found.choosing ? refusal(403, "must_choose_password") : refusal(401, "not_signed_in");
}

void Routes::sign_in(const edge::HttpRequest& request, const edge::Respond& respond) {
    JsonBody body(request);
    const std::string email = body.needed_text("email");
    const std::string password = body.needed_text("password");
    if (!body.problem().empty()) return respond(refusal(body.status(), "bad_json"));
    if (email.size() > 254 || password.size() > 128) return respond(refusal(401, "wrong_credentials"));
    const bool over_tls = request.over_tls;
    house_.sign_ins->sign_in(
        email, password, caller_of(request), [this, email, respond, over_tls](const SignIns::Outcome& outcome) {
            if (outcome.status != 200) return respond(refusal(outcome.status, outcome.code));
            edge::HttpResponse answer = json(200, account_json(outcome.account));
            answer.headers.push_back({"set-cookie", SignIns::cookie_for(outcome, over_tls)});
            answer.headers.push_back({"set-cookie", house_.sign_ins->browsers().cookie_for(email, over_tls)});
            respond(std::move(answer));
        });
}

void Routes::who_am_i(const edge::HttpRequest& request, const edge::Respond& respond) {
    house_.sign_ins->look_up(caller_of(request), [respond](const SignIns::LookedUp& found) {
        const auto& session = found.session ? found.session : found.choosing;
        if (!session) return respond(not_signed_in(found));
        respond(json(200, account_json(session->account)));
    });
}

void Routes::sign_out(const edge::HttpRequest& request, const edge::Respond& respond) {
    const std::string token = SignIns::token_of(request.cookie);
    const bool over_tls = request.over_tls;
    house_.sign_ins->look_up(caller_of(request), [this, token, over_tls, respond](const SignIns::LookedUp& found) {
        if (found.unavailable) return respond(refusal(503, "unavailable"));
        if (found.session) house_.reception->sessions().end_session(found.session->id);
        house_.sign_ins->sign_out(token, [over_tls, respond](bool stored) {
            if (!stored) return respond(refusal(503, "unavailable"));
            edge::HttpResponse answer{
                204, {{"cache-control", "no-store"}, {"set-cookie", SignIns::cookie_gone(over_tls)}}, {}, {}};
            respond(std::move(answer));
        });
    });
}

void Routes::availability(const std::string& key, const edge::HttpRequest& request, const edge::Respond& respond) {
    const CentreSite* found = house_.reception->directory().by_key(key);
    if (!found) return respond(refusal(404, "unknown_site"));
    const auto& origins = found->site.origins;
    const bool listed = std::find(origins.begin(), origins.end(), request.origin) != origins.end();
    if (!request.origin.empty() && !listed) return respond(refusal(403, "origin_not_allowed"));
    const std::string language = language_of(found->site, query_value(request.query, "language"));
    const AvailabilityFrame shown =
        house_.reception->availability(found->centre, found->site.entry_point_for(language));
    edge::HttpResponse answer = json(200, std::string{"{\"state\":\""} + text_of(shown.availability) +
                                              "\",\"version\":" + std::to_string(shown.version) + "}");
    answer.headers[1].value = "public, max-age=2";
    answer.headers.push_back({"vary", "origin"});
    if (listed) answer.headers.push_back({"access-control-allow-origin", request.origin});
    respond(std::move(answer));
}

/// `{NAME: [frames]}` of what the office reads on a thread of its own.
template <class Frame, class Read>
void Routes::answer_list(const std::string& name, const edge::Respond& respond, Read read) {
    const bool taken = house_.threads->run([this, name, respond, read] {
        auto found = read();
        std::string body = "{\"" + name + "\":[";
        if (found) {
            for (const auto& each : found.value()) {
                if (body.back() != '[') body += ',';
                body += wire::encode(Frame{each}, wire::Side::agent, house_.clock->now());
            }
        }
        const int failed = found ? 0 : status_of(found.error());
        house_.server->post([respond, failed, body = body + "]}"] {
            if (failed != 0) return respond(refusal(failed, "unavailable"));
            respond(json(200, body));
        });
    });
    if (!taken) respond(refusal(503, "overloaded"));
}

void Routes::left_messages(const edge::HttpRequest& request, const edge::Respond& respond) {
    const bool done = query_value(request.query, "done") == "true";
    house_.sign_ins->look_up(caller_of(request), [this, done, respond](const SignIns::LookedUp& found) {
        if (!found.session) return respond(not_signed_in(found));
        const CentreId centre = found.session->account.centre;
        answer_list<LeftMessageFrame>("left_messages", respond, [this, centre, done] {
            return office::read_left_messages(*house_.database, centre, done);
        });
    });
}

/// What supervisors did is for supervisors: agents are refused here, whatever their console shows.
void Routes::acts(const edge::HttpRequest& request, const edge::Respond& respond) {
    const auto before = query_number(request.query, "before", 18, UINT64_MAX);
    if (!before) return respond(refusal(400, "bad_value"));
    house_.sign_ins->look_up(caller_of(request), [this, before = *before, respond](const SignIns::LookedUp& found) {
        if (!found.session) return respond(not_signed_in(found));
        if (found.session->account.role == Role::agent) return respond(refusal(403, "not_allowed"));
        const CentreId centre = found.session->account.centre;
        answer_list<ActFrame>("acts", respond,
                              [this, centre, before] { return office::read_acts(*house_.database, centre, before); });
    });
}

void Routes::entries(const std::string& id, const edge::HttpRequest& request, const edge::Respond& respond) {
    const auto conversation = parse_uuid(id);
    if (!conversation) return respond(refusal(404, "unknown_conversation"));
    const auto asked = query_number(request.query, "after", 9, 0);
    if (!asked) return respond(refusal(400, "bad_value"));
    const auto after = static_cast<std::uint32_t>(*asked);
    house_.sign_ins->look_up(caller_of(request), [this, conversation, after, respond](const SignIns::LookedUp& found) {
        if (!found.session) return respond(not_signed_in(found));
        const CentreId centre = found.session->account.centre;
        const ConversationId wanted{*conversation};
        const bool taken = house_.threads->run([this, centre, wanted, after, respond] {
            auto read = office::read_lines(*house_.database, centre, wanted, after, 0x7fffffff);
            const int failed = read ? 0 : status_of(read.error());
            std::string body = read ? wire::encode_lines(wanted, read.value(), wire::Side::agent) : std::string{};
            house_.server->post([respond, failed, body = std::move(body)] {
                if (failed != 0) return respond(refusal(failed, "unavailable"));
                respond(json(200, body));
            });
        });
        if (!taken) respond(refusal(503, "overloaded"));
    });
}

}  // namespace relais
