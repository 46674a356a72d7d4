#include "small_centre.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "relais/office/accounts.hpp"
#include "relais/office/administration.hpp"

namespace relais::test {
namespace {

template <class Value>
Value must(Result<Value, office::Error> result) {
    if (!result) throw std::runtime_error(result.error().text);
    return std::move(result).value();
}

}  // namespace

SmallCentre make_small_centre(const std::string& url, const std::string& name) {
    office::Database database(url, 1);
    office::Accounts accounts(database, office::PasswordCost{1, 8192});
    const Instant now = at(0);
    SmallCentre made;
    made.centre = must(office::add_centre(database, name, 3, now));
    office::QueueToAdd queue;
    queue.name = "Advice";
    made.queue = must(office::add_queue(database, made.centre, queue, now));
    for (const char* entry_point : {"Advice", "Orders"}) {
        made.entry_points.push_back(
            must(office::add_entry_point(database, made.centre, entry_point, made.queue, 0, now)));
    }
    office::SiteToAdd site;
    site.key = "shop-" + to_string(made.centre).substr(24);
    site.name = "Shop";
    made.site = must(office::add_site(database, made.centre, site, now));
    for (const char* agent : {"Amel", "Jonas", "Odile"}) {
        office::Account account;
        account.centre = made.centre;
        account.name = agent;
        account.email = std::string(agent) + "@" + to_string(made.centre) + ".example";
        made.agents.push_back(must(accounts.create(account, "longenough", now)));
    }
    std::ranges::sort(made.agents);
    return made;
}

VisitorRecord visitor(const SmallCentre& centre, std::uint64_t n) {
    return {id<VisitorId>(n), centre.site, at(static_cast<std::int64_t>(n)), "Zoé \"\\ 😀 " + std::to_string(n)};
}

ConversationRecord conversation(const SmallCentre& centre, std::uint64_t n, ConversationState state) {
    ConversationRecord record;
    record.id = id<ConversationId>(n);
    record.visitor = id<VisitorId>(n);
    record.site = centre.site;
    record.entry_point = centre.entry_points[n % 2];
    record.language = "fr";
    record.priority = 2;
    record.state = state;
    record.arrival = at(static_cast<std::int64_t>(n) * 10);
    record.state_since = at(static_cast<std::int64_t>(n) * 10 + 5);
    if (state == ConversationState::active || state == ConversationState::ended) record.agent = centre.agents[0];
    record.visitor_read_seq = 3;
    record.agent_read_seq = 4;
    return record;
}

EpisodeRecord episode(const ConversationRecord& conversation, EpisodeOutcome outcome) {
    EpisodeRecord record;
    record.conversation = conversation.id;
    record.n = conversation.episode;
    record.entry_point = conversation.entry_point;
    record.started = conversation.arrival;
    record.outcome = outcome;
    if (outcome == EpisodeOutcome::accepted) {
        record.accepted = conversation.arrival + Duration{1500};
        record.agent = conversation.agent;
    }
    return record;
}

Line line(const ConversationRecord& conversation, std::uint32_t position, std::uint64_t event,
          const std::string& text) {
    Line made;
    made.conversation = conversation.id;
    made.position = made.seq = position;
    made.at = conversation.arrival + Duration{position};
    made.author_kind = Party::visitor;
    made.author = conversation.visitor.value;
    made.author_name = "Zoé";
    made.message = id<MessageId>(conversation.id.value.low * 1000 + position);
    made.body = std::make_shared<const std::string>(text);
    made.made_by_event = event;
    return made;
}

void BatchMaker::renew() {
    batch_ = Batch{};
    batch_.centre = centre_;
    batch_.head_before = batch_.head_after = head_;
}

std::uint64_t BatchMaker::add(EventBody body) {
    batch_.events.push_back({++head_, at(static_cast<std::int64_t>(head_)), std::move(body)});
    batch_.head_after = head_;
    batch_.bytes += 200;
    return head_;
}

std::uint64_t BatchMaker::add(Line line) {
    line.made_by_event = head_ + 1;
    return add(EventBody{LineAdded{std::move(line)}});
}

void BatchMaker::start(const SmallCentre& centre, const ConversationRecord& conversation, EpisodeOutcome outcome) {
    VisitorRecord who = visitor(centre, conversation.visitor.value.low & 0xffff'ffff);
    who.id = conversation.visitor;
    changes().visitors.push_back(who);
    changes().conversations.push_back(conversation);
    changes().episodes.push_back(episode(conversation, outcome));
    add(EventBody{VisitorSeen{who}});
    add(EventBody{ConversationStarted{conversation}});
}

Batch BatchMaker::take() {
    Batch done = std::move(batch_);
    renew();
    return done;
}

}  // namespace relais::test
