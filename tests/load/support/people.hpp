// Visitors and agents as the load needs them.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "load/support/centre.hpp"
#include "load/support/client.hpp"

namespace relais::load {

/// A page: listens, or comes in and asks for a chat.
class Visitor final : public Client {
public:
    enum class Wish : std::uint8_t { listen, look, chat };  // look: a hello of his own, no conversation

    Visitor(Crowd& crowd, Wish wish) : Client(crowd, false), wish_(wish) {}

    [[nodiscard]] const std::string& conversation() const { return conversation_; }
    [[nodiscard]] bool is_active() const { return active_; }
    [[nodiscard]] bool told_to_poll() const { return told_to_poll_; }
    /// The last word on availability, and when it came.
    [[nodiscard]] bool sees_open() const { return sees_open_; }
    [[nodiscard]] Nanoseconds seen_at() const { return seen_at_; }
    /// Greeted and, unless it only listens, with its snapshot; when that was.
    [[nodiscard]] bool is_served() const { return served_at_ != 0; }
    [[nodiscard]] Nanoseconds served_at() const { return served_at_; }
    /// Asks for a place and writes; again, when it was refused.
    void ask_for_chat();
    [[nodiscard]] bool was_refused() const { return refused_; }
    /// A page that comes back names who it is and what it has.
    void forget_connection();

private:
    void on_open() override { say_hello(); }
    std::string hello_fields() const override;
    void on_hello_ok(std::string_view frame) override;
    void on_frame(std::string_view kind, std::string_view frame) override;
    void on_ack(std::string_view frame) override;
    void on_refused(std::string_view) override { refused_ = true; }
    void on_end(int code) override;

    Wish wish_;
    std::string token_;
    std::string conversation_;
    bool active_ = false;
    bool told_to_poll_ = false;
    bool refused_ = false;
    bool sees_open_ = false;
    Nanoseconds seen_at_ = 0;
    Nanoseconds served_at_ = 0;
};

/// Accepts whatever is offered.
class Agent final : public Client {
public:
    explicit Agent(Crowd& crowd) : Client(crowd, true) {}
    [[nodiscard]] bool has_snapshot() const { return snapshot_; }
    [[nodiscard]] const std::unordered_map<std::string, bool>& conversations() const { return conversations_; }
    [[nodiscard]] std::size_t active() const;
    void set_status(std::string_view status) { order("status", R"(,"status":")" + std::string(status) + '"'); }
    void end(const std::string& conversation) { order("end", R"(,"conversation":")" + conversation + '"'); }

private:
    void on_open() override { say_hello(); }
    std::string hello_fields() const override { return R"(,"have":[])"; }
    void on_frame(std::string_view kind, std::string_view frame) override;

    bool snapshot_ = false;
    std::unordered_map<std::string, bool> conversations_;  // true: active
};

}  // namespace relais::load
