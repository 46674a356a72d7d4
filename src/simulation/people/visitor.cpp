#include "simulation/people/visitor.hpp"

#include <algorithm>
#include <utility>

#include "simulation/people/texts.hpp"

namespace relais::simulation {
namespace {

using std::chrono::seconds;

constexpr Duration gives_up_asking{60'000};
constexpr Duration lease_certain{55'000};  // RULES 17: 60 s, minus what the network takes
constexpr seconds waits_at_most_in_the_end{900};

}  // namespace

Visitor::Visitor(World& world, Random random, const VisitorHabits& habits, const SimulatedSite& site,
                 std::string language)
    : world_(world),
      random_(random),
      habits_(habits),
      site_(site),
      language_(std::move(language)),
      self_(world.next_client_number()) {
    address_ = "10." + std::to_string(random_.below(256)) + "." + std::to_string(random_.below(256)) + "." +
               std::to_string(random_.below(256));
    silent_ = random_.chance(habits_.stays_silent);
}

Visitor::~Visitor() {
    pages_.clear();
    world_.client_gone({self_, {}, {}});
}

void Visitor::after(Duration delay, Timeline::Work work) {
    world_.timeline().after(delay, world_.guarded(self_, std::move(work)));
}

void Visitor::arrive() {
    ++world_.tally().arrivals;
    open_page(true);
    after(habits_.button_patience, [this] {
        if (stage_ == Stage::looking) not_shown();
    });
    if (habits_.page_lasts.count() > 0) after(random_.exponential(habits_.page_lasts), [this] { change_page(); });
    if (habits_.network_lasts.count() > 0)
        after(random_.exponential(habits_.network_lasts), [this] { lose_network(); });
}

VisitorPage& Visitor::open_page(bool listens) {
    VisitorPage::Owner& owner = *this;
    pages_.push_back(std::make_unique<VisitorPage>(world_, Random(random_.next()), habits_.link, owner, storage_, site_,
                                                   language_, address_, listens));
    pages_.back()->open();
    return *pages_.back();
}

void Visitor::retire_pages() {
    for (auto& page : pages_) {
        if (random_.chance(0.8))
            page->leave();
        else
            page->vanish();
        retired_.push_back(std::move(page));
    }
    pages_.clear();
    after(Duration{0}, [this] { retired_.clear(); });
}

void Visitor::change_page() {
    if (stage_ == Stage::gone || resting_) return;
    retire_pages();
    const bool listens = storage_.token.empty() || stage_ == Stage::looking;
    if (stage_ == Stage::asking || stage_ == Stage::composing) return leave();
    after(Duration{200} + random_.exponential(habits_.absence), [this, listens] {
        if (stage_ == Stage::gone) return;
        open_page(listens);
    });
    after(Duration{5000} + random_.exponential(habits_.page_lasts), [this] { change_page(); });
}

void Visitor::lose_network() {
    if (stage_ == Stage::gone || resting_) return;
    if (!pages_.empty())
        pages_.front()->reconnect(random_.chance(0.7) ? random_.exponential(seconds{1})
                                                      : random_.exponential(seconds{40}));
    after(Duration{1000} + random_.exponential(habits_.network_lasts), [this] { lose_network(); });
}

void Visitor::availability_seen(VisitorPage& page) {
    if (stage_ != Stage::looking || !page.open_button()) return;
    after(random_.between(Duration{300}, Duration{3000}), [this] { click(); });
}

void Visitor::click() {
    if (stage_ != Stage::looking || pages_.empty() || !pages_.front()->open_button() || !pages_.front()->greeted())
        return;
    stage_ = Stage::asking;
    pages_.front()->become_visitor();
    after(gives_up_asking, [this] {
        if (stage_ == Stage::asking) not_shown();
    });
}

void Visitor::page_greeted(VisitorPage& page) {
    if (page.listens()) return;
    if (stage_ == Stage::asking && first(page) && !page.has_orders()) page.admit();
    // A page that was loaded again sends what an earlier one could not.
    if (stage_ == Stage::talking && !page.has_orders()) {
        for (const auto& [message, text] : storage_.unsent) page.post(message, text);
    }
}

void Visitor::admission(VisitorPage& page, bool granted) {
    if (stage_ != Stage::asking) return;
    if (!granted) return not_shown();
    ++world_.tally().admitted;
    stage_ = Stage::composing;
    admitted_page_ = page.number();
    admitted_socket_ = page.sockets();
    admitted_life_ = world_.daemon().life();
    admitted_at_ = world_.now();
    compose();
}

void Visitor::compose() {
    if (random_.chance(habits_.never_writes))
        return after(random_.between(seconds{5}, seconds{90}), [this] { leave(); });
    const Duration takes = random_.between(Duration{2000}, Duration{25'000});
    for (Duration at{0}; at < takes; at += Duration{2000}) {
        after(at, [this] {
            if (stage_ == Stage::composing && !pages_.empty()) pages_.front()->typing();
        });
    }
    after(takes, [this] {
        if (stage_ != Stage::composing) return;
        stage_ = Stage::talking;
        write();
        if (random_.chance(habits_.second_tab)) open_page(false);
    });
}

void Visitor::write() {
    if (pages_.empty() || resting_) return;
    const MessageId message{random_.uuid()};
    const std::string text = some_text(random_, "v" + std::to_string(self_) + "." + std::to_string(++messages_));
    storage_.unsent[message] = text;
    pages_.front()->post(message, text);
}

void Visitor::message_refused(VisitorPage& page, MessageId, const std::string& code) {
    const bool same_admission = admitted_page_ == page.number() && admitted_socket_ == page.sockets() &&
                                admitted_life_ == world_.daemon().life();
    if (code == "no_seat" && messages_ == 1 && first(page) && same_admission &&
        world_.now() - admitted_at_ < lease_certain) {
        world_.complain("admission", "an admitted visitor was refused: " + to_string(storage_.visitor));
    }
    if (stage_ == Stage::talking && page.conversation().id.is_nil() && storage_.unsent.empty()) leave();
}

void Visitor::conversation_seen(VisitorPage& page) {
    if (!first(page) || stage_ != Stage::talking) return;
    const std::string& state = page.conversation().state;
    if (state == "waiting" && shown_ != "waiting") wait_for_agent();
    if (state == "waiting" && page.conversation().choices && !chose_) choose();
    if (state == "active") chose_ = false;
    if (state == "ended" && shown_ != "ended") after_the_end();
    shown_ = state;
}

void Visitor::wait_for_agent() {
    const std::uint64_t wait = ++waits_;
    chose_ = false;
    after(seconds{5} + random_.exponential(habits_.wait_patience), [this, wait] {
        if (wait != waits_ || stage_ != Stage::talking || shown_ != "waiting" || resting_) return;
        if (!pages_.empty() && random_.chance(0.5))
            pages_.front()->end();
        else
            leave();
    });
}

void Visitor::choose() {
    chose_ = true;
    after(random_.between(seconds{1}, seconds{8}), [this] {
        if (stage_ != Stage::talking || shown_ != "waiting" || pages_.empty() || resting_) return;
        if (random_.chance(0.1))
            pages_.front()->leave_message(MessageId{random_.uuid()}, some_text(random_, "left"));
        else if (random_.chance(0.7))
            pages_.front()->keep_waiting();
    });
}

void Visitor::agent_wrote(VisitorPage& page, std::uint32_t seq) {
    if (!first(page) || stage_ != Stage::talking || seq <= answered_seq_) return;
    answered_seq_ = seq;
    after(random_.between(Duration{500}, Duration{4000}), [this, seq] {
        if (stage_ == Stage::talking && !pages_.empty() && !pages_.front()->conversation().id.is_nil())
            pages_.front()->read(seq);
    });
    if (silent_ || answering_) return;
    answering_ = true;
    after(seconds{2} + random_.exponential(habits_.thinks), [this] { answer(); });
}

void Visitor::answer() {
    answering_ = false;
    if (stage_ != Stage::talking || shown_ != "active" || pages_.empty() || resting_) return;
    if (random_.chance(habits_.ends_himself)) return random_.chance(0.5) ? pages_.front()->end() : leave();
    pages_.front()->typing();
    after(random_.between(Duration{1000}, Duration{12'000}), [this] {
        if (stage_ != Stage::talking) return;
        write();
        if (random_.chance(0.15)) write();
    });
}

void Visitor::after_the_end() {
    answered_seq_ = 0;
    if (!resting_ && random_.chance(habits_.reopens)) {
        return after(random_.between(seconds{5}, seconds{600}), [this] {
            if (stage_ == Stage::talking && shown_ == "ended") write();
        });
    }
    after(random_.between(seconds{1}, seconds{40}), [this] {
        if (shown_ == "ended" || resting_) leave();
    });
}

void Visitor::turned_away(VisitorPage&) { leave(); }

void Visitor::not_shown() {
    ++world_.tally().not_shown;
    leave();
}

void Visitor::leave() {
    if (stage_ == Stage::gone) return;
    stage_ = Stage::gone;
    retire_pages();
}

void Visitor::come_to_rest() {
    if (stage_ == Stage::gone) return;
    resting_ = true;
    if (stage_ != Stage::talking) return leave();
    if (pages_.empty()) open_page(false);
    // Who reopened and was forgotten, or whose message never found a conversation, goes in the end.
    if (shown_ == "ended") after_the_end();
    // Where nobody has the skill any more nobody comes. That nobody waits beside an open seat is another checker's.
    after(waits_at_most_in_the_end, [this] {
        if (stage_ == Stage::talking && shown_ == "waiting") leave();
    });
}

}  // namespace relais::simulation
