#include "scenarios/script.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

namespace relais::scenarios {
namespace {

constexpr std::size_t repeats_max = 32u << 20;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// One line, read from left to right. Words end at a blank; a text in quotes is a JSON string.
class LineReader {
public:
    LineReader(std::string_view text, std::size_t line) : rest_(trimmed(text)), line_(line) {}

    [[nodiscard]] bool done() const { return rest_.empty(); }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    [[noreturn]] void fail(const std::string& what) const { throw ScriptError(line_, what); }

    std::string word() {
        if (done()) fail("a word is missing");
        const std::size_t end = std::min(rest_.find_first_of(" \t"), rest_.size());
        return std::string(take(end));
    }
    std::string quoted() {
        std::size_t end = 1;
        while (end < rest_.size() && rest_[end] != '"') end += rest_[end] == '\\' ? 2 : 1;
        if (end >= rest_.size()) fail("a text without its closing quote");
        const auto json = nlohmann::json::parse(rest_.substr(0, end + 1), nullptr, false);
        if (!json.is_string()) fail("not a JSON string");
        take(end + 1);
        return json.get<std::string>();
    }
    Field field() {
        if (rest_.front() == '"') return {"text", quoted(), true};
        if (rest_.front() == '@') return {"conversation", word(), false};
        const std::size_t end = rest_.find_first_of("= \t");
        if (end == std::string_view::npos || rest_[end] != '=') fail("not a field: " + std::string(rest_));
        Field field{std::string(rest_.substr(0, end)), {}, false};
        rest_.remove_prefix(end + 1);
        field.quoted = rest_.starts_with('"');
        field.value = field.quoted ? quoted() : word();
        return field;
    }
    /// "9 s"
    Duration time() {
        const auto amount = number_in<std::int64_t>(word());
        const std::string unit = word();
        if (!amount || *amount < 1) fail("not a time");
        if (unit == "ms") return Duration{*amount};
        if (unit == "s") return Duration{*amount * 1000};
        if (unit == "min") return Duration{*amount * 60'000};
        fail("times are in ms, s or min");
    }

private:
    std::string_view take(std::size_t length) {
        const std::string_view taken = rest_.substr(0, length);
        rest_ = trimmed(rest_.substr(length));
        return taken;
    }

    std::string_view rest_;
    std::size_t line_;
};

std::map<std::string, std::string> wishes(LineReader& reader) {
    std::map<std::string, std::string> all;
    while (!reader.done()) {
        Field field = reader.field();
        all.emplace(std::move(field.path), std::move(field.value));
    }
    return all;
}

/// True when the line was about the centre and not a step.
bool read_setting(const std::string& first, LineReader& reader, Script& script) {
    using Kind = Person::Kind;
    static const std::map<std::string, Kind> kinds{
        {"agent", Kind::agent}, {"supervisor", Kind::supervisor}, {"visitor", Kind::visitor}};
    const auto kind = kinds.find(first);
    if (first != "queue" && kind == kinds.end()) return false;
    if (!script.steps.empty()) reader.fail("settings come before the first step");
    if (kind == kinds.end()) {
        script.queue = wishes(reader);
        return true;
    }
    Person person;
    person.name = reader.word();
    person.kind = kind->second;
    person.wishes = wishes(reader);
    script.people.push_back(std::move(person));
    return true;
}

void read_command(LineReader& reader, Step& step) {
    step.kind = reader.word();
    while (!reader.done()) {
        if (reader.rest().starts_with("= ")) {
            reader.word();
            step.expected = reader.word();
            if (!reader.done()) reader.fail("nothing comes behind what is expected");
            return;
        }
        step.fields.push_back(reader.field());
    }
}

void read_expectation(LineReader& reader, Step& step) {
    step.kind = reader.word();
    while (!reader.done()) {
        if (reader.rest().starts_with("within ")) {
            reader.word();
            step.time = reader.time();
            return;
        }
        step.fields.push_back(reader.field());
    }
}

void read_attack(LineReader& reader, Step& step) {
    step.binary = reader.rest().starts_with("binary ");
    if (step.binary) reader.word();
    const std::string_view text = reader.rest();
    const std::size_t sign = text.rfind(" = ");
    if (sign == std::string_view::npos) reader.fail("an attack says what comes of it: ' = refusal'");
    step.text = text.substr(0, sign);
    step.expected = trimmed(text.substr(sign + 3));
}

void read_deed(LineReader& reader, Step& step) {
    using Verb = Step::Verb;
    const std::string verb = reader.word();
    static const std::map<std::string, Verb> deeds{
        {"comes", Verb::comes},     {"listens", Verb::listens}, {"leaves", Verb::leaves}, {"vanishes", Verb::vanishes},
        {"returns", Verb::returns}, {">", Verb::commands},      {"-", Verb::notices},     {"<", Verb::hears},
        {"<!", Verb::hears_not},    {"!", Verb::attacks},       {"signs", Verb::signs_in}};
    const auto deed = deeds.find(verb);
    if (deed == deeds.end()) reader.fail("not a step: " + verb);
    step.verb = deed->second;
    if (step.verb == Verb::commands || step.verb == Verb::notices) return read_command(reader, step);
    if (step.verb == Verb::hears || step.verb == Verb::hears_not) return read_expectation(reader, step);
    if (step.verb == Verb::attacks) return read_attack(reader, step);
    if (step.verb == Verb::signs_in && reader.word() != "in") reader.fail("signs in");
    if (!reader.done()) reader.fail("nothing comes behind " + verb);
}

Step read_step(const std::string& first, LineReader& reader, std::size_t line) {
    Step step;
    step.line = line;
    if (first == "wait") {
        step.verb = Step::Verb::wait;
        step.time = reader.time();
    } else if (first == "stored") {
        step.verb = Step::Verb::stored;
        step.text = reader.field().value;
        if (!reader.done()) step.count = number_in<std::uint32_t>(reader.word()).value_or(1);
    } else if (first == "hours") {
        step.verb = Step::Verb::hours;
        step.kind = reader.word();
    } else if (first == "floor") {
        step.verb = Step::Verb::floor_only;
        if (reader.word() != "only") reader.fail("floor only");
    } else {
        step.who = first;
        read_deed(reader, step);
    }
    return step;
}

/// `inside` is what stands between < and >; nothing: it is no byte notation and stays as it is.
std::optional<std::string> bytes_of(std::string_view inside) {
    const std::size_t star = inside.find('*');
    if (star != std::string_view::npos) {
        const auto times = number_in<std::size_t>(inside.substr(0, star));
        const std::string_view unit = inside.substr(star + 1);
        if (!times || unit.empty() || *times * unit.size() > repeats_max) return std::nullopt;
        std::string bytes;
        bytes.reserve(*times * unit.size());
        for (std::size_t n = 0; n < *times; ++n) bytes += unit;
        return bytes;
    }
    std::string bytes;
    for (std::size_t at = 0; at < inside.size(); at += 3) {
        unsigned value = 0;
        const char* begin = inside.data() + at;
        const bool whole = at + 2 == inside.size() || (at + 2 < inside.size() && inside[at + 2] == ' ');
        if (!whole || std::from_chars(begin, begin + 2, value, 16).ptr != begin + 2) return std::nullopt;
        bytes += static_cast<char>(value);
    }
    return bytes.empty() ? std::nullopt : std::optional{bytes};
}

}  // namespace

std::string spelled_out(std::string_view text) {
    std::string bytes;
    while (!text.empty()) {
        const std::size_t open = std::min(text.find('<'), text.size());
        bytes += text.substr(0, open);
        text.remove_prefix(open);
        const std::size_t close = text.find('>');
        const auto made = close == std::string_view::npos ? std::nullopt : bytes_of(text.substr(1, close - 1));
        if (made) {
            bytes += *made;
            text.remove_prefix(close + 1);
        } else if (!text.empty()) {
            bytes += text.front();
            text.remove_prefix(1);
        }
    }
    return bytes;
}

Script read_script(std::string_view text) {
    Script script;
    std::size_t number = 0;
    while (!text.empty()) {
        ++number;
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with('#') && script.title.empty()) script.title = trimmed(line.substr(1));
        if (line.empty() || line.starts_with('#')) continue;
        LineReader reader(line, number);
        const std::string first = reader.word();
        if (!read_setting(first, reader, script)) script.steps.push_back(read_step(first, reader, number));
    }
    if (script.title.empty()) throw ScriptError(1, "a script begins with its title as a comment");
    return script;
}

}  // namespace relais::scenarios
