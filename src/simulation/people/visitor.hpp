// A visitor of a site who wants to write to a human: waits for the button, asks for a place, writes, waits, talks, changes
// pages, loses the network, goes away or comes back.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "simulation/client/visitor_page.hpp"
#include "simulation/world/world.hpp"

namespace relais::simulation {

struct VisitorHabits {
    LinkQuality link;
    Duration button_patience{std::chrono::seconds{20}};
    Duration wait_patience{std::chrono::minutes{4}};  // mean
    Duration thinks{std::chrono::seconds{15}};        // mean, before an answer
    double never_writes = 0.04;
    double stays_silent = 0.03;
    double ends_himself = 0.04;  // at each answer
    double reopens = 0.08;
    double second_tab = 0;
    Duration page_lasts{0};                     // mean; 0: one page for all
    Duration network_lasts{0};                  // mean between losses; 0: never lost
    Duration absence{std::chrono::seconds{3}};  // mean, between two pages
};

class Visitor : public Person, private VisitorPage::Owner {
public:
    Visitor(World& world, Random random, const VisitorHabits& habits, const SimulatedSite& site, std::string language);
    ~Visitor() override;

    void arrive();
    void come_to_rest() override;
    [[nodiscard]] bool done() const override { return stage_ == Stage::gone && pages_.empty() && retired_.empty(); }

private:
    enum class Stage : std::uint8_t { looking, asking, composing, talking, gone };

    void page_greeted(VisitorPage& page) override;
    void availability_seen(VisitorPage& page) override;
    void admission(VisitorPage& page, bool granted) override;
    void conversation_seen(VisitorPage& page) override;
    void agent_wrote(VisitorPage& page, std::uint32_t seq) override;
    void message_refused(VisitorPage& page, MessageId message, const std::string& code) override;
    void turned_away(VisitorPage& page) override;

    void after(Duration delay, Timeline::Work work);
    [[nodiscard]] bool first(const VisitorPage& page) const { return !pages_.empty() && pages_.front().get() == &page; }
    VisitorPage& open_page(bool listens);
    void change_page();
    void lose_network();
    void retire_pages();
    void click();
    void compose();
    void write();
    void answer();
    void wait_for_agent();
    void choose();
    void after_the_end();
    void not_shown();
    void leave();

    World& world_;
    Random random_;
    VisitorHabits habits_;
    const SimulatedSite& site_;
    std::string language_;
    std::string address_;
    std::uint64_t self_;
    VisitorStorage storage_;
    Stage stage_ = Stage::looking;
    std::vector<std::unique_ptr<VisitorPage>> pages_;  // the first is the one he looks at
    std::vector<std::unique_ptr<VisitorPage>> retired_;
    std::uint32_t messages_ = 0;
    std::uint32_t answered_seq_ = 0;
    std::uint64_t waits_ = 0;  // guards his patience
    std::string shown_;        // the state he last saw
    bool silent_ = false;
    bool answering_ = false;
    bool chose_ = false;
    bool resting_ = false;
    std::uint64_t admitted_page_ = 0;
    std::uint64_t admitted_socket_ = 0;
    std::uint64_t admitted_life_ = 0;
    Instant admitted_at_;
};

}  // namespace relais::simulation
