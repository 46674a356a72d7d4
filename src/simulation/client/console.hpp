// One life of a console, after docs/protocol.md section 5: up to a few conversations at a time, resumed by position. What
// the agent does with it is said by the Agent and the Supervisor.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "simulation/checkers/checker.hpp"
#include "simulation/client/progress.hpp"
#include "simulation/client/socket_client.hpp"

namespace relais::simulation {

class Console : public SocketClient {
public:
    struct Shown {
        std::string state;  // offered, active, ended
        std::int64_t offer_until = 0;
        std::int64_t wrap_up_until = 0;
        bool transferring = false;
        Progress progress;
    };

    class Owner {
    public:
        virtual ~Owner() = default;
        /// After the snapshot: everything is on the screen.
        virtual void console_ready(Console& console) = 0;
        virtual void status_seen(Console& console, const std::string& status) = 0;
        virtual void conversation_seen(Console& console, ConversationId id) = 0;
        virtual void conversation_removed(Console& console, ConversationId id) = 0;
        virtual void visitor_wrote(Console& console, ConversationId id, std::uint32_t seq) = 0;
        virtual void left_message_seen(Console&, MessageId) {}
        virtual void order_refused(Console&, const std::string& /*kind*/, ConversationId, const std::string& /*code*/) {
        }
        virtual void turned_away(Console& console) = 0;
    };

    Console(World& world, Random random, LinkQuality quality, Owner& owner, const AgentSettings& agent, Uuid session);
    ~Console() override;

    void set_status(std::string_view status, std::string_view reason);
    void sign_out(bool requeue_chats);
    /// accept, decline, end, cancel_transfer, requeue, wrap_up_done, explain
    void about(std::string_view kind, ConversationId conversation);
    void post(ConversationId conversation, MessageId message, const std::string& text);
    void note(ConversationId conversation, MessageId message, const std::string& text);
    void transfer(ConversationId conversation, AgentId to, MessageId note, const std::string& text);
    void transfer(ConversationId conversation, EntryPointId to);
    void typing(ConversationId conversation);
    void read(ConversationId conversation, std::uint32_t seq);
    void left_message_done(MessageId message);
    void set_entry_point(EntryPointId entry_point, std::string_view state);
    void force_status(AgentId agent, std::string_view status);

    [[nodiscard]] const std::map<ConversationId, Shown>& conversations() const { return conversations_; }
    [[nodiscard]] const std::string& status() const { return status_; }
    [[nodiscard]] bool ready() const { return ready_ && greeted(); }
    [[nodiscard]] bool has_orders() const { return !orders().empty(); }

private:
    [[nodiscard]] Door door() const override;
    [[nodiscard]] std::string hello_fields() const override;
    void on_greeted(const Json& hello_ok) override;
    void on_frame(const std::string& kind, const Json& frame) override;
    void on_ack(const Order& order, const Json& ack) override;
    void on_refused(const Order& order, const std::string& code) override;
    void on_team(std::string_view text) override;
    void on_lost() override { ready_ = false; }
    void on_turned_away(int code) override;

    void snapshot(const Json& frame);
    void self(const Json& state);
    void show(const Json& state);
    void entries(const Json& frame);
    void remove(ConversationId id);
    void message(std::string_view kind, ConversationId conversation, MessageId message, const std::string& text);
    [[nodiscard]] Viewer viewer() const { return {number(), {}, agent_.id}; }

    Owner& owner_;
    const AgentSettings agent_;
    Uuid session_;
    bool ready_ = false;
    std::optional<std::uint64_t> team_;  // the version of the team on the screen; none: a whole one comes first
    std::string status_;
    std::map<ConversationId, Shown> conversations_;
};

}  // namespace relais::simulation
