#include "load/support/bare_chats.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>
#include <unistd.h>

#include "load/support/commits.hpp"

namespace relais::load {
namespace {

constexpr Nanoseconds ready_within = 60 * a_second;

std::string digits_of(std::uint32_t number) {
    std::array<char, 16> text{};
    const int size = std::snprintf(text.data(), text.size(), "%08u", number);
    return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace

class BareClient final : public WebSocket {
public:
    BareClient(Crowd& crowd, bool agent, std::string hello)
        : WebSocket(crowd.loop), crowd_(crowd), agent_(agent), hello_(std::move(hello)) {}
    [[nodiscard]] bool is_ready() const { return ready_; }
    std::string statistics;

private:
    void on_open() override { send_text(hello_); }
    void on_text(std::string_view text) override {
        if (text.front() == 's') {
            statistics = text;
        } else if (text.size() < 1 + ack_size) {
            ready_ = true;
        } else if (crowd_.listener != nullptr) {
            const Nanoseconds due = due_of(text.substr(1 + chat_digits + 1));
            if (text.front() == 'd') return crowd_.listener->delivered(due);
            std::uint32_t pair = 0;
            std::from_chars(text.data() + 1, text.data() + 1 + chat_digits, pair);
            crowd_.listener->acked(pair, agent_, due);
        }
    }

    Crowd& crowd_;
    bool agent_;
    std::string hello_;
    bool ready_ = false;
};

BareChats::BareChats(Loop& loop, std::uint16_t port, std::uint32_t agents, std::uint32_t seats)
    : crowd_(loop), seats_(seats) {
    const Door door{port, "/", {}, {}};
    for (std::uint32_t agent = 0; agent < agents; ++agent) {
        agents_.push_back(
            std::make_unique<BareClient>(crowd_, true, "a" + digits_of(agent * seats) + digits_of(seats)));
        agents_.back()->open(door);
    }
    for (std::uint32_t chat = 0; chat < agents * seats; ++chat) {
        visitors_.push_back(std::make_unique<BareClient>(crowd_, false, "v" + digits_of(chat)));
        visitors_.back()->open(door);
    }
    const auto is_ready = [](const auto& client) { return client->is_ready(); };
    const auto all_ready = [&] {
        return std::all_of(visitors_.begin(), visitors_.end(), is_ready) &&
               std::all_of(agents_.begin(), agents_.end(), is_ready);
    };
    if (!loop.run(now_ns() + ready_within, all_ready)) throw std::runtime_error("the bare server is not ready");
}

BareChats::~BareChats() = default;

void BareChats::set_listener(Listener* listener) { crowd_.listener = listener; }

double BareChats::rows_a_commit() {
    BareClient& any = *agents_.front();
    any.send_text("s");
    if (!crowd_.loop.run(now_ns() + ready_within, [&] { return !any.statistics.empty(); })) return 0;
    const double commits = std::stod(any.statistics.substr(1, chat_digits));
    const double rows = std::stod(any.statistics.substr(1 + chat_digits));
    return commits > 0 ? rows / commits : 0;
}

bool BareChats::send(std::uint32_t pair, bool by_agent, Nanoseconds due) {
    std::string text = digits_of(pair);
    append_text(text, due);
    (by_agent ? agents_[pair / seats_] : visitors_[pair])->send_text(text);
    return true;
}

BareProcess::BareProcess(const Centre* centre, std::uint32_t chats, bool stores) {
    if (stores) make_text_table(*centre);
    copy_ = fork_to([&](int answer) {
        BareServer wishes;
        wishes.chats = chats;
        if (stores) {
            if (!drop_privileges(centre->places())) throw std::runtime_error("cannot become the owner of the storage");
            wishes.database_url = centre->url();
        }
        serve_bare(wishes, answer);
    });
    const std::string port = read_line(copy_.answer);
    if (port.empty()) throw std::runtime_error("the bare server did not begin");
    port_ = static_cast<std::uint16_t>(std::stoul(port));
}

BareProcess::~BareProcess() {
    copy_.child.end();
    ::close(copy_.answer);
}

}  // namespace relais::load
