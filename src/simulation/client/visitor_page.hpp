// One life of a page with the widget, after docs/protocol.md section 4: it listens, becomes a visitor, shows one
// conversation and resumes it by seq. What the visitor does with it is said by the Visitor.
#pragma once

#include <map>
#include <string>

#include "simulation/checkers/checker.hpp"
#include "simulation/client/progress.hpp"
#include "simulation/client/socket_client.hpp"
#include "simulation/world/centre.hpp"

namespace relais::simulation {

/// The browser's storage, shared by the pages of a visitor: who he is, and messages that are not acknowledged yet.
struct VisitorStorage {
    std::string token;
    VisitorId visitor;
    std::map<MessageId, std::string> unsent;
};

struct ShownConversation {
    ConversationId id;  // nil: none
    std::string state;
    bool choices = false;
    Progress progress;
};

class VisitorPage : public SocketClient {
public:
    class Owner {
    public:
        virtual ~Owner() = default;
        virtual void page_greeted(VisitorPage& page) = 0;
        virtual void availability_seen(VisitorPage& page) = 0;
        virtual void admission(VisitorPage& page, bool granted) = 0;
        virtual void conversation_seen(VisitorPage& page) = 0;
        virtual void agent_wrote(VisitorPage& page, std::uint32_t seq) = 0;
        virtual void message_refused(VisitorPage& page, MessageId message, const std::string& code) = 0;
        virtual void turned_away(VisitorPage& page) = 0;
    };

    VisitorPage(World& world, Random random, LinkQuality quality, Owner& owner, VisitorStorage& storage,
                const SimulatedSite& site, std::string language, std::string address, bool listens);
    ~VisitorPage() override;

    /// The second hello: from listening to talking.
    void become_visitor();
    void admit();
    void post(MessageId message, const std::string& text);
    void end();
    void keep_waiting();
    void leave_message(MessageId message, const std::string& text);
    void typing();
    void read(std::uint32_t seq);

    [[nodiscard]] bool listens() const { return listens_; }
    [[nodiscard]] bool open_button() const { return availability_ == "open"; }
    [[nodiscard]] const ShownConversation& conversation() const { return conversation_; }
    [[nodiscard]] bool has_orders() const { return !orders().empty(); }

private:
    [[nodiscard]] Door door() const override;
    [[nodiscard]] std::string hello_fields() const override;
    void on_greeted(const Json& hello_ok) override;
    void on_frame(const std::string& kind, const Json& frame) override;
    void on_ack(const Order& order, const Json& ack) override;
    void on_refused(const Order& order, const std::string& code) override;
    void on_turned_away(int code) override;

    void snapshot(const Json& frame);
    void show(const Json& state);
    void entries(const Json& frame);
    void switch_to(ConversationId id);
    [[nodiscard]] Viewer viewer() const { return {number(), storage_.visitor, {}}; }

    Owner& owner_;
    VisitorStorage& storage_;
    const SimulatedSite& site_;
    std::string language_;
    std::string address_;
    bool listens_;
    std::string availability_ = "closed";
    std::uint32_t availability_version_ = 0;
    ShownConversation conversation_;
};

}  // namespace relais::simulation
