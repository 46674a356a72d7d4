#include "simulation/people/agent.hpp"

#include <algorithm>
#include <utility>

#include "simulation/people/texts.hpp"

namespace relais::simulation {
namespace {

using std::chrono::seconds;

constexpr double handling_cv2 = 1.86;  // measured on real calls

}  // namespace

Agent::Agent(World& world, Random random, const AgentHabits& habits, AgentId id)
    : world_(world),
      random_(random),
      habits_(habits),
      id_(id),
      self_(world.next_client_number()),
      session_(random_.uuid()) {}

Agent::~Agent() {
    consoles_.clear();
    world_.client_gone({self_, {}, {}});
}

void Agent::after(Duration delay, Timeline::Work work) {
    world_.timeline().after(delay, world_.guarded(self_, std::move(work)));
}

void Agent::start_shift() {
    open_console();
    if (random_.chance(habits_.second_console)) after(random_.exponential(seconds{300}), [this] { open_console(); });
    if (habits_.works_for.count() > 0) after(random_.exponential(habits_.works_for), [this] { go_on_break(); });
    if (habits_.network_lasts.count() > 0)
        after(random_.exponential(habits_.network_lasts), [this] { lose_network(); });
}

void Agent::open_console() {
    const AgentSettings* settings = world_.centre().agent(id_);
    Console::Owner& owner = *this;
    consoles_.push_back(
        std::make_unique<Console>(world_, Random(random_.next()), habits_.link, owner, *settings, session_));
    consoles_.back()->open();
}

void Agent::retire_consoles(bool silently) {
    for (auto& console : consoles_) {
        if (silently)
            console->vanish();
        else
            console->leave();
        retired_.push_back(std::move(console));
    }
    consoles_.clear();
    chats_.clear();
    after(Duration{0}, [this] { retired_.clear(); });
}

Console* Agent::at_work() {
    return !consoles_.empty() && consoles_.front()->ready() ? consoles_.front().get() : nullptr;
}

bool Agent::has_active(ConversationId id) const {
    if (consoles_.empty()) return false;
    const auto& shown = consoles_.front()->conversations();
    const auto found = shown.find(id);
    return found != shown.end() && found->second.state == "active";
}

void Agent::console_ready(Console& console) {
    if (!first(console)) return;
    std::erase_if(chats_, [&](const auto& chat) { return !console.conversations().contains(chat.first); });
    status_seen(console, console.status());
}

void Agent::status_seen(Console& console, const std::string& status) {
    if (!first(console) || on_break_ || status == "available") return;
    after(random_.between(seconds{1}, seconds{20}), [this] {
        Console* working = at_work();
        if (working != nullptr && !on_break_ && working->status() != "available" && !working->has_orders())
            working->set_status("available", "");
    });
}

void Agent::conversation_seen(Console& console, ConversationId id) {
    const auto& shown = console.conversations().at(id);
    if (!first(console)) {
        // The other console rings too; now and then it is the quicker one.
        if (shown.state == "offered" && random_.chance(0.2)) console.about("accept", id);
        return;
    }
    Chat& chat = chats_[id];
    if (shown.state == "offered" && chat.offer_until != shown.offer_until) {
        chat.offer_until = shown.offer_until;
        ring(id, shown.offer_until);
    } else if (shown.state == "active" && !chat.begun) {
        begin(id);
    } else if (shown.state == "ended" && shown.wrap_up_until != 0 && !chat.wrapping_up) {
        chat.wrapping_up = true;
        after(random_.between(seconds{1}, seconds{40}), [this, id] {
            Console* working = at_work();
            if (working != nullptr && working->conversations().contains(id)) working->about("wrap_up_done", id);
        });
    }
}

void Agent::conversation_removed(Console& console, ConversationId id) {
    if (first(console)) chats_.erase(id);
}

void Agent::ring(ConversationId id, std::int64_t until) {
    if (!resting_ && random_.chance(habits_.misses)) return;
    const bool declines = !resting_ && random_.chance(habits_.declines);
    after(random_.between(Duration{800}, Duration{6000}), [this, id, until, declines] {
        Console* working = at_work();
        if (working == nullptr) return;
        const auto shown = working->conversations().find(id);
        if (shown == working->conversations().end() || shown->second.state != "offered" ||
            shown->second.offer_until != until)
            return;
        working->about(declines ? "decline" : "accept", id);
    });
}

void Agent::begin(ConversationId id) {
    chats_[id].begun = true;
    after(random_.between(Duration{1000}, Duration{7000}), [this, id] { say(id); });
    const Duration handles =
        resting_ ? Duration{5000} : seconds{10} + random_.lognormal(habits_.handles - seconds{10}, handling_cv2);
    after(handles, [this, id] { finish(id); });
    if (!resting_ && random_.chance(habits_.transfers + habits_.requeues)) {
        after(random_.exponential(habits_.handles / 2), [this, id] { pass_on(id); });
    }
}

void Agent::say(ConversationId id) {
    Console* working = at_work();
    if (working == nullptr || !has_active(id)) return;
    const std::string mark = "a" + std::to_string(self_) + "." + std::to_string(++messages_);
    working->post(id, MessageId{random_.uuid()}, some_text(random_, mark));
    if (random_.chance(habits_.notes)) working->note(id, MessageId{random_.uuid()}, some_text(random_, "note " + mark));
}

void Agent::visitor_wrote(Console& console, ConversationId id, std::uint32_t seq) {
    const auto chat = chats_.find(id);
    if (!first(console) || chat == chats_.end() || seq <= chat->second.answered_seq || !has_active(id)) return;
    chat->second.answered_seq = seq;
    const Duration thinks = seconds{1} + random_.exponential(habits_.answers_after);
    after(random_.between(Duration{300}, Duration{1500}), [this, id, seq] {
        if (Console* working = at_work(); working != nullptr && has_active(id)) {
            working->read(id, seq);
            working->typing(id);
        }
    });
    if (chat->second.answering) return;
    chat->second.answering = true;
    after(thinks, [this, id] {
        if (const auto still = chats_.find(id); still != chats_.end()) still->second.answering = false;
        say(id);
    });
}

void Agent::finish(ConversationId id) {
    const auto chat = chats_.find(id);
    if (chat == chats_.end() || chat->second.ending) return;
    Console* working = at_work();
    if (working == nullptr || !has_active(id)) return after(seconds{2}, [this, id] { finish(id); });
    chat->second.ending = true;
    working->about("end", id);
}

void Agent::pass_on(ConversationId id) {
    Console* working = at_work();
    if (working == nullptr || !has_active(id) || resting_) return;
    if (random_.chance(habits_.requeues / (habits_.transfers + habits_.requeues))) return working->about("requeue", id);
    const Centre& centre = world_.centre();
    if (random_.chance(0.4)) {
        const auto& entry_points = centre.settings->entry_points;
        return working->transfer(id, entry_points[random_.below(entry_points.size())].id);
    }
    const AgentId to = centre.agents[random_.below(centre.agents.size())];
    const MessageId note = random_.chance(0.5) ? MessageId{random_.uuid()} : MessageId{};
    working->transfer(id, to, note, some_text(random_, "note for a colleague"));
    if (random_.chance(0.1)) {
        after(random_.between(seconds{1}, seconds{12}), [this, id] {
            if (Console* still = at_work(); still != nullptr && has_active(id)) still->about("cancel_transfer", id);
        });
    }
}

void Agent::order_refused(Console& console, const std::string& kind, ConversationId conversation, const std::string&) {
    if (!first(console) || kind != "end") return;
    if (const auto chat = chats_.find(conversation); chat != chats_.end()) chat->second.ending = false;
}

void Agent::left_message_seen(Console& console, MessageId message) {
    if (!first(console) || !random_.chance(0.2)) return;
    after(random_.between(seconds{5}, seconds{60}), [this, message] {
        if (Console* working = at_work()) working->left_message_done(message);
    });
}

void Agent::go_on_break() {
    if (resting_) return;
    Console* working = at_work();
    if (working == nullptr) return after(seconds{30}, [this] { go_on_break(); });
    on_break_ = true;
    if (random_.chance(habits_.signs_out)) {
        working->sign_out(true);
        after(seconds{3}, [this] {
            if (on_break_) retire_consoles(false);
        });
    } else {
        working->set_status("away", "pause");
    }
    after(seconds{10} + random_.exponential(habits_.breaks_for), [this] {
        if (!resting_) come_back();
        if (!resting_) after(seconds{30} + random_.exponential(habits_.works_for), [this] { go_on_break(); });
    });
}

void Agent::come_back() {
    on_break_ = false;
    if (consoles_.empty())
        open_console();
    else if (Console* working = at_work())
        status_seen(*working, working->status());
}

void Agent::lose_network() {
    if (resting_) return;
    const bool silently = random_.chance(habits_.loss_is_silent);
    const Duration away = random_.chance(0.6) ? random_.exponential(seconds{4}) : random_.exponential(seconds{45});
    if (!consoles_.empty()) {
        if (random_.chance(0.5)) {
            consoles_.front()->reconnect(away);  // the same console comes back
        } else {
            retire_consoles(silently);  // the machine was started again
            after(away, [this] {
                if (consoles_.empty() && !on_break_) open_console();
            });
        }
    }
    after(seconds{10} + random_.exponential(habits_.network_lasts), [this] { lose_network(); });
}

void Agent::turned_away(Console& console) {
    // Signed out by somebody else: he signs in again.
    if (!first(console)) return;
    after(seconds{5}, [this] {
        retire_consoles(false);
        open_console();
    });
}

void Agent::come_to_rest() {
    resting_ = true;
    on_break_ = false;
    if (consoles_.empty())
        open_console();
    else if (Console* working = at_work())
        status_seen(*working, working->status());
    std::vector<ConversationId> open;
    for (const auto& [id, chat] : chats_) open.push_back(id);
    for (const ConversationId id : open) after(seconds{5}, [this, id] { finish(id); });
}

}  // namespace relais::simulation
