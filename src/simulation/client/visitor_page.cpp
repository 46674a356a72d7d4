#include "simulation/client/visitor_page.hpp"

#include <utility>

#include "simulation/client/seen.hpp"
#include "simulation/world/world.hpp"

namespace relais::simulation {

VisitorPage::VisitorPage(World& world, Random random, LinkQuality quality, Owner& owner, VisitorStorage& storage,
                         const SimulatedSite& site, std::string language, std::string address, bool listens)
    : SocketClient(world, random, quality),
      owner_(owner),
      storage_(storage),
      site_(site),
      language_(std::move(language)),
      address_(std::move(address)),
      listens_(listens) {
    world_.trace().client(number(), "visitor", to_string(client()));
}

VisitorPage::~VisitorPage() { world_.client_gone(viewer()); }

Door VisitorPage::door() const { return edge::Visit{world_.centre().id, site_.id, site_.key, address_}; }

std::string VisitorPage::hello_fields() const {
    std::string fields = "," + field("language", language_);
    if (listens_) return fields + ",\"listen\":true";
    if (!storage_.token.empty()) fields += "," + field("token", storage_.token);
    if (!conversation_.id.is_nil()) {
        fields += ",\"last\":{" + field("conversation", conversation_.id) +
                  ",\"seq\":" + std::to_string(conversation_.progress.whole()) + "}";
    }
    return fields + R"(,"page":{"title":"Shop","url":"https://shop.example/basket"})";
}

void VisitorPage::become_visitor() {
    listens_ = false;
    if (greeted()) say_hello();
}

void VisitorPage::admit() { order({0, "admit", "", {}, {}, {}}); }

void VisitorPage::post(MessageId message, const std::string& text) {
    std::string fields = "," + field("id", message) + "," + text_field("text", text);
    const ConversationId known = conversation_.state == "ended" ? ConversationId{} : conversation_.id;
    if (!known.is_nil() && random_.chance(0.8)) fields += "," + field("conversation", known);
    order({0, "post", std::move(fields), message, known, text});
}

void VisitorPage::end() { order({0, "end", "," + field("conversation", conversation_.id), {}, conversation_.id, {}}); }

void VisitorPage::keep_waiting() {
    order({0, "keep_waiting", "," + field("conversation", conversation_.id), {}, conversation_.id, {}});
}

void VisitorPage::leave_message(MessageId message, const std::string& text) {
    std::string fields =
        "," + field("id", message) + "," + text_field("text", text) + R"(,"email":"vera@mail.example")";
    if (!conversation_.id.is_nil()) fields += "," + field("conversation", conversation_.id);
    order({0, "leave_message", std::move(fields), message, conversation_.id, text});
}

void VisitorPage::typing() {
    if (conversation_.id.is_nil())
        notice(R"({"kind":"typing"})");
    else
        notice(R"({"kind":"typing",)" + field("conversation", conversation_.id) + "}");
}

void VisitorPage::read(std::uint32_t seq) {
    notice(R"({"kind":"read",)" + field("conversation", conversation_.id) + ",\"seq\":" + std::to_string(seq) + "}");
}

void VisitorPage::on_greeted(const Json& hello_ok) {
    if (!listens_) {
        storage_.token = word_of(hello_ok, "token");
        storage_.visitor = VisitorId{uuid_of(hello_ok, "visitor")};
    }
    if (const auto seen = hello_ok.find("availability"); seen != hello_ok.end() && seen->is_object()) {
        availability_ = word_of(*seen, "state");
        availability_version_ = number_of(*seen, "version");
    }
    owner_.page_greeted(*this);
    owner_.availability_seen(*this);
}

void VisitorPage::on_frame(const std::string& kind, const Json& frame) {
    if (kind == "entries") return entries(frame);
    if (kind == "conversation") return show(frame);
    if (kind == "snapshot") return snapshot(frame);
    if (kind != "availability") return;
    // The newest wins: frames of a hello and of a push may cross.
    const std::uint32_t version = number_of(frame, "version");
    if (version < availability_version_) return;
    availability_ = word_of(frame, "state");
    availability_version_ = version;
    owner_.availability_seen(*this);
}

void VisitorPage::snapshot(const Json& frame) {
    const auto state = frame.find("conversation");
    if (state == frame.end()) return world_.complain("protocol", "a snapshot without its conversation");
    if (state->is_object()) show(*state);
}

void VisitorPage::switch_to(ConversationId id) {
    if (conversation_.id == id) return;
    if (!conversation_.id.is_nil()) world_.forgot(viewer(), conversation_.id);
    conversation_ = ShownConversation{id, "", false, {}};
}

void VisitorPage::show(const Json& state) {
    switch_to(ConversationId{uuid_of(state, "id")});
    conversation_.state = word_of(state, "state");
    conversation_.choices = state.value("choices", false);
    world_.saw_state(viewer(), {conversation_.id, conversation_.state, number_of(state, "seq"), conversation_.choices},
                     head_at_sending());
    owner_.conversation_seen(*this);
}

void VisitorPage::entries(const Json& frame) {
    const ConversationId id{uuid_of(frame, "conversation")};
    if (conversation_.id.is_nil() || conversation_.state == "ended") switch_to(id);
    for (const Json& entry : frame.value("entries", Json::array())) {
        const SeenEntry seen(id, entry);
        world_.saw_line(viewer(), seen.line(), head_at_sending());
        if (id != conversation_.id) continue;
        conversation_.progress.reached(seen.line().seq);
        if (seen.by_agent()) owner_.agent_wrote(*this, seen.line().seq);
    }
}

void VisitorPage::on_ack(const Order& order, const Json& ack) {
    if (order.kind == "admit") return owner_.admission(*this, true);
    if (order.message.is_nil()) return;
    storage_.unsent.erase(order.message);
    if (order.kind != "post") return;
    const ConversationId id{uuid_of(ack, "conversation")};
    switch_to(id);  // as the pages do: what was just written belongs to the conversation on screen
    const std::uint32_t seq = number_of(ack, "seq");
    world_.saw_acknowledged(viewer(), {id, order.message, seq, 0, order.text}, head_at_sending());
    if (id == conversation_.id) conversation_.progress.reached(seq);
}

void VisitorPage::on_refused(const Order& order, const std::string& code) {
    if (order.kind == "admit") return owner_.admission(*this, false);
    if (order.message.is_nil()) return;
    storage_.unsent.erase(order.message);
    owner_.message_refused(*this, order.message, code);
}

void VisitorPage::on_turned_away(int) { owner_.turned_away(*this); }

}  // namespace relais::simulation
