// Texts over chats: at fixed instants (open loop) or as fast as they are acknowledged (closed loop).
#pragma once

#include <functional>
#include <vector>

#include "load/support/chats.hpp"
#include "load/support/machine.hpp"

namespace relais::load {

struct Load {
    double rate = 0;          // texts a second; 0: closed loop
    std::uint32_t depth = 1;  // closed loop: texts of a chat under way at a time
    Nanoseconds warm_up = a_second;
    Nanoseconds time = 5 * a_second;
    bool patient = true;  // false: what cannot be sent when it is due never is
};

struct Measured {
    Samples ack;                  // of what was due in the measured time, from the instant it was due
    Samples delivery;             // to the other screen
    std::uint64_t acked = 0;      // within the measured time
    std::uint64_t sent = 0;       // due within it
    std::uint64_t held_back = 0;  // of these the ones that had to wait for an ack first
    double seconds = 0;
    double server_us = 0;  // CPU a text
    double postgres_us = 0;
    double generator_us = 0;
};

class Traffic final : private Listener {
public:
    Traffic(Loop& loop, Chats& chats, const Load& load);
    /// Throws when texts are lost. `usage` is taken over the measured time; `beside` is called all the time.
    Measured run(
        Usage& usage, const std::function<void()>& beside = [] {});

    /// For traffic beside another one, not measured: begin, then step again and again, then finish.
    void begin();
    void step();
    void finish();
    [[nodiscard]] std::uint64_t offered() const { return scheduled_; }
    [[nodiscard]] std::uint64_t acked_so_far() const { return all_acked_; }

private:
    /// Visitors may send 5 a second: 4.5 here, so that the server's own count never says no.
    struct Side {
        Nanoseconds next_allowed = 0;
    };
    void acked(std::uint32_t pair, bool by_agent, Nanoseconds due) override;
    void delivered(Nanoseconds due) override;
    void send_due(Nanoseconds now);
    [[nodiscard]] Nanoseconds next_due() const;
    [[nodiscard]] bool visitor_may_write(std::uint32_t pair, Nanoseconds now);
    void send_late();
    void begin_closed();
    void answer(std::uint32_t pair, bool by_agent);
    void start_measuring(Usage& usage);
    [[nodiscard]] bool is_measured(Nanoseconds due) const { return due >= begin_ && due < end_; }

    struct Late {
        std::uint32_t pair;
        bool by_agent;
        Nanoseconds due;
    };

    Loop& loop_;
    Chats& chats_;
    Load load_;
    std::uint32_t chat_count_;
    std::vector<Side> visitors_;
    std::vector<Late> late_;
    Nanoseconds start_ = 0;
    Nanoseconds begin_ = 0;
    Nanoseconds end_ = 0;
    std::uint64_t scheduled_ = 0;
    std::uint64_t all_sent_ = 0;
    std::uint64_t all_acked_ = 0;
    std::uint64_t all_delivered_ = 0;
    bool over_ = false;
    Measured measured_;
};

}  // namespace relais::load
