// One socket owner after docs/protocol.md, sections 2 and 3: a client id in memory, numbered commands sent until answered,
// heartbeats, coming back. What the frames of a side mean is said by VisitorPage and Console.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "simulation/random.hpp"
#include "simulation/world/network.hpp"

namespace relais::simulation {

class World;

using Json = nlohmann::json;

/// `"name":"value"` for ids and words that need no escaping.
[[nodiscard]] std::string field(std::string_view name, std::string_view value);
template <class Tag>
[[nodiscard]] std::string field(std::string_view name, const Id<Tag>& id) {
    return field(name, to_string(id));
}
[[nodiscard]] std::string text_field(std::string_view name, const std::string& value);
[[nodiscard]] Uuid uuid_of(const Json& json, const char* name);
[[nodiscard]] std::uint32_t number_of(const Json& json, const char* name);
[[nodiscard]] std::string word_of(const Json& json, const char* name);

class SocketClient : public SocketUser {
public:
    SocketClient(World& world, Random random, LinkQuality quality);
    ~SocketClient() override;
    SocketClient(const SocketClient&) = delete;
    SocketClient& operator=(const SocketClient&) = delete;

    /// Connects, and comes back after every loss until `leave` or `vanish`.
    void open();
    /// Hangs up for good: a closed tab.
    void leave();
    /// Gone for good without a word.
    void vanish();
    /// The socket is dropped and opened again after `pause`: a network that changed, a laptop that slept.
    void reconnect(Duration pause);

    [[nodiscard]] bool wanted() const { return wanted_; }
    [[nodiscard]] bool greeted() const { return greeted_; }
    [[nodiscard]] ClientId client() const { return client_; }
    /// How many sockets were opened so far.
    [[nodiscard]] std::uint64_t sockets() const { return sockets_; }
    /// Of this page or console, in traces and for the checkers.
    [[nodiscard]] std::uint64_t number() const { return number_; }

    void socket_opened(ConnectionId connection) override;
    void socket_heard(ConnectionId connection, const FrameText& text, std::uint64_t head) override;
    void socket_closed(ConnectionId connection, int code) override;

protected:
    struct Order {
        std::uint64_t n = 0;
        std::string kind;
        std::string fields;  // with a leading comma, or empty
        MessageId message;
        ConversationId conversation;
        std::string text;  // of messages
    };

    [[nodiscard]] virtual Door door() const = 0;
    /// Everything of the hello but kind, protocol and client; with a leading comma, or empty.
    [[nodiscard]] virtual std::string hello_fields() const = 0;
    virtual void on_greeted(const Json& hello_ok) = 0;
    virtual void on_frame(const std::string& kind, const Json& frame) = 0;
    virtual void on_ack(const Order& order, const Json& ack) = 0;
    virtual void on_refused(const Order& order, const std::string& code) = 0;
    /// As it came: one a second to every console, too many to be read as JSON.
    virtual void on_team(std::string_view) {}
    virtual void on_lost() {}
    /// The server does not want this client any more (4401, 4403, 4409, 4410).
    virtual void on_turned_away(int) {}

    void order(Order order);
    /// A frame without a number: typing, read.
    void notice(const std::string& text);
    void say_hello();
    /// A second life in the same socket owner: the page was loaded again. Unanswered commands are forgotten.
    void forget_orders() {
        orders_.clear();
        sent_ = 0;
    }
    [[nodiscard]] const std::deque<Order>& orders() const { return orders_; }
    [[nodiscard]] std::uint64_t head_at_sending() const { return head_; }

    World& world_;
    Random random_;

private:
    void connect();
    void come_back(Duration pause);
    void hang_up();
    void send(const std::string& text);
    void flush();
    void hello_ok(const Json& frame);
    void answered(const Json& frame, bool accepted);
    void refused_for_now(const Json& frame, std::uint64_t n);
    void renumber(std::uint64_t next);
    void watch();
    [[nodiscard]] Duration backoff();

    LinkQuality quality_;
    ClientId client_;
    std::uint64_t number_ = 0;
    bool wanted_ = false;
    bool greeted_ = false;
    ConnectionId connection_;    // nil: none
    std::uint64_t attempt_ = 0;  // guards delayed work of older sockets
    std::uint64_t sockets_ = 0;
    std::uint32_t failures_ = 0;
    Instant heard_;
    Duration silence_{0};
    std::deque<Order> orders_;  // unanswered, ascending n
    std::uint64_t next_n_ = 1;
    std::size_t sent_ = 0;  // of orders_, on this socket
    Duration pause_{500};
    bool pausing_ = false;
    std::uint64_t head_ = 0;
};

}  // namespace relais::simulation
