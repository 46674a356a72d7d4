// An agent at work: takes offers, talks, ends, transfers, notes, goes on breaks, loses the network, signs out and comes
// back; sometimes with two consoles at once.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "simulation/client/console.hpp"
#include "simulation/world/world.hpp"

namespace relais::simulation {

struct AgentHabits {
    LinkQuality link;
    Duration handles{std::chrono::seconds{240}};      // mean length of a chat
    Duration answers_after{std::chrono::seconds{8}};  // mean
    double misses = 0.01;
    double declines = 0.01;
    double transfers = 0.04;
    double requeues = 0.01;
    double notes = 0.1;
    double second_console = 0;
    double signs_out = 0;   // instead of a break
    Duration works_for{0};  // mean between breaks; 0: no break
    Duration breaks_for{std::chrono::minutes{4}};
    Duration network_lasts{0};    // mean between losses; 0: never lost
    double loss_is_silent = 0.3;  // the machine sleeps: nobody is told
};

class Agent : public Person, private Console::Owner {
public:
    Agent(World& world, Random random, const AgentHabits& habits, AgentId id);
    ~Agent() override;

    void start_shift();
    void come_to_rest() override;
    [[nodiscard]] bool done() const override { return false; }

private:
    struct Chat {
        bool begun = false;  // he said hello and knows when it will end
        std::uint32_t answered_seq = 0;
        std::int64_t offer_until = 0;
        bool answering = false;
        bool ending = false;
        bool wrapping_up = false;
    };

    void console_ready(Console& console) override;
    void status_seen(Console& console, const std::string& status) override;
    void conversation_seen(Console& console, ConversationId id) override;
    void conversation_removed(Console& console, ConversationId id) override;
    void visitor_wrote(Console& console, ConversationId id, std::uint32_t seq) override;
    void left_message_seen(Console& console, MessageId message) override;
    void order_refused(Console& console, const std::string& kind, ConversationId conversation,
                       const std::string& code) override;
    void turned_away(Console& console) override;

    void after(Duration delay, Timeline::Work work);
    [[nodiscard]] bool first(const Console& console) const {
        return !consoles_.empty() && consoles_.front().get() == &console;
    }
    [[nodiscard]] bool has_active(ConversationId id) const;
    [[nodiscard]] Console* at_work();
    void open_console();
    void retire_consoles(bool silently);
    void ring(ConversationId id, std::int64_t until);
    void begin(ConversationId id);
    void say(ConversationId id);
    void finish(ConversationId id);
    void pass_on(ConversationId id);
    void go_on_break();
    void come_back();
    void lose_network();

    World& world_;
    Random random_;
    AgentHabits habits_;
    AgentId id_;
    std::uint64_t self_;
    Uuid session_;
    std::vector<std::unique_ptr<Console>> consoles_;  // the first is the one he works with
    std::vector<std::unique_ptr<Console>> retired_;
    std::map<ConversationId, Chat> chats_;
    std::uint32_t messages_ = 0;
    bool on_break_ = false;
    bool resting_ = false;
};

}  // namespace relais::simulation
