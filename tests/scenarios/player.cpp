#include "scenarios/player.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace relais::scenarios {
namespace {

using Verb = Step::Verb;

constexpr Duration at_once{1000};  // an availability may be held back for 250 ms, a tally for 1 s
constexpr Duration look_every{5};
constexpr Duration answered_within{5000};
constexpr Duration pause_before_again{500};
constexpr std::size_t again_max = 60;
constexpr std::size_t frames_told = 12;

/// One of a list, by its place or by its name.
const Json* item_of(const Json& list, const std::string& key) {
    std::size_t index = 0;
    const bool is_index = std::from_chars(key.data(), key.data() + key.size(), index).ec == std::errc();
    if (is_index) return index < list.size() ? &list.at(index) : nullptr;
    const auto named = std::find_if(list.begin(), list.end(), [&](const Json& item) {
        return item.is_object() && item.value("name", std::string{}) == key;
    });
    return named == list.end() ? nullptr : &*named;
}

/// "agent.name", "conversations.0.state", "agents.Anna.status", "conversations.length"; null: not there.
Json at_path(const Json& frame, std::string_view path) {
    const Json* here = &frame;
    while (!path.empty()) {
        const std::size_t dot = std::min(path.find('.'), path.size());
        const std::string key(path.substr(0, dot));
        path.remove_prefix(std::min(dot + 1, path.size()));
        if (here->is_array() && key == "length") return here->size();
        if (here->is_array()) {
            here = item_of(*here, key);
            if (here == nullptr) return nullptr;
        } else if (here->is_object() && here->contains(key)) {
            here = &here->at(key);
        } else {
            return nullptr;
        }
    }
    return *here;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789", text.front() == '-' ? 1 : 0) == std::string_view::npos;
}

bool value_fits(const Json& found, const std::string& wanted, bool quoted) {
    if (quoted) return found.is_string() && found.get_ref<const std::string&>() == wanted;
    if (wanted == "*") return !found.is_null();
    if (wanted == "none") return found.is_null();
    if (found.is_string()) return found.get_ref<const std::string&>() == wanted;
    const std::size_t dots = wanted.find("..");
    if (dots != std::string::npos && found.is_number_integer()) {
        const auto value = found.get<std::int64_t>();
        return value >= std::stoll(wanted.substr(0, dots)) && value <= std::stoll(wanted.substr(dots + 2));
    }
    return found.dump() == wanted;
}

/// Tallies, and for supervisors what they watch.
bool comes_by_itself(const std::string& kind) {
    return kind == "waiting" || kind == "team" || kind == "availability" || kind == "waiting_list" || kind == "chats";
}

std::string base_of(const std::string& name) { return name.substr(0, name.find('/')); }

}  // namespace

Player::Player(const Script& script)
    : script_(script), stage_(script), nobody_(to_string(stage_.fresh_id())), elsewhere_(to_string(stage_.fresh_id())) {
    for (const Person& person : script.people) {
        const auto language = person.wishes.find("language");
        const std::string speaks = language == person.wishes.end() ? "fr" : language->second;
        for (const std::string& name : {person.name, person.name + "/2"}) {
            actors_.emplace(name, std::make_unique<Actor>(stage_, name, *stage_.door_of(person.name), speaks));
        }
    }
}

void Player::play() {
    for (const Step& step : script_.steps) {
        play(step);
        fail_if_wrong(step);
    }
    for (const auto& [name, actor] : actors_) actor->leave();
    stage_.rest();
    fail_if_wrong(script_.steps.back());
}

void Player::play(const Step& step) {
    switch (step.verb) {
        case Verb::comes:
        case Verb::signs_in:
        case Verb::returns: return enter(step, false);
        case Verb::listens: return enter(step, true);
        case Verb::leaves: return actor(step).leave();
        case Verb::vanishes: return actor(step).vanish();
        case Verb::commands: return command(step);
        case Verb::notices: return actor(step).notice(step.kind, fields_of(step));
        case Verb::hears: return hear(step);
        case Verb::hears_not: return hear_nothing(step);
        case Verb::attacks: return attack(step);
        case Verb::wait: (void)await(step.time, [] { return false; }); return;
        case Verb::stored: return expect_stored(step);
        case Verb::hours: return stage_.set_hours(step.kind == "open");
        case Verb::floor_only: return;
    }
}

void Player::enter(const Step& step, bool only_listens) {
    Actor& who = actor(step);
    const auto first_tab = actors_.find(base_of(step.who));
    if (who.token().empty() && first_tab != actors_.end()) who.set_token(first_tab->second->token());
    const std::size_t from = who.heard().size();
    who.leave();
    who.connect(only_listens);
    const char* const last = only_listens ? "hello_ok" : "snapshot";
    const auto greeted = [&] {
        return std::any_of(who.heard().begin() + static_cast<std::ptrdiff_t>(from), who.heard().end(),
                           [&](const Heard& heard) { return heard.kind == last; });
    };
    if (!await(at_once, greeted)) fail(step, "was not greeted");
    if (step.verb != Verb::comes || !who.is_agent()) return;
    const std::uint64_t number = who.command("status", {{"status", "available"}});
    if (!await(at_once, [&] { return who.answer(number) != nullptr; })) fail(step, "is not available");
}

void Player::command(const Step& step) {
    Actor& who = actor(step);
    const std::uint64_t number = who.command(step.kind, fields_of(step));
    for (std::size_t tries = 0; tries < again_max; ++tries) {
        if (!await(answered_within, [&] { return who.answer(number) != nullptr; })) fail(step, "was not answered");
        const Json answer = *who.answer(number);
        const std::string code = answer.value("code", std::string{});
        if (code == step.expected) return;
        if (!answer.value("transient", false)) fail(step, "was answered with " + answer.dump());
        (void)await(pause_before_again, [] { return false; });
        who.again(number);
    }
    fail(step, "is refused for ever");
}

std::size_t Player::find(const Step& step, Actor& who, std::size_t from) {
    const auto& heard = who.heard();
    for (std::size_t index = from; index < heard.size(); ++index) {
        if (heard[index].kind == step.kind && fits(step, heard[index].frame)) return index;
    }
    return heard.size();
}

void Player::hear(const Step& step) {
    Actor& who = actor(step);
    std::size_t& expected = who.expected_up_to(step.kind);
    std::size_t found = 0;
    const auto there = [&] { return (found = find(step, who, expected)) < who.heard().size(); };
    if (!await(std::max(step.time, at_once), there)) fail(step, "did not come");
    expected = found + 1;
}

void Player::hear_nothing(const Step& step) {
    Actor& who = actor(step);
    if (who.connected()) knock(step, who);
    const std::size_t found = find(step, who, who.expected_up_to(step.kind));
    if (found < who.heard().size()) fail(step, "came: " + who.heard()[found].frame.dump());
}

void Player::knock(const Step& step, Actor& who) {
    if (who.only_listens()) return (void)await(at_once, [] { return false; });
    std::uint64_t number = who.knock();
    for (std::size_t tries = 0; tries < again_max; ++tries) {
        if (!await(answered_within, [&] { return who.answer(number) != nullptr; }))
            fail(step, who.name() + " gets no answers any more");
        const Json answer = *who.answer(number);
        if (answer.value("code", std::string{}) == "unknown_conversation") return;
        if (!answer.value("transient", false)) fail(step, who.name() + " was answered with " + answer.dump());
        (void)await(pause_before_again, [] { return false; });
        who.again(number);
    }
}

void Player::attack(const Step& step) {
    Actor& who = actor(step);
    std::string text = step.text;
    const std::uint64_t number = text.find("{n}") == std::string::npos ? 0 : who.next_number();
    for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
        const std::size_t end = text.find('}', at);
        const std::string inside = end == std::string::npos ? std::string{} : text.substr(at + 1, end - at - 1);
        std::string instead;
        if (inside == "n") instead = std::to_string(number);
        if (inside == "id") instead = to_string(stage_.fresh_id());
        if (inside.starts_with('@')) instead = id_of(step, inside);
        if (!instead.empty()) text.replace(at, end - at + 1, instead);
    }
    std::map<std::string, std::size_t> before;
    for (const auto& [name, each] : actors_) before.emplace(name, each->heard().size());
    const std::string bytes = spelled_out(text);
    for (std::size_t tries = 0; tries < again_max; ++tries) {
        const std::size_t from = who.heard().size();
        who.strike(bytes, step.binary);
        const std::string outcome = step.expected == "nothing" ? step.expected : outcome_of(step, who, from, number);
        if (outcome == step.expected) return expect_unharmed(step, who, before);
        if (outcome != "rate_limited") fail(step, "led to " + outcome);
        (void)await(pause_before_again, [] { return false; });
    }
    fail(step, "is refused for ever");
}

/// A refusal of this number (0: of any), or how the socket ended.
std::string Player::outcome_of(const Step& step, Actor& attacker, std::size_t from, std::uint64_t number) {
    std::string outcome;
    const auto there = [&] {
        for (std::size_t index = from; index < attacker.heard().size() && outcome.empty(); ++index) {
            const Heard& heard = attacker.heard()[index];
            if (heard.kind == "closed") outcome = "close " + heard.frame.at("code").dump();
            const bool of_this = number == 0 || heard.frame.value("n", std::uint64_t{0}) == number;
            if (heard.kind == "refused" && of_this) outcome = heard.frame.at("code").get<std::string>();
        }
        return !outcome.empty();
    };
    if (!await(at_once, there)) fail(step, "was not answered");
    return outcome;
}

void Player::expect_unharmed(const Step& step, const Actor& attacker,
                             const std::map<std::string, std::size_t>& before) {
    const bool closes = step.expected.starts_with("close ");
    for (const auto& [name, each] : actors_) {
        if (!each->connected()) {
            if (each.get() == &attacker && !closes) fail(step, "closed the socket");
            continue;
        }
        knock(step, *each);
        if (each.get() == &attacker) continue;
        for (std::size_t index = before.at(name); index < each->heard().size(); ++index) {
            const Heard& heard = each->heard()[index];
            if (!comes_by_itself(heard.kind)) fail(step, name + " heard " + heard.kind + " " + heard.frame.dump());
        }
    }
}

void Player::expect_stored(const Step& step) {
    std::size_t count = 0;
    for (const ConversationId id : stage_.store().conversations()) {
        const auto& lines = stage_.store().find(id)->lines;
        count += static_cast<std::size_t>(std::count_if(
            lines.begin(), lines.end(), [&](const Line& line) { return line.body && *line.body == step.text; }));
    }
    if (count != step.count) fail(step, "is stored " + std::to_string(count) + " times");
}

Actor& Player::actor(const Step& step) {
    const auto found = actors_.find(step.who);
    if (found == actors_.end()) fail(step, "nobody is called " + step.who);
    return *found->second;
}

std::string Player::id_of(const Step& step, const std::string& reference) {
    const std::string name = reference.substr(1);
    if (name == "nobody") return nobody_;
    if (name == "elsewhere") return elsewhere_;
    if (const Uuid id = stage_.id_of(name); !id.is_nil()) return to_string(id);
    const auto found = actors_.find(name);
    if (found == actors_.end()) fail(step, "nobody is called " + name);
    if (found->second->conversation().empty()) fail(step, name + " has no conversation");
    return found->second->conversation();
}

/// `@Paul` and `#label` as ids; anything else as it is.
std::string Player::resolved(const Step& step, const std::string& value) {
    if (value.starts_with('@')) return id_of(step, value);
    if (!value.starts_with('#')) return value;
    std::string& label = labels_[value];
    if (label.empty()) label = to_string(stage_.fresh_id());
    return label;
}

Json Player::fields_of(const Step& step) {
    Json fields = Json::object();
    for (const Field& field : step.fields) {
        Json value = field.value;
        if (!field.quoted) {
            value = resolved(step, field.value);
            if (is_number(field.value)) value = std::stoll(field.value);
        }
        fields[field.path] = std::move(value);
    }
    const bool has_text = fields.contains("text") || fields.contains("note");
    if (has_text && !fields.contains("id")) fields["id"] = to_string(stage_.fresh_id());
    const bool own = step.kind == "end" || step.kind == "keep_waiting";
    if (own && !actor(step).is_agent() && !fields.contains("conversation"))
        fields["conversation"] = actor(step).conversation();
    return fields;
}

bool Player::fits(const Step& step, const Json& frame) {
    return std::all_of(step.fields.begin(), step.fields.end(), [&](const Field& field) {
        const std::string wanted = field.quoted ? field.value : resolved(step, field.value);
        return value_fits(at_path(frame, field.path), wanted, field.quoted);
    });
}

bool Player::await(Duration longest, const std::function<bool()>& done) {
    simulation::Timeline& timeline = stage_.timeline();
    const Instant end = timeline.now() + longest;
    while (!done()) {
        if (timeline.now() >= end) return false;
        timeline.run_until(std::min(end, timeline.now() + look_every));
    }
    return true;
}

void Player::fail(const Step& step, const std::string& what) {
    std::string told = (step.who.empty() ? "" : step.who + " ") + step.kind + " " + what;
    const auto found = actors_.find(step.who);
    if (found != actors_.end()) {
        const auto& heard = found->second->heard();
        for (std::size_t index = heard.size() - std::min(heard.size(), frames_told); index < heard.size(); ++index)
            told += "\n  " + heard[index].kind + " " + heard[index].frame.dump();
    }
    throw ScriptError(step.line, told);
}

void Player::fail_if_wrong(const Step& step) {
    if (!stage_.found().empty()) throw ScriptError(step.line, "a checker found " + stage_.found());
    for (const auto& [name, each] : actors_) {
        if (!each->wrong().empty()) throw ScriptError(step.line, name + ": " + each->wrong());
    }
}

}  // namespace relais::scenarios
