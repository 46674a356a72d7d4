#include "load/support/traffic.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace relais::load {
namespace {

constexpr Nanoseconds drained_within = 30 * a_second;
constexpr Nanoseconds between_texts_of_a_visitor = a_second * 2 / 9;
constexpr Nanoseconds burst_of_a_visitor = 10 * between_texts_of_a_visitor;

}  // namespace

Traffic::Traffic(Loop& loop, Chats& chats, const Load& load)
    : loop_(loop),
      chats_(chats),
      load_(load),
      chat_count_(static_cast<std::uint32_t>(chats.count())),
      visitors_(chats.count()) {}

void Traffic::start_measuring(Usage& usage) {
    usage.begin();
    begin_ = now_ns();
    end_ = begin_ + load_.time;
}

void Traffic::begin() {
    chats_.set_listener(this);
    start_ = now_ns();
    end_ = begin_ = start_ + load_.warm_up;  // nothing is measured before
    if (load_.rate == 0) begin_closed();
}

void Traffic::step() {
    if (load_.rate > 0) send_due(now_ns());
    chats_.tick();
    send_late();
}

void Traffic::finish() {
    over_ = true;
    const auto all_here = [&] {
        chats_.tick();
        send_late();
        return late_.empty() && all_acked_ == all_sent_ && all_delivered_ == all_sent_;
    };
    const bool drained = loop_.run(now_ns() + drained_within, all_here);
    chats_.set_listener(nullptr);
    if (drained) return;
    (void)chats_.troubles();
    throw std::runtime_error("of " + std::to_string(all_sent_) + " texts " + std::to_string(all_acked_) +
                             " were acknowledged and " + std::to_string(all_delivered_) + " delivered");
}

Measured Traffic::run(Usage& usage, const std::function<void()>& beside) {
    begin();
    bool measuring = false;
    while (true) {
        const Nanoseconds now = now_ns();
        if (!measuring && now >= begin_) {
            start_measuring(usage);
            measuring = true;
        }
        if (measuring && now >= end_) break;
        step();
        beside();
        loop_.once(std::min({measuring ? end_ : begin_, now + a_millisecond, next_due()}));
    }
    usage.end();
    measured_.seconds = seconds_of(now_ns() - begin_);
    finish();
    const auto texts = static_cast<double>(std::max<std::uint64_t>(1, measured_.acked));
    measured_.server_us = usage.server_s() * 1e6 / texts;
    measured_.postgres_us = usage.postgres_s() * 1e6 / texts;
    measured_.generator_us = usage.generator_s() * 1e6 / texts;
    return std::move(measured_);
}

Nanoseconds Traffic::next_due() const {
    if (load_.rate == 0) return now_ns() + a_second;
    return start_ + static_cast<Nanoseconds>(static_cast<double>(scheduled_) * 1e9 / load_.rate);
}

bool Traffic::visitor_may_write(std::uint32_t pair, Nanoseconds now) {
    Nanoseconds& next = visitors_[pair].next_allowed;
    if (next > now) return false;
    next = std::max(next, now - burst_of_a_visitor) + between_texts_of_a_visitor;
    return true;
}

/// Text number i goes to a chat and a side by its number, so that everybody writes at the same pace; where that is more than
/// visitors may, their agents write it.
void Traffic::send_due(Nanoseconds now) {
    for (;;) {
        const Nanoseconds due = next_due();
        if (due > now) return;
        const std::uint64_t place = scheduled_++ % (2ULL * chat_count_);
        const auto pair = static_cast<std::uint32_t>(place / 2);
        const Late text{pair, place % 2 == 1 || !visitor_may_write(pair, now), due};
        if (is_measured(due)) ++measured_.sent;
        if (chats_.send(text.pair, text.by_agent, due)) {
            ++all_sent_;
        } else {
            if (load_.patient) late_.push_back(text);
            if (is_measured(due)) ++measured_.held_back;
        }
    }
}

void Traffic::send_late() {
    const auto gone = [&](const Late& text) {
        const bool sent = chats_.send(text.pair, text.by_agent, text.due);
        all_sent_ += sent ? 1 : 0;
        return sent;
    };
    if (!late_.empty()) std::erase_if(late_, gone);
}

void Traffic::begin_closed() {
    for (std::uint32_t pair = 0; pair < chat_count_; ++pair) {
        for (std::uint32_t turn = 0; turn < load_.depth; ++turn) answer(pair, turn % 2 == 1);
    }
}

/// Whose turn it is: the visitor after the agent, as far as visitors may, else the agent again.
void Traffic::answer(std::uint32_t pair, bool by_agent) {
    const Nanoseconds now = now_ns();
    const bool agents_turn = !by_agent || !visitor_may_write(pair, now);
    if (is_measured(now)) ++measured_.sent;
    if (chats_.send(pair, agents_turn, now)) {
        ++all_sent_;
    } else {
        late_.push_back(Late{pair, agents_turn, now});
        if (is_measured(now)) ++measured_.held_back;
    }
}

void Traffic::acked(std::uint32_t pair, bool by_agent, Nanoseconds due) {
    const Nanoseconds now = now_ns();
    ++all_acked_;
    if (is_measured(now)) ++measured_.acked;
    if (is_measured(due)) measured_.ack.add(now - due);
    if (load_.rate == 0 && !over_) answer(pair, by_agent);
}

void Traffic::delivered(Nanoseconds due) {
    ++all_delivered_;
    if (is_measured(due)) measured_.delivery.add(now_ns() - due);
}

}  // namespace relais::load
