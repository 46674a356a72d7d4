// The routes for administrators: the people of their centre; and for everybody: the own password.
#include <nlohmann/json.hpp>

#include "relais/base/log.hpp"
#include "relais/office/people.hpp"

#include "app/account_json.hpp"
#include "app/http_answers.hpp"
#include "app/json_body.hpp"
#include "app/query_string.hpp"
#include "app/routes.hpp"

namespace relais {
namespace {

constexpr std::string_view people_prefix = "/v1/people/";
constexpr std::string_view password_word = "/password";

nlohmann::json person_json(const office::Person& person) {
    const auto instant = [](const std::optional<Instant>& at) {
        return at ? nlohmann::json(to_unix_ms(*at)) : nlohmann::json();
    };
    const office::Account& account = person.account;
    return {{"id", to_string(account.id)},
            {"email", account.email},
            {"name", account.name},
            {"role", text_of(account.role)},
            {"seats", account.seats},
            {"skills", person.skills},
            {"language", account.language},
            {"disabled", account.disabled},
            {"signed_in", person.signed_in},
            {"signed_in_at", instant(person.signed_in_at)},
            {"one_time_until", instant(person.one_time_until)}};
}

std::string with_password(const office::OneTimePassword& made) {
    return nlohmann::json{{"person", person_json(made.person)}, {"password", made.password}}.dump();
}

edge::HttpResponse refusal_about(int status, const std::string& code, const std::string& field) {
    nlohmann::json body{{"code", code}};
    if (!field.empty()) body["field"] = field;
    return json(status, body.dump());
}

int status_of(const office::PersonRefusal& refused) {
    using office::Problem;
    if (refused.code == "not_allowed") return 403;
    switch (refused.problem) {
        case Problem::busy:
        case Problem::unreachable: return 503;
        case Problem::failed: return 500;
        case Problem::unknown: return 404;
        case Problem::exists: return 409;
        case Problem::not_allowed: break;
    }
    const bool of_the_text =
        refused.code == "bad_value" || refused.code == "text_empty" || refused.code == "text_too_long";
    return of_the_text ? 400 : 409;
}

/// Attempts on what is not theirs are worth a line; everything else is between a form and its owner.
void log_refusal(const office::Account& by, const std::string& code) {
    if (code != "not_allowed" && code != "unknown_person") return;
    log::warning("people_refused", {{"centre", to_string(by.centre)}, {"by", to_string(by.id)}, {"code", code}});
}

nlohmann::json act_json(const office::PersonAct& act) {
    nlohmann::json by;
    if (!act.by.is_nil()) by = {{"id", to_string(act.by)}, {"name", act.by_name}};
    return {{"number", act.number},
            {"at", to_unix_ms(act.at)},
            {"by", by},
            {"who", {{"id", to_string(act.who)}, {"name", act.who_name}}},
            {"what", act.what},
            {"changes", nlohmann::json::parse(act.changes)}};
}

std::optional<Role> role_of(const std::string& word) {
    for (const Role role : {Role::agent, Role::supervisor, Role::admin}) {
        if (word == text_of(role)) return role;
    }
    return std::nullopt;
}

}  // namespace

/// Nobody but an administrator of the centre comes to `go`.
void Routes::as_administrator(const edge::HttpRequest& request, const edge::Respond& respond,
                              std::function<void(const office::Account&)> go) {
    house_.sign_ins->look_up(caller_of(request), [respond, go](const SignIns::LookedUp& found) {
        if (!found.session) return respond(not_signed_in(found));
        if (found.session->account.role != Role::admin) {
            log_refusal(found.session->account, "not_allowed");
            return respond(refusal(403, "not_allowed"));
        }
        go(found.session->account);
    });
}

/// `work` on an office thread; `then` hears its success on the edge's and says what is answered.
template <class Value>
void Routes::ask_people(const office::Account& by, const edge::Respond& respond,
                        std::function<Result<Value, office::PersonRefusal>()> work,
                        std::function<edge::HttpResponse(const Value&)> then) {
    const auto job = [this, by, respond, work, then] {
        auto result = work();
        house_.server->post([by, respond, then, result = std::move(result)] {
            if (result) return respond(then(result.value()));
            const office::PersonRefusal& refused = result.error();
            log_refusal(by, refused.code);
            respond(refusal_about(status_of(refused), refused.code, refused.field));
        });
    };
    // To make a password costs what it costs to check one.
    constexpr bool slow = std::is_same_v<Value, office::OneTimePassword>;
    const bool taken = slow ? house_.threads->run_slow(OfficeThreads::Asker::known, job) : house_.threads->run(job);
    if (!taken) respond(refusal(503, "overloaded"));
}

void Routes::people(const edge::HttpRequest& request, const edge::Respond& respond) {
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (reads && request.path == "/v1/people/acts") return people_acts(request, respond);
    std::string_view rest = request.path;
    const bool all = rest == "/v1/people";
    rest.remove_prefix(all ? rest.size() : people_prefix.size());
    const bool password = rest.ends_with(password_word);
    if (password) rest.remove_suffix(password_word.size());
    const std::string& method = request.method;
    if (all && reads) return list_people(request, respond);
    const bool known = all ? method == "POST" : password ? method == "POST" : method == "PATCH";
    if (!known) return respond(refusal(405, "not_allowed"));
    if (is_foreign(request)) return respond(refusal(403, "not_allowed"));
    if (all) return add_person(request, respond);
    const auto id = parse_uuid(std::string{rest});
    // Not before it is known who asks: what exists is told to administrators only.
    const AgentId who{id.value_or(Uuid{})};
    if (password) return reset_password(who, request, respond);
    change_person(who, request, respond);
}

void Routes::list_people(const edge::HttpRequest& request, const edge::Respond& respond) {
    as_administrator(request, respond, [this, respond](const office::Account& by) {
        ask_people<office::People>(
            by, respond, [this, by] { return house_.people->list(by.centre, house_.clock->now()); },
            [](const office::People& all) {
                nlohmann::json people = nlohmann::json::array();
                for (const office::Person& person : all.people) people.push_back(person_json(person));
                const nlohmann::json body{{"people", people}, {"skills", all.skills}, {"seats_max", all.seats_max}};
                return json(200, body.dump());
            });
    });
}

void Routes::people_acts(const edge::HttpRequest& request, const edge::Respond& respond) {
    const auto before = query_number(request.query, "before", 18, UINT64_MAX);
    as_administrator(request, respond, [this, before, respond](const office::Account& by) {
        if (!before) return respond(refusal(400, "bad_value"));
        ask_people<std::vector<office::PersonAct>>(
            by, respond, [this, by, before] { return house_.people->acts(by.centre, *before); },
            [](const std::vector<office::PersonAct>& read) {
                nlohmann::json acts = nlohmann::json::array();
                for (const office::PersonAct& act : read) acts.push_back(act_json(act));
                return json(200, nlohmann::json{{"acts", acts}}.dump());
            });
    });
}

void Routes::add_person(const edge::HttpRequest& request, const edge::Respond& respond) {
    as_administrator(request, respond, [this, request, respond](const office::Account& by) {
        JsonBody body(request);
        office::PersonToAdd wish;
        wish.email = body.needed_text("email");
        wish.name = body.needed_text("name");
        const auto role = role_of(body.needed_text("role"));
        wish.seats = body.number("seats").value_or(wish.seats);
        wish.skills = body.texts("skills").value_or(std::vector<std::string>{});
        wish.language = body.text("language").value_or(wish.language);
        if (!body.problem().empty()) return respond(refusal_about(body.status(), body.problem(), body.field()));
        if (!role) return respond(refusal_about(400, "bad_value", "role"));
        wish.role = *role;
        if (!house_.sign_ins->may_make_password(by.id)) return respond(refusal(429, "rate_limited"));
        ask_people<office::OneTimePassword>(
            by, respond, [this, by, wish] { return house_.people->add(by.centre, by.id, wish, house_.clock->now()); },
            [this, by](const office::OneTimePassword& made) {
                log::info("person_added", {{"centre", to_string(by.centre)},
                                           {"by", to_string(by.id)},
                                           {"agent", to_string(made.person.account.id)}});
                house_.settings_changed();
                return json(201, with_password(made));
            });
    });
}

void Routes::change_person(AgentId who, const edge::HttpRequest& request, const edge::Respond& respond) {
    as_administrator(request, respond, [this, who, request, respond](const office::Account& by) {
        JsonBody body(request);
        office::PersonChange wish;
        wish.name = body.text("name");
        wish.seats = body.number("seats");
        wish.skills = body.texts("skills");
        wish.language = body.text("language");
        wish.disabled = body.boolean("disabled");
        const auto role = body.text("role");
        if (!body.problem().empty()) return respond(refusal_about(body.status(), body.problem(), body.field()));
        if (role && !(wish.role = role_of(*role))) return respond(refusal_about(400, "bad_value", "role"));
        ask_people<office::Changed>(
            by, respond,
            [this, by, who, wish] { return house_.people->change(by.centre, by.id, who, wish, house_.clock->now()); },
            [this, by, who](const office::Changed& changed) {
                if (changed.sessions_ended) end_sessions(who);
                house_.sign_ins->renew(changed.person.account);
                if (!changed.what.empty()) {
                    log::info("person_changed", {{"centre", to_string(by.centre)},
                                                 {"by", to_string(by.id)},
                                                 {"agent", to_string(who)},
                                                 {"fields", changed.what}});
                    house_.settings_changed();
                }
                return json(200, nlohmann::json{{"person", person_json(changed.person)}}.dump());
            });
    });
}

void Routes::reset_password(AgentId who, const edge::HttpRequest& request, const edge::Respond& respond) {
    as_administrator(request, respond, [this, who, respond](const office::Account& by) {
        if (!house_.sign_ins->may_make_password(by.id)) return respond(refusal(429, "rate_limited"));
        ask_people<office::OneTimePassword>(
            by, respond,
            [this, by, who] { return house_.people->reset_password(by.centre, by.id, who, house_.clock->now()); },
            [this, by, who](const office::OneTimePassword& made) {
                end_sessions(who);
                log::info("person_password_reset",
                          {{"centre", to_string(by.centre)}, {"by", to_string(by.id)}, {"agent", to_string(who)}});
                return json(200, with_password(made));
            });
    });
}

void Routes::end_sessions(AgentId person) {
    house_.sign_ins->forget(person, Uuid{},
                            [this](Uuid session) { house_.reception->sessions().end_session(session); });
}

void Routes::change_own_password(const edge::HttpRequest& request, const edge::Respond& respond) {
    house_.sign_ins->look_up(caller_of(request), [this, request, respond](const SignIns::LookedUp& found) {
        if (!found.session && !found.choosing) return respond(not_signed_in(found));
        JsonBody body(request);
        const std::string next = body.needed_text("password");
        const std::string current = found.session ? body.needed_text("current") : std::string{};
        if (!body.problem().empty()) return respond(refusal_about(body.status(), body.problem(), body.field()));
        const bool over_tls = request.over_tls;
        house_.sign_ins->change_password(
            found.session ? *found.session : *found.choosing, current, next, limited_address(request),
            [this](Uuid session) { house_.reception->sessions().end_session(session); },
            [respond, over_tls](const SignIns::Outcome& outcome) {
                if (outcome.status != 200) return respond(refusal(outcome.status, outcome.code));
                edge::HttpResponse answer = json(200, account_json(outcome.account));
                answer.headers.push_back({"set-cookie", SignIns::cookie_for(outcome, over_tls)});
                respond(std::move(answer));
            });
    });
}

}  // namespace relais
