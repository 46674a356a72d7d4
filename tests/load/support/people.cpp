#include "load/support/people.hpp"

#include <algorithm>

namespace relais::load {

std::string Visitor::hello_fields() const {
    if (wish_ == Wish::listen) return R"(,"listen":true)";
    std::string fields = R"(,"page":{"title":"Chaussures","url":"https://bench.example/fr/chaussures"})";
    if (!token_.empty()) fields += R"(,"token":")" + token_ + '"';
    if (!conversation_.empty()) fields += R"(,"last":{"conversation":")" + conversation_ + R"(","seq":1})";
    return fields;
}

void Visitor::forget_connection() {
    drop();
    told_to_poll_ = false;
    served_at_ = 0;
}

void Visitor::on_end(int code) {
    served_at_ = 0;
    Client::on_end(code);
}

void Visitor::on_hello_ok(std::string_view frame) {
    if (wish_ == Wish::listen) served_at_ = now_ns();
    const std::string_view token = word(frame, keys::token);
    if (!token.empty()) token_ = token;
    sees_open_ = word(frame, keys::state) == "open";
}

void Visitor::on_frame(std::string_view kind, std::string_view frame) {
    if (kind == "availability") {
        sees_open_ = word(frame, keys::state) == "open";
        seen_at_ = now_ns();
    } else if (kind == "snapshot") {
        served_at_ = now_ns();
        if (wish_ == Wish::chat && conversation_.empty()) ask_for_chat();
    } else if (kind == "conversation") {
        active_ = word(frame, keys::state) == "active";
    } else if (kind == "bye") {
        told_to_poll_ = frame.find(R"("poll":true)") != std::string_view::npos;
    }
}

void Visitor::ask_for_chat() {
    refused_ = false;
    order("admit", "");
    order("post", R"(,"id":")" + crowd_.dice.uuid() + R"(","text":"Bonjour","name":"Camille")");
}

void Visitor::on_ack(std::string_view frame) {
    const std::string_view conversation = word(frame, keys::conversation);
    if (!conversation.empty()) conversation_ = conversation;
}

std::size_t Agent::active() const {
    return static_cast<std::size_t>(
        std::count_if(conversations_.begin(), conversations_.end(), [](const auto& one) { return one.second; }));
}

void Agent::on_frame(std::string_view kind, std::string_view frame) {
    if (kind == "snapshot") {
        snapshot_ = true;
    } else if (kind == "conversation") {
        const std::string id(word(frame, keys::id));
        const std::string_view state = word(frame, keys::state);
        if (state == "ended") {
            conversations_.erase(id);
            return;
        }
        const bool known = conversations_.contains(id);
        conversations_[id] = state == "active";
        if (state == "offered" && !known) order("accept", R"(,"conversation":")" + id + '"');
    } else if (kind == "removed") {
        conversations_.erase(std::string(word(frame, keys::conversation)));
    }
}

}  // namespace relais::load
