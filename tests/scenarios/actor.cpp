#include "scenarios/actor.hpp"

#include <algorithm>
#include <utility>

namespace relais::scenarios {
namespace {

namespace ws = edge::websocket;

constexpr std::uint32_t frame_bytes_max = 64 * 1024;  // RULES 6
constexpr simulation::LinkQuality near_by{Duration{1}, Duration{0}};

/// A whole message as a client frames it; the mask is zero, so that the payload is as it was.
std::string framed(const std::string& payload, ws::Opcode opcode) {
    std::array<char, 10> header{};
    const std::size_t size = ws::write_header(opcode, payload.size(), header);
    header[1] = static_cast<char>(static_cast<unsigned char>(header[1]) | 0x80U);
    return std::string(header.data(), size) + std::string(4, '\0') + payload;
}

std::string text_at(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

Json taken_apart(const std::string& conversation, const Json& entry) {
    Json line{{"conversation", conversation},
              {"text", entry.at("body")},
              {"seq", entry.at("seq")},
              {"author", entry.at("author").at("kind")},
              {"name", entry.at("author").at("name")},
              {"id", entry.at("id")},
              {"kind", entry.at("kind")}};
    if (entry.contains("position")) line["position"] = entry.at("position");
    if (entry.at("payload").is_object()) line.update(entry.at("payload"));
    return line;
}

}  // namespace

Actor::Actor(Stage& stage, std::string name, simulation::Door door, std::string language)
    : stage_(stage),
      name_(std::move(name)),
      door_(std::move(door)),
      language_(std::move(language)),
      client_(to_string(stage.fresh_id())) {}

Actor::~Actor() { leave(); }

void Actor::connect(bool only_listens) {
    only_listens_ = only_listens;
    silent_ = false;
    connection_ = stage_.network().connect(*this, door_, near_by);
}

void Actor::leave() {
    if (connected()) stage_.network().hang_up(std::exchange(connection_, {}));
}

void Actor::vanish() {
    silent_ = true;
    stage_.network().fall_silent(connection_);
}

void Actor::socket_opened(ConnectionId connection) {
    if (connection != connection_) return;
    Json hello{{"kind", "hello"}, {"protocol", 1}, {"client", client_}, {"language", language_}};
    if (is_agent()) {
        hello["have"] = Json::array();
        for (const auto& [conversation, position] : seen_)
            hello["have"].push_back({{"conversation", conversation}, {"position", position}});
    } else if (only_listens_) {
        hello["listen"] = true;
    } else {
        if (!token_.empty()) hello["token"] = token_;
        if (const auto seq = seen_.find(conversation_); seq != seen_.end())
            hello["last"] = {{"conversation", conversation_}, {"seq", seq->second}};
    }
    say(hello);
}

void Actor::say(const Json& frame) {
    if (connected()) stage_.network().say(connection_, frame.dump());
}

std::uint64_t Actor::command(const std::string& kind, Json fields) {
    const std::uint64_t number = next_++;
    fields["kind"] = kind;
    fields["n"] = number;
    sent_[number] = std::move(fields);
    say(sent_[number]);
    return number;
}

void Actor::again(std::uint64_t number) {
    answers_.erase(number);
    say(sent_.at(number));
}

void Actor::notice(const std::string& kind, Json fields) {
    fields["kind"] = kind;
    say(fields);
}

std::uint64_t Actor::knock() {
    const std::string nobody = to_string(stage_.fresh_id());
    const std::uint64_t number = command(is_agent() ? "explain" : "keep_waiting", {{"conversation", nobody}});
    knocks_.push_back(number);
    return number;
}

void Actor::strike(const std::string& bytes, bool binary) {
    std::string frame = framed(bytes, binary ? ws::Opcode::binary : ws::Opcode::text);
    ws::FrameReader reader(frame_bytes_max);
    const int failed = reader.feed(frame, *this);
    if (failed == ws::close_code::none) return;
    leave();
    keep("closed", {{"code", failed}});
}

bool Actor::on_message(std::string_view text) {
    stage_.network().say(connection_, std::string(text));
    return true;
}

void Actor::socket_closed(ConnectionId connection, int code) {
    if (connection != connection_) return;
    connection_ = {};
    keep("closed", {{"code", code}});
}

void Actor::socket_heard(ConnectionId connection, const FrameText& text, std::uint64_t) {
    if (connection != connection_ || silent_) return;
    Json frame = Json::parse(*text, nullptr, false);
    if (!frame.is_object()) {
        wrong_ = "not a frame: " + *text;
        return;
    }
    const std::string kind = text_at(frame, "kind");
    if (kind == "ping") return notice("pong", Json::object());
    if (kind == "hello_ok") greeted(frame);
    if (kind == "ack" || kind == "refused") return answered(frame);
    if (kind == "entries") return lines(frame);
    if (kind == "conversation") {
        frame["conversation"] = frame.at("id");
        if (!is_agent()) conversation_ = frame.at("id").get<std::string>();
    }
    if (kind == "snapshot" && !is_agent() && frame.at("conversation").is_object())
        conversation_ = frame.at("conversation").at("id").get<std::string>();
    if (kind == "snapshot" && is_agent()) team_ = nullptr;
    if (kind == "team") team(frame);
    if (kind == "removed") seen_.erase(frame.at("conversation").get<std::string>());
    keep(kind, std::move(frame));
}

/// The whole after a snapshot, then each from where the one before ended.
void Actor::team(const Json& frame) {
    const Json after = frame.contains("after") ? frame.at("after") : Json();
    if (after != team_) wrong_ = "does not go on from what was told: " + frame.dump();
    team_ = frame.at("version");
}

void Actor::greeted(const Json& frame) {
    const auto next = frame.at("next").get<std::uint64_t>();
    if (next != next_) wrong_ = "expects number " + std::to_string(next) + ", not " + std::to_string(next_);
    if (frame.contains("token")) token_ = frame.at("token").get<std::string>();
}

void Actor::answered(const Json& frame) {
    const auto number = frame.at("n").get<std::uint64_t>();
    const Json* before = answer(number);
    if (before != nullptr && !before->value("transient", false)) wrong_ = "answered twice: " + frame.dump();
    if (number != 0) answers_[number] = frame;
    if (std::find(knocks_.begin(), knocks_.end(), number) != knocks_.end()) return;
    const bool refused = text_at(frame, "kind") == "refused";
    const bool transient = refused && frame.value("transient", false);
    if (number == next_ && !transient) ++next_;  // a strike that used it
    if (!refused && !is_agent() && frame.contains("conversation"))
        conversation_ = frame.at("conversation").get<std::string>();
    if (!refused) note_own_line(frame);
    keep(refused ? "refused" : "ack", frame);
}

void Actor::note_own_line(const Json& ack) {
    const char* const what = is_agent() ? "position" : "seq";
    if (!ack.contains("id") || !ack.contains(what)) return;
    const auto conversation = ack.at("conversation").get<std::string>();
    // Of what is no longer on an agent's screen there is no transcript to put it in.
    if (is_agent() && !seen_.contains(conversation)) return;
    seen_[conversation] = std::max(seen_[conversation], ack.at(what).get<std::uint32_t>());
}

void Actor::lines(const Json& frame) {
    const std::string conversation = text_at(frame, "conversation");
    for (const Json& entry : frame.at("entries")) {
        Json line = taken_apart(conversation, entry);
        const char* const what = is_agent() ? "position" : "seq";
        std::uint32_t& last = seen_[conversation];
        const auto number = line.at(what).get<std::uint32_t>();
        if (number != last + 1) wrong_ = "line " + std::to_string(number) + " behind " + std::to_string(last);
        last = number;
        keep("line", std::move(line));
    }
}

void Actor::keep(std::string kind, Json frame) { heard_.push_back({std::move(kind), std::move(frame)}); }

const Json* Actor::answer(std::uint64_t number) const {
    const auto found = answers_.find(number);
    return found == answers_.end() ? nullptr : &found->second;
}

}  // namespace relais::scenarios
