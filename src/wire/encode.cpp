#include "relais/wire/encode.hpp"

#include <charconv>

#include "wire/encode_parts.hpp"
#include "wire/names.hpp"

namespace relais::wire {
namespace {

void write_explanation(JsonWriter& out, const std::vector<Explanation>& explanation) {
    out.key("agents").open_list();
    for (const Explanation& one : explanation) {
        out.open_object().at("id", one.agent).at("name", one.name).at("eligible", one.why_not.empty());
        out.key("why").open_list();
        for (const std::string_view why : one.why_not) out.text(why);
        out.close_list().close_object();
    }
    out.close_list();
}

std::string encode_ack(const AckFrame& frame, Side side) {
    const Ack& ack = frame.ack;
    JsonWriter out(256 + 192 * ack.explanation.size());
    out.open_object().at("kind", "ack").at("n", frame.number);
    if (!ack.conversation.is_nil()) out.at("conversation", ack.conversation);
    if (!ack.message.is_nil()) out.at("id", ack.message);
    if (ack.seq != 0) {
        out.at("seq", ack.seq);
    } else if (side == Side::agent && ack.position != 0) {
        out.key("seq").null();  // a note
    }
    if (side == Side::agent && ack.position != 0) out.at("position", ack.position);
    if (ack.at) out.at("at", *ack.at);
    if (ack.until) out.at("until", *ack.until);
    if (!ack.explanation.empty()) write_explanation(out, ack.explanation);
    out.close_object();
    return std::move(out).take();
}

std::string encode_visitor_snapshot(const VisitorSnapshot& snapshot) {
    JsonWriter out(512);
    out.open_object().at("kind", "snapshot").key("conversation");
    if (snapshot.conversation) {
        out.open_object();
        write_fields(out, *snapshot.conversation);
        out.close_object();
    } else {
        out.null();
    }
    out.close_object();
    return std::move(out).take();
}

/// `{"kind":KIND, ...fields...}`
template <class... Arguments>
std::string encode_fields(std::string_view kind, const Arguments&... arguments) {
    JsonWriter out(512);
    out.open_object().at("kind", kind);
    write_fields(out, arguments...);
    out.close_object();
    return std::move(out).take();
}

std::string encode_typing(const TypingFrame& typing) {
    JsonWriter out(128);
    out.open_object().at("kind", "typing").at("conversation", typing.conversation).at("by", name(typing.by));
    out.close_object();
    return std::move(out).take();
}

std::string encode_removed(const RemovedFrame& removed) {
    JsonWriter out(128);
    out.open_object().at("kind", "removed").at("conversation", removed.conversation).at("why", name(removed.why));
    out.close_object();
    return std::move(out).take();
}

std::string encode_availability(const AvailabilityFrame& frame) {
    JsonWriter out(96);
    out.open_object().at("kind", "availability").at("state", name(frame.availability)).at("version", frame.version);
    out.close_object();
    return std::move(out).take();
}

std::string_view storing(bool late) { return late ? "late" : "ok"; }

std::string encode_service(const ServiceFrame& service) {
    JsonWriter out(64);
    out.open_object().at("kind", "service").at("storing", storing(service.storing_late)).close_object();
    return std::move(out).take();
}

struct Encoder {
    Side side;
    Instant now;

    std::string operator()(const AckFrame& frame) const { return encode_ack(frame, side); }
    std::string operator()(const RefusedFrame& frame) const {
        return encode_refused(frame.number, frame.refusal, frame.next);
    }
    std::string operator()(const GreetedFrame&) const { return {}; }
    std::string operator()(const VisitorSnapshot& frame) const { return encode_visitor_snapshot(frame); }
    std::string operator()(const AgentSnapshot& frame) const { return encode_frame(frame, now); }
    std::string operator()(const VisitorConversationFrame& frame) const {
        return encode_fields("conversation", frame.conversation);
    }
    std::string operator()(const AgentConversationFrame& frame) const {
        return encode_fields("conversation", frame.conversation, now);
    }
    std::string operator()(const RemovedFrame& frame) const { return encode_removed(frame); }
    std::string operator()(const AgentSelfFrame& frame) const { return encode_fields("agent", frame.agent); }
    std::string operator()(const LineFrame& frame) const {
        return encode_lines(frame.line.conversation, std::span(&frame.line, 1), side);
    }
    std::string operator()(const TypingFrame& frame) const { return encode_typing(frame); }
    std::string operator()(const AvailabilityFrame& frame) const { return encode_availability(frame); }
    std::string operator()(const ServiceFrame& frame) const { return encode_service(frame); }
    std::string operator()(const WaitingFrame& frame) const { return encode_frame(frame); }
    std::string operator()(const TeamFrame& frame) const { return encode_frame(frame); }
    std::string operator()(const WaitingListFrame& frame) const { return encode_frame(frame); }
    std::string operator()(const ChatsFrame& frame) const { return encode_frame(frame); }
    std::string operator()(const ActFrame& frame) const { return encode_frame(frame); }
    std::string operator()(const LeftMessageFrame& frame) const { return encode_frame(frame); }
    std::string operator()(const LeftMessageDoneFrame& frame) const { return encode_frame(frame); }
};

}  // namespace

std::string encode(const Frame& frame, Side side, Instant now) { return std::visit(Encoder{side, now}, frame); }

std::string encode(const HelloOk& hello_ok, Side side) {
    JsonWriter out(512);
    out.open_object().at("kind", "hello_ok").at("protocol", protocol_version).at("client", hello_ok.client);
    out.at("next", hello_ok.next).at("heartbeat_ms", hello_ok.heartbeat.count());
    out.at("silence_ms", hello_ok.silence.count());
    out.key("service").open_object().at("storing", storing(hello_ok.storing_late)).close_object();
    out.at("now", hello_ok.now).at("reload", hello_ok.reload);
    if (side == Side::agent) {
        out.at("agent", hello_ok.agent).at("name", hello_ok.name).at("role", name(hello_ok.role));
    } else {
        if (!hello_ok.visitor.is_nil()) out.at("visitor", hello_ok.visitor).at("token", hello_ok.token);
        out.key("availability").open_object().at("state", name(hello_ok.availability));
        out.at("version", hello_ok.availability_version).close_object();
    }
    out.close_object();
    return std::move(out).take();
}

std::string encode_ping() { return R"({"kind":"ping"})"; }

std::string encode_refused(std::uint64_t number, Refusal refusal, std::uint64_t next) {
    JsonWriter out(128);
    out.open_object().at("kind", "refused").at("n", number).at("code", code(refusal));
    out.at("transient", is_transient(refusal));
    if (refusal == Refusal::out_of_order) out.at("next", next);
    out.close_object();
    return std::move(out).take();
}

std::optional<Answered> answered_by(std::string_view text) {
    constexpr std::string_view ack = R"({"kind":"ack","n":)";
    constexpr std::string_view refused = R"({"kind":"refused","n":)";
    const bool accepted = text.starts_with(ack);
    if (!accepted && !text.starts_with(refused)) return std::nullopt;
    const char* digits = text.data() + (accepted ? ack.size() : refused.size());
    Answered answered{0, accepted};
    std::from_chars(digits, text.data() + text.size(), answered.number);
    return answered;
}

std::string encode_bye(int close_code, bool reconnect, Duration after, bool poll) {
    JsonWriter out(96);
    out.open_object().at("kind", "bye").at("code", close_code).at("reconnect", reconnect);
    out.at("after_ms", after.count());
    if (poll) out.at("poll", true);
    out.close_object();
    return std::move(out).take();
}

}  // namespace relais::wire
