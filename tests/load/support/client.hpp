// One client of docs/protocol.md: hello, numbered commands, at most 16 unanswered, sent again as section 2 says.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "load/support/frames.hpp"
#include "load/support/web_socket.hpp"

namespace relais::load {

class Client;

/// Told of what the load sent.
class Listener {
public:
    virtual ~Listener() = default;
    /// A text of `pair` that was due then is stored.
    virtual void acked(std::uint32_t pair, bool by_agent, Nanoseconds due) = 0;
    /// It stands on the other screen.
    virtual void delivered(Nanoseconds due) = 0;
};

/// What all clients of a load have in common.
struct Crowd {
    Loop& loop;
    Dice dice;  // never the same twice: ids of an earlier crowd would be recognised
    Listener* listener = nullptr;
    std::vector<Client*> paused;                   // they wait before they send again
    std::map<std::string, std::uint64_t> refused;  // by code
    std::map<int, std::uint64_t> ended;            // by close code or HTTP status
    std::uint64_t resent = 0;

    explicit Crowd(Loop& a_loop) : loop(a_loop), dice(static_cast<std::uint64_t>(now_ns())) {}
    /// Sends again what waited long enough. Often enough: every few milliseconds.
    void tick();
};

class Client : public WebSocket {
public:
    static constexpr std::size_t unanswered_max = 16;

    Client(Crowd& crowd, bool agent) : WebSocket(crowd.loop), crowd_(crowd), id_(crowd.dice.uuid()), agent_(agent) {}

    [[nodiscard]] bool has_room() const { return unanswered_.size() < unanswered_max; }
    [[nodiscard]] bool is_paused() const { return resume_at_ != 0; }
    [[nodiscard]] std::size_t unanswered() const { return unanswered_.size(); }
    /// `fields` as they stand behind the number, beginning with a comma, or empty. A text of `pair` (see Listener) when due.
    void order(std::string_view kind, std::string fields, std::uint32_t pair = 0, Nanoseconds due = 0);
    /// The text that is due then.
    void post(std::string_view conversation, std::uint32_t pair, Nanoseconds due);
    void resume(Nanoseconds now);
    [[nodiscard]] bool greeted() const { return greeted_; }

protected:
    void on_text(std::string_view text) final;
    void on_end(int code) override;
    /// Behind `"client":UUID`.
    [[nodiscard]] virtual std::string hello_fields() const = 0;
    void say_hello();
    virtual void on_hello_ok(std::string_view frame) { (void)frame; }
    virtual void on_frame(std::string_view kind, std::string_view frame) {
        (void)kind;
        (void)frame;
    }
    virtual void on_ack(std::string_view frame) { (void)frame; }
    virtual void on_refused(std::string_view frame) { (void)frame; }

    Crowd& crowd_;

private:
    struct Order {
        std::uint64_t n = 0;
        std::uint32_t pair = 0;
        Nanoseconds due = 0;  // 0: no text
        std::string kind;
        std::string fields;
    };
    void send_order(const Order& order);
    void answered(std::string_view frame);
    void refused(std::string_view frame);
    void heard_entries(std::string_view frame);

    std::string id_;
    bool agent_;
    bool greeted_ = false;
    std::uint64_t next_ = 1;
    std::deque<Order> unanswered_;
    Nanoseconds pause_ = 0;
    Nanoseconds resume_at_ = 0;  // 0: not paused
};

}  // namespace relais::load
