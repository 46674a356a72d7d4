#include "load/support/client.hpp"

#include <algorithm>

namespace relais::load {
namespace {

constexpr Nanoseconds first_pause = a_second / 2;
constexpr Nanoseconds longest_pause = 30 * a_second;

}  // namespace

void Crowd::tick() {
    if (paused.empty()) return;
    const Nanoseconds now = now_ns();
    for (Client* client : paused) client->resume(now);
    std::erase_if(paused, [](const Client* client) { return !client->is_paused(); });
}

void Client::say_hello() {
    send_text(R"({"kind":"hello","protocol":1,"client":")" + id_ + R"(","language":"fr")" + hello_fields() + "}");
}

void Client::order(std::string_view kind, std::string fields, std::uint32_t pair, Nanoseconds due) {
    unanswered_.push_back(Order{next_++, pair, due, std::string(kind), std::move(fields)});
    if (!is_paused()) send_order(unanswered_.back());
}

void Client::post(std::string_view conversation, std::uint32_t pair, Nanoseconds due) {
    std::string fields;
    fields.reserve(260);
    fields.append(R"(,"id":")").append(crowd_.dice.uuid());
    fields.append(R"(","conversation":")").append(conversation).append(R"(","text":")");
    append_text(fields, due);
    fields.push_back('"');
    order("post", std::move(fields), pair, due);
}

void Client::send_order(const Order& order) {
    std::string frame;
    frame.reserve(320);
    frame.append(R"({"kind":")").append(order.kind).append(R"(","n":)").append(std::to_string(order.n));
    frame.append(order.fields).push_back('}');
    send_text(frame);
}

void Client::resume(Nanoseconds now) {
    if (resume_at_ == 0 || now < resume_at_) return;
    resume_at_ = 0;
    crowd_.resent += unanswered_.size();
    for (const Order& order : unanswered_) send_order(order);
}

void Client::on_text(std::string_view frame) {
    const std::string_view kind = kind_of(frame);
    if (kind == "ack") return answered(frame);
    if (kind == "entries") return heard_entries(frame);
    if (kind == "ping") return send_text(R"({"kind":"pong"})");
    if (kind == "refused") return refused(frame);
    if (kind == "hello_ok") {
        greeted_ = true;
        on_hello_ok(frame);
    } else {
        on_frame(kind, frame);
    }
}

void Client::on_end(int code) {
    greeted_ = false;
    ++crowd_.ended[code];
}

void Client::answered(std::string_view frame) {
    const std::uint64_t n = number(frame, keys::n);
    if (unanswered_.empty() || unanswered_.front().n != n) return;  // an answer to what was sent twice
    const Order order = std::move(unanswered_.front());
    unanswered_.pop_front();
    pause_ = 0;
    if (order.due == 0) return on_ack(frame);
    if (crowd_.listener != nullptr) crowd_.listener->acked(order.pair, agent_, order.due);
}

void Client::refused(std::string_view frame) {
    const std::string_view code = word(frame, keys::code);
    ++crowd_.refused[std::string(code)];
    if (frame.find(R"("transient":true)") == std::string_view::npos) {
        const std::uint64_t n = number(frame, keys::n);
        std::erase_if(unanswered_, [n](const Order& order) { return order.n == n; });
        return on_refused(frame);
    }
    if (is_paused() || code == "out_of_order") return;  // the one before it was refused: all go again from there
    pause_ = pause_ == 0 ? first_pause : std::min(longest_pause, pause_ * 2);
    resume_at_ = now_ns() + pause_;
    crowd_.paused.push_back(this);
}

void Client::heard_entries(std::string_view frame) {
    constexpr std::string_view mark = R"("body":"T)";
    if (crowd_.listener == nullptr) return;
    for (std::size_t at = frame.find(mark); at != std::string_view::npos; at = frame.find(mark, at + 1))
        crowd_.listener->delivered(due_of(frame.substr(at + mark.size())));
}

}  // namespace relais::load
