#include "simulation/client/console.hpp"

#include <charconv>
#include <set>
#include <utility>
#include <vector>

#include "simulation/client/seen.hpp"
#include "simulation/world/world.hpp"

namespace relais::simulation {
namespace {

/// `"name":12` of a frame's own fields, which come before its lists.
std::optional<std::uint64_t> number_before_lists(std::string_view frame, std::string_view name) {
    frame = frame.substr(0, frame.find('['));
    const std::string key = "\"" + std::string(name) + "\":";
    const std::size_t at = frame.find(key);
    if (at == std::string_view::npos) return std::nullopt;
    std::uint64_t value = 0;
    const char* const end = frame.data() + frame.size();
    if (std::from_chars(frame.data() + at + key.size(), end, value).ec != std::errc()) return std::nullopt;
    return value;
}

}  // namespace

Console::Console(World& world, Random random, LinkQuality quality, Owner& owner, const AgentSettings& agent,
                 Uuid session)
    : SocketClient(world, random, quality), owner_(owner), agent_(agent), session_(session) {
    world_.trace().client(number(), "agent", to_string(client()));
}

Console::~Console() { world_.client_gone(viewer()); }

Door Console::door() const { return edge::Shift{world_.centre().id, agent_.id, agent_.name, agent_.role, session_}; }

std::string Console::hello_fields() const {
    std::string fields = "," + field("language", "fr") + ",\"have\":[";
    for (const auto& [id, shown] : conversations_) {
        if (fields.back() != '[') fields += ',';
        fields += "{" + field("conversation", id) + ",\"position\":" + std::to_string(shown.progress.whole()) + "}";
    }
    return fields + "]";
}

void Console::set_status(std::string_view status, std::string_view reason) {
    std::string fields = "," + field("status", status);
    if (!reason.empty()) fields += "," + field("reason", reason);
    order({0, "status", std::move(fields), {}, {}, {}});
}

void Console::sign_out(bool requeue_chats) {
    order({0, "sign_out", requeue_chats ? "," + field("chats", "requeue") : std::string{}, {}, {}, {}});
}

void Console::about(std::string_view kind, ConversationId conversation) {
    order({0, std::string(kind), "," + field("conversation", conversation), {}, conversation, {}});
}

void Console::message(std::string_view kind, ConversationId conversation, MessageId message, const std::string& text) {
    order({0, std::string(kind),
           "," + field("conversation", conversation) + "," + field("id", message) + "," + text_field("text", text),
           message, conversation, text});
}

void Console::post(ConversationId conversation, MessageId id, const std::string& text) {
    message("post", conversation, id, text);
}
void Console::note(ConversationId conversation, MessageId id, const std::string& text) {
    message("note", conversation, id, text);
}

void Console::transfer(ConversationId conversation, AgentId to, MessageId note, const std::string& text) {
    std::string fields = "," + field("conversation", conversation) + "," + field("to_agent", to);
    if (!note.is_nil()) fields += "," + field("id", note) + "," + text_field("note", text);
    order({0, "transfer", std::move(fields), {}, conversation, {}});
}

void Console::transfer(ConversationId conversation, EntryPointId to) {
    order({0,
           "transfer",
           "," + field("conversation", conversation) + "," + field("to_entry_point", to),
           {},
           conversation,
           {}});
}

void Console::typing(ConversationId conversation) {
    notice(R"({"kind":"typing",)" + field("conversation", conversation) + "}");
}

void Console::read(ConversationId conversation, std::uint32_t seq) {
    notice(R"({"kind":"read",)" + field("conversation", conversation) + ",\"seq\":" + std::to_string(seq) + "}");
}

void Console::left_message_done(MessageId id) { order({0, "left_message_done", "," + field("id", id), {}, {}, {}}); }

void Console::set_entry_point(EntryPointId entry_point, std::string_view state) {
    order({0,
           "set_entry_point",
           "," + field("entry_point", entry_point) + "," + field("state", state) + R"(,"reason":"trial")",
           {},
           {},
           {}});
}

void Console::force_status(AgentId agent, std::string_view status) {
    order({0,
           "force_status",
           "," + field("agent", agent) + "," + field("status", status) + R"(,"reason":"lunch")",
           {},
           {},
           {}});
}

void Console::on_greeted(const Json&) { ready_ = false; }

/// The whole first, then each from where the one before ended: a difference of something else would make a wrong team.
void Console::on_team(std::string_view text) {
    const auto after = number_before_lists(text, "after");
    if (after != team_)
        world_.complain("protocol", "does not go on from what was told of the team: " + std::string(text));
    team_ = number_before_lists(text, "version");
}

void Console::on_frame(const std::string& kind, const Json& frame) {
    if (kind == "entries")
        entries(frame);
    else if (kind == "conversation")
        show(frame);
    else if (kind == "removed")
        remove(ConversationId{uuid_of(frame, "conversation")});
    else if (kind == "agent")
        self(frame);
    else if (kind == "snapshot")
        snapshot(frame);
    else if (kind == "left_message" && !frame.value("done", false))
        owner_.left_message_seen(*this, MessageId{uuid_of(frame, "id")});
}

void Console::self(const Json& state) {
    status_ = word_of(state, "status");
    if (ready_) owner_.status_seen(*this, status_);
}

/// The whole truth: what is on the screen and not in it is gone.
void Console::snapshot(const Json& frame) {
    std::set<ConversationId> named;
    const Json conversations = frame.value("conversations", Json::array());
    for (const Json& state : conversations) named.insert(ConversationId{uuid_of(state, "id")});
    std::vector<ConversationId> gone;
    for (const auto& [id, shown] : conversations_) {
        if (!named.contains(id)) gone.push_back(id);
    }
    for (const ConversationId id : gone) remove(id);
    ready_ = true;
    team_.reset();
    if (const auto state = frame.find("agent"); state != frame.end()) status_ = word_of(*state, "status");
    for (const Json& state : conversations) show(state);
    owner_.console_ready(*this);
}

void Console::show(const Json& state) {
    const ConversationId id{uuid_of(state, "id")};
    Shown& shown = conversations_[id];
    shown.state = word_of(state, "state");
    shown.offer_until = state.contains("offer") ? state["offer"].value("until", std::int64_t{0}) : 0;
    shown.wrap_up_until = state.value("wrap_up_until", std::int64_t{0});
    shown.transferring = state.contains("transfer");
    world_.saw_state(viewer(), {id, shown.state, number_of(state, "seq"), false}, head_at_sending());
    owner_.conversation_seen(*this, id);
}

void Console::remove(ConversationId id) {
    if (conversations_.erase(id) == 0) return;
    world_.forgot(viewer(), id);
    owner_.conversation_removed(*this, id);
}

void Console::entries(const Json& frame) {
    const ConversationId id{uuid_of(frame, "conversation")};
    for (const Json& entry : frame.value("entries", Json::array())) {
        const SeenEntry seen(id, entry);
        world_.saw_line(viewer(), seen.line(), head_at_sending());
        const auto shown = conversations_.find(id);
        if (shown == conversations_.end()) continue;
        shown->second.progress.reached(seen.line().position);
        if (seen.by_visitor()) owner_.visitor_wrote(*this, id, seen.line().seq);
    }
}

void Console::on_ack(const Order& order, const Json& ack) {
    if (order.message.is_nil()) return;
    const std::uint32_t position = number_of(ack, "position");
    world_.saw_acknowledged(viewer(), {order.conversation, order.message, number_of(ack, "seq"), position, order.text},
                            head_at_sending());
    const auto shown = conversations_.find(order.conversation);
    if (shown != conversations_.end()) shown->second.progress.reached(position);
}

void Console::on_refused(const Order& order, const std::string& code) {
    owner_.order_refused(*this, order.kind, order.conversation, code);
}

void Console::on_turned_away(int) { owner_.turned_away(*this); }

}  // namespace relais::simulation
