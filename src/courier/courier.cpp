#include "relais/courier/courier.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "relais/wire/encode.hpp"

#include "courier/held_until_durable.hpp"
#include "courier/subscriptions.hpp"
#include "courier/team_board.hpp"
#include "courier/transcript_tails.hpp"

namespace relais {
namespace {

/// A gap is sent in pages of about this size, so that a socket's queue (64 KiB) never overflows on its own resume.
constexpr std::size_t page_bytes = 32 * 1024;
constexpr Duration availability_pause = Rules{}.availability_pause;

std::uint32_t number_of(const Line& line, wire::Side side) {
    return side == wire::Side::visitor ? line.seq : line.position;
}

FrameText text_of(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

}  // namespace

struct Courier::Impl {
    Impl(CentreId centre_id, CourierSink& house) : centre(centre_id), sink(house) {}

    void release(Instant now);
    void deliver(const Output& output, Instant now);
    void deliver_line(const Output& output, const Line& line, Instant now);
    void send_line(ConnectionId connection, const Line& line, Instant now);
    void fill(ConnectionId connection, Subscriber& subscriber, ConversationId conversation, std::uint32_t upto);
    void let_answers_go(ConnectionId connection, Subscriber& subscriber);
    static bool answer_waits(Subscriber* subscriber, const Frame& frame, const FrameText& text);
    void ask(ConnectionId connection, Progress& progress, ConversationId conversation, std::uint32_t after,
             std::uint32_t upto);
    std::vector<ConnectionId> addressees(const Addressee& to) const;
    bool expects_snapshot(ConnectionId connection);
    void snapshot(ConnectionId connection, const VisitorSnapshot& frame, VisitorId visitor, Instant now);
    void snapshot(ConnectionId connection, const AgentSnapshot& frame, Instant now);
    void push_availability(const AvailabilityFrame& frame, Instant now);
    void push_team(const TeamFrame& frame, Instant now);
    void send_availability(EntryPointId entry_point, Instant now);

    struct Shown {
        AvailabilityFrame frame;
        Instant sent;
        bool pending = false;
    };

    CentreId centre;
    CourierSink& sink;
    HeldUntilDurable held;
    Subscriptions subscriptions;
    TranscriptTails tails;
    TeamBoard team;
    std::set<ConnectionId> greeted;  // hello_ok has gone, the snapshot waits for storage: to be told how storage is
    std::map<EntryPointId, Shown> availability;
    // One encoding for every reader of a side: the last one is kept while its addressees are served.
    std::pair<ConversationId, std::uint32_t> encoded_line;
    FrameText encoded[2];
};

std::vector<ConnectionId> Courier::Impl::addressees(const Addressee& to) const {
    if (const auto* connection = std::get_if<ToConnection>(&to)) return {connection->connection};
    if (const auto* visitor = std::get_if<ToVisitor>(&to)) return subscriptions.of(visitor->visitor);
    if (const auto* agent = std::get_if<ToAgent>(&to)) return subscriptions.of(agent->agent);
    if (std::holds_alternative<ToAllAgents>(to)) return subscriptions.agents();
    if (std::holds_alternative<ToSupervisors>(to)) return subscriptions.supervisors();
    if (const auto* entry_point = std::get_if<ToEntryPoint>(&to)) return subscriptions.of(entry_point->entry_point);
    std::vector<ConnectionId> everyone = subscriptions.agents();
    const std::vector<ConnectionId> visitors = subscriptions.visitors();
    everyone.insert(everyone.end(), visitors.begin(), visitors.end());
    everyone.insert(everyone.end(), greeted.begin(), greeted.end());
    return everyone;
}

/// Sends what the socket lacks of a conversation, from the tail if it reaches back far enough, else by asking for a page.
void Courier::Impl::fill(ConnectionId connection, Subscriber& subscriber, ConversationId conversation,
                         std::uint32_t upto) {
    Progress& progress = subscriber.conversations[conversation];
    progress.upto = 0;
    if (progress.sent >= upto) return let_answers_go(connection, subscriber);
    const auto& tail = tails.of(conversation);
    const bool reaches = !tail.empty() && (tail.front().position == 1 ||
                                           (number_of(tail.front(), subscriber.side) > 0 &&
                                            number_of(tail.front(), subscriber.side) <= progress.sent + 1));
    if (!reaches) {
        // A line's seq is never above its position, so reading from `sent` on misses nothing.
        progress.upto = upto;
        const std::uint32_t after = std::max(progress.sent, progress.read);
        return ask(connection, progress, conversation, after, tail.empty() ? 0xffffffffu : tail.back().position);
    }
    std::vector<Line> page;
    std::size_t bytes = 0;
    for (const Line& line : tail) {
        const std::uint32_t number = number_of(line, subscriber.side);
        if (number <= progress.sent) continue;
        bytes += wire::bytes_estimate(line);
        if (bytes > page_bytes && !page.empty()) {
            progress.upto = upto;
            break;
        }
        page.push_back(line);
    }
    if (!page.empty()) {
        progress.sent = number_of(page.back(), subscriber.side);
        sink.send(connection, text_of(wire::encode_lines(conversation, page, subscriber.side)));
    }
    if (progress.filling()) {
        ask(connection, progress, conversation, page.back().position, tail.back().position);
    } else if (progress.sent < upto) {
        // Lines that were released to nobody (a note, right after a restart) are not in the tail.
        progress.upto = upto;
        const std::uint32_t after = std::max(tail.back().position, progress.read);
        ask(connection, progress, conversation, after, 0xffffffffu);
    } else {
        let_answers_go(connection, subscriber);
    }
}

void Courier::Impl::let_answers_go(ConnectionId connection, Subscriber& subscriber) {
    while (!subscriber.answers.empty() && !subscriber.filling(subscriber.answers.front().conversation)) {
        const FrameText text = std::move(subscriber.answers.front().text);
        subscriber.answers.pop_front();
        sink.send(connection, text);
    }
}

/// A client counts its own line when the ack comes. Before the gap is filled that would look like a hole, and a client that
/// then came back would name a number beyond lines it never had. The answers behind it keep their order.
bool Courier::Impl::answer_waits(Subscriber* subscriber, const Frame& frame, const FrameText& text) {
    const auto* ack = std::get_if<AckFrame>(&frame);
    const auto* refused = std::get_if<RefusedFrame>(&frame);
    if (!subscriber || (!ack && !(refused && !is_transient(refused->refusal)))) return false;
    const ConversationId conversation = ack ? ack->ack.conversation : ConversationId{};
    if (subscriber->answers.empty() && !subscriber->filling(conversation)) return false;
    subscriber->answers.push_back({conversation, text});
    return true;
}

void Courier::Impl::ask(ConnectionId connection, Progress& progress, ConversationId conversation, std::uint32_t after,
                        std::uint32_t upto) {
    progress.asked = after;
    sink.read_older(centre, connection, conversation, after, upto);
}

void Courier::Impl::send_line(ConnectionId connection, const Line& line, Instant now) {
    Subscriber* subscriber = subscriptions.find(connection);
    if (!subscriber) return;
    const std::uint32_t number = number_of(line, subscriber->side);
    Progress& progress = subscriber->conversations[line.conversation];
    if (progress.filling()) {
        progress.upto = std::max(progress.upto, number);
        return;
    }
    if (number <= progress.sent) return;
    progress.sent = number;
    const auto key = std::pair{line.conversation, line.position};
    if (encoded_line != key) {
        encoded[0] = encoded[1] = nullptr;
        encoded_line = key;
    }
    FrameText& text = encoded[subscriber->side == wire::Side::visitor ? 0 : 1];
    if (!text) text = text_of(wire::encode(LineFrame{line}, subscriber->side, now));
    sink.send(connection, text);
}

void Courier::Impl::deliver_line(const Output& output, const Line& line, Instant now) {
    tails.add(line);
    for (const ConnectionId connection : addressees(output.to)) {
        Subscriber* subscriber = subscriptions.find(connection);
        // The author's ack says where the line is, unless it waits behind another: then the lines after it would come first.
        if (connection != output.except || !subscriber || !subscriber->answers.empty()) {
            send_line(connection, line, now);
            continue;
        }
        Progress& progress = subscriber->conversations[line.conversation];
        std::uint32_t& reached = progress.filling() ? progress.upto : progress.sent;
        reached = std::max(reached, number_of(line, subscriber->side));
    }
}

/// False: the socket ended between its hello and this, and nobody would forget it again.
bool Courier::Impl::expects_snapshot(ConnectionId connection) {
    const bool first = greeted.erase(connection) > 0;
    return first || subscriptions.find(connection) != nullptr;
}

void Courier::Impl::snapshot(ConnectionId connection, const VisitorSnapshot& frame, VisitorId visitor, Instant now) {
    if (!expects_snapshot(connection)) return;
    subscriptions.subscribe(connection, visitor);
    sink.send(connection, text_of(wire::encode(frame, wire::Side::visitor, now)));
    if (!frame.conversation) return;
    Subscriber& subscriber = *subscriptions.find(connection);
    subscriber.conversations[frame.conversation->id].sent = frame.have;
    fill(connection, subscriber, frame.conversation->id, frame.conversation->seq);
}

void Courier::Impl::snapshot(ConnectionId connection, const AgentSnapshot& frame, Instant now) {
    if (!expects_snapshot(connection)) return;
    subscriptions.subscribe(connection, frame.agent.id, frame.watch.has_value());
    sink.send(connection, text_of(wire::encode(frame, wire::Side::agent, now)));
    Subscriber& subscriber = *subscriptions.find(connection);
    for (const HaveLines& lines : frame.lines) {
        subscriber.conversations[lines.conversation].sent = lines.have;
        fill(connection, subscriber, lines.conversation, lines.position);
    }
    // The longest comes last: a socket's queue does not count its newest frame.
    sink.send(connection, team.whole(now));
}

void Courier::Impl::push_team(const TeamFrame& frame, Instant now) {
    const auto news = team.news(frame);
    if (!news) return;
    const FrameText text = text_of(wire::encode(*news, wire::Side::agent, now));
    for (const ConnectionId connection : subscriptions.agents()) sink.send(connection, text);
}

void Courier::Impl::push_availability(const AvailabilityFrame& frame, Instant now) {
    Shown& shown = availability[frame.entry_point];
    if (frame.version <= shown.frame.version && shown.frame.version > 0) return;
    shown.frame = frame;
    sink.availability(centre, frame);
    if (now - shown.sent < availability_pause) {
        shown.pending = true;
        return;
    }
    send_availability(frame.entry_point, now);
}

void Courier::Impl::send_availability(EntryPointId entry_point, Instant now) {
    Shown& shown = availability[entry_point];
    shown.sent = now;
    shown.pending = false;
    const FrameText text = text_of(wire::encode(shown.frame, wire::Side::visitor, now));
    // A copy: a socket found dead while sending is forgotten at once.
    const std::vector<ConnectionId> listeners = subscriptions.of(entry_point);
    for (const ConnectionId connection : listeners) sink.send(connection, text);
}

void Courier::Impl::deliver(const Output& output, Instant now) {
    if (const auto* greeting = std::get_if<GreetedFrame>(&output.frame)) {
        const ConnectionId connection = std::get<ToConnection>(output.to).connection;
        greeted.insert(connection);
        if (!sink.greeted(connection, *greeting)) greeted.erase(connection);
        return;
    }
    if (const auto* line = std::get_if<LineFrame>(&output.frame)) return deliver_line(output, line->line, now);
    if (const auto* changed = std::get_if<AvailabilityFrame>(&output.frame)) return push_availability(*changed, now);
    if (const auto* changed = std::get_if<TeamFrame>(&output.frame)) return push_team(*changed, now);
    if (const auto* visitor = std::get_if<VisitorSnapshot>(&output.frame)) {
        return snapshot(std::get<ToConnection>(output.to).connection, *visitor, visitor->visitor, now);
    }
    if (const auto* agent = std::get_if<AgentSnapshot>(&output.frame))
        return snapshot(std::get<ToConnection>(output.to).connection, *agent, now);
    FrameText texts[2];
    for (const ConnectionId connection : addressees(output.to)) {
        if (connection == output.except) continue;
        Subscriber* subscriber = subscriptions.find(connection);
        const auto* answer = std::get_if<ToConnection>(&output.to);
        const bool agent = answer ? answer->agent : subscriber && subscriber->side == wire::Side::agent;
        const wire::Side side = agent ? wire::Side::agent : wire::Side::visitor;
        FrameText& text = texts[side == wire::Side::visitor ? 0 : 1];
        if (!text) text = text_of(wire::encode(output.frame, side, now));
        if (answer_waits(subscriber, output.frame, text)) {
            sink.answer_waits(connection);
            continue;
        }
        sink.send(connection, text);
        if (!subscriber) continue;
        if (const auto* removed = std::get_if<RemovedFrame>(&output.frame)) {
            // Behind it: the answers that waited for its lines would leave a hole on a screen that still shows it.
            subscriber->conversations.erase(removed->conversation);
            let_answers_go(connection, *subscriber);
        }
        if (const auto* given = std::get_if<AgentConversationFrame>(&output.frame); given && given->with_lines) {
            fill(connection, *subscriber, given->conversation.record.id, given->conversation.position);
        }
    }
    if (const auto* state = std::get_if<VisitorConversationFrame>(&output.frame);
        state && state->conversation.state == ConversationState::ended) {
        tails.forget(state->conversation.id);
    }
}

void Courier::Impl::release(Instant now) {
    while (auto output = held.next()) deliver(*output, now);
}

Courier::Courier(CentreId centre, CourierSink& sink) : impl_(std::make_unique<Impl>(centre, sink)) {}
Courier::~Courier() = default;

void Courier::hold(std::vector<Output> outputs, Instant now) {
    for (Output& output : outputs) {
        // Notices and transient refusals do not wait, not even behind what is held (RULES 22).
        if (output.depends_on == 0)
            impl_->deliver(output, now);
        else
            impl_->held.hold(std::move(output));
    }
    impl_->release(now);
}

void Courier::durable(std::uint64_t number, Instant now) {
    impl_->held.durable(number);
    impl_->release(now);
}

void Courier::listen(ConnectionId connection, EntryPointId entry_point) {
    impl_->subscriptions.listen(connection, entry_point);
}

void Courier::tick(Instant now) {
    for (auto& [entry_point, shown] : impl_->availability) {
        if (shown.pending && now - shown.sent >= availability_pause) impl_->send_availability(entry_point, now);
    }
}

void Courier::forget(ConnectionId connection) {
    impl_->greeted.erase(connection);
    impl_->subscriptions.forget(connection);
}

void Courier::older_lines(ConnectionId connection, ConversationId conversation, const std::vector<Line>& lines,
                          Instant) {
    Subscriber* subscriber = impl_->subscriptions.find(connection);
    if (!subscriber) return;
    const auto found = subscriber->conversations.find(conversation);
    if (found == subscriber->conversations.end() || !found->second.filling()) return;
    Progress& progress = found->second;
    // The socket had this conversation before, gave it up and has it again: that answer would leave a hole.
    if (!lines.empty() && lines.front().position != progress.asked + 1) return;
    std::vector<Line> missing;
    std::size_t bytes = 0;
    std::uint32_t read = progress.read;
    for (const Line& line : lines) {
        bytes += wire::bytes_estimate(line);
        if (bytes > page_bytes && !missing.empty()) break;  // the rest is asked for again
        read = line.position;
        if (number_of(line, subscriber->side) > progress.sent) missing.push_back(line);
    }
    if (!missing.empty()) {
        progress.sent = number_of(missing.back(), subscriber->side);
        impl_->sink.send(connection, text_of(wire::encode_lines(conversation, missing, subscriber->side)));
    }
    const std::uint32_t upto = progress.upto;
    progress.upto = 0;
    // No more in storage, whatever the snapshot promised: the client resumes at its next hello.
    if (lines.empty()) return impl_->let_answers_go(connection, *subscriber);
    progress.read = read;
    impl_->fill(connection, *subscriber, conversation, upto);
}

std::size_t Courier::held() const { return impl_->held.size(); }

AvailabilityFrame Courier::availability_of(EntryPointId entry_point) const {
    const auto found = impl_->availability.find(entry_point);
    if (found == impl_->availability.end()) return AvailabilityFrame{entry_point, Availability::closed, 0};
    return found->second.frame;
}

}  // namespace relais
