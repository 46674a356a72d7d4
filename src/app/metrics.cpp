#include "app/metrics.hpp"

#include <array>
#include <cstdio>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "relais/base/log.hpp"

namespace relais {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;

const Histogram::BucketBoundaries wait_buckets{1, 2, 5, 10, 15, 20, 30, 45, 60, 120, 300, 600};

const Histogram::BucketBoundaries commit_buckets{0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5};

double seconds(Duration duration) { return static_cast<double>(duration.count()) / 1000; }

const char* word(Availability availability) {
    switch (availability) {
        case Availability::open: return "open";
        case Availability::full: return "full";
        case Availability::closed: break;
    }
    return "closed";
}

const char* word(AgentStatus status) {
    switch (status) {
        case AgentStatus::available: return "available";
        case AgentStatus::away: return "away";
        case AgentStatus::missed: return "missed";
        case AgentStatus::offline: break;
    }
    return "offline";
}

const char* word(EndWhy why) {
    switch (why) {
        case EndWhy::closed: return "closed";
        case EndWhy::abandoned: return "abandoned";
        case EndWhy::left_page: return "left_page";
        case EndWhy::silent: return "silent";
        case EndWhy::left_message: return "left_message";
        case EndWhy::erased: break;
    }
    return "erased";
}

const char* word(Party party) {
    return party == Party::visitor ? "visitor" : party == Party::agent ? "agent" : "system";
}

/// The code in {"kind":"refused","n":7,"code":"no_seat",...}, or in {"code":"not_signed_in"}, the body of a refused request;
/// empty: something else.
std::string_view refusal_code(std::string_view text, std::string_view begins_with) {
    if (!text.starts_with(begins_with)) return {};
    constexpr std::string_view key = R"("code":")";
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = text.substr(at + key.size());
    return rest.substr(0, rest.find('"'));
}

/// What a service may still write there; nothing: it cannot be told.
std::optional<double> room_in(const std::string& folder) {
    struct statvfs room {};
    if (folder.empty() || ::statvfs(folder.c_str(), &room) != 0) return std::nullopt;
    return static_cast<double>(room.f_bavail) * static_cast<double>(room.f_frsize);
}

struct Process {
    double cpu_seconds = 0;
    double resident_bytes = 0;
};

Process this_process() {
    Process process;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto time = [](const timeval& value) {
        return static_cast<double>(value.tv_sec) + static_cast<double>(value.tv_usec) / 1e6;
    };
    process.cpu_seconds = time(usage.ru_utime) + time(usage.ru_stime);
    if (std::FILE* file = std::fopen("/proc/self/statm", "re")) {
        unsigned long size = 0;
        unsigned long resident = 0;
        if (std::fscanf(file, "%lu %lu", &size, &resident) == 2)
            process.resident_bytes = static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
        std::fclose(file);
    }
    return process;
}

}  // namespace

struct Metrics::Impl {
    prometheus::Registry registry;

    Family<Counter>& counters(const char* name, const char* help) {
        return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
    }
    Family<Gauge>& gauges(const char* name, const char* help) {
        return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
    }
    Family<Histogram>& histograms(const char* name, const char* help) {
        return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
    }

    Histogram& waits = histograms("relais_wait_seconds", "From the visitor's first message to the agent who accepted.")
                           .Add({}, wait_buckets);
    Histogram& replies =
        histograms("relais_first_reply_seconds", "From the visitor's first message to the first words of a human.")
            .Add({}, wait_buckets);
    Counter& started = counters("relais_conversations_started_total", "Conversations begun.").Add({});
    Counter& reopened = counters("relais_conversations_reopened_total", "Conversations taken up again.").Add({});
    Family<Counter>& ended = counters("relais_conversations_ended_total", "Conversations ended, by the reason.");
    Counter& requeued = counters("relais_conversations_requeued_total", "Chats put back into the queue.").Add({});
    Family<Counter>& offers = counters("relais_offers_total", "Offers to agents, by what became of them.");
    Family<Counter>& messages = counters("relais_messages_total", "Lines of a transcript, by their author.");
    std::array<Counter*, 3> messages_by{&messages.Add({{"author", word(Party::visitor)}}),
                                        &messages.Add({{"author", word(Party::agent)}}),
                                        &messages.Add({{"author", word(Party::system)}})};
    Counter& left = counters("relais_left_messages_total", "Messages left for later.").Add({});
    Counter& agents_lost = counters("relais_agents_lost_total", "Agents whose connection went away.").Add({});
    Family<Counter>& refusals = counters("relais_refusals_total", "Frames refused, by their code.");
    Family<Counter>& refused = counters("relais_http_refusals_total", "Requests and upgrades refused, by their code.");
    Family<Counter>& closes = counters("relais_socket_closes_total", "WebSockets ended by us, by their close code.");
    Family<Counter>& answers = counters("relais_http_answers_total", "HTTP answers and refused upgrades, by status.");
    Family<Counter>& views = counters("relais_page_views_total", "Page views that asked for the button, by its state.");
    Counter& admitted = counters("relais_admissions_total", "Visitors who opened the panel and got a place.").Add({});

    // Set when the page is asked for.
    Family<Gauge>& waiting = gauges("relais_waiting", "Visitors who wait now.");
    Family<Gauge>& longest = gauges("relais_longest_wait_seconds", "How long the first in the queue has waited.");
    Family<Gauge>& open = gauges("relais_entry_point_open", "1 while somebody can answer.");
    Family<Gauge>& agents = gauges("relais_agents", "Agents by status.");
    Family<Gauge>& seats = gauges("relais_seats", "Seats of the available agents.");
    Family<Gauge>& seats_in_use = gauges("relais_seats_in_use", "Seats with a chat, an offer or a wrap-up.");
    Gauge& sockets = gauges("relais_sockets", "Open WebSockets.").Add({});
    Gauge& listening = gauges("relais_sockets_listening", "Pages that only listen for availability.").Add({});
    Gauge& under_way = gauges("relais_commands_under_way", "Numbered commands that are not answered yet.").Add({});
    Gauge& held = gauges("relais_held_frames", "Frames that wait until storage has what they tell.").Add({});
    Counter& accepted = counters("relais_connections_total", "TCP connections accepted.").Add({});
    Counter& turned_away =
        counters("relais_connections_refused_total", "Connections answered 503 for want of room.").Add({});
    Counter& cut = counters("relais_connections_cut_total",
                            "Connections ended at their deadline: a slow request or answer, or idle.")
                       .Add({});
    Counter& put_off = counters("relais_reads_put_off_total",
                                "Times a WebSocket that writes much had to wait for its turn to be read.")
                           .Add({});
    Counter& slow =
        counters("relais_slow_readers_total", "WebSockets closed because their reader was too slow.").Add({});
    Gauge& storing_late =
        gauges("relais_storage_late", "1 while storage does not answer and acknowledgements wait.").Add({});
    Histogram& commits =
        histograms("relais_commit_seconds", "From sending a transaction to its commit.").Add({}, commit_buckets);
    Family<Gauge>& room = gauges("relais_storage_free_bytes", "Room left for the embedded PostgreSQL.");
    Gauge& unstored = gauges("relais_journal_waiting_events", "Events decided and not committed yet.").Add({});
    Gauge& unstored_bytes = gauges("relais_journal_waiting_bytes", "The same in bytes.").Add({});
    Counter& batches = counters("relais_journal_batches_total", "Transactions committed.").Add({});
    Counter& stored = counters("relais_journal_events_total", "Events committed.").Add({});
    Counter& retries = counters("relais_journal_retries_total", "Attempts to reach storage that failed.").Add({});
    Counter& reconnects =
        counters("relais_journal_reconnects_total", "Connections to storage after the first.").Add({});
    Counter& turns = counters("relais_floor_turns_total", "Turns of the floor.").Add({});
    Counter& commands = counters("relais_floor_commands_total", "Commands decided.").Add({});
    Gauge& mailbox = gauges("relais_floor_mailbox", "Commands that wait for their turn.").Add({});
    Family<Counter>& facts = counters("relais_log_facts_total", "Facts for the log, by their level.");
    Counter& warnings = facts.Add({{"level", "warning"}});
    Counter& errors = facts.Add({{"level", "error"}});
    Counter& cpu = counters("process_cpu_seconds_total", "Processor time, user and system.").Add({});
    Gauge& resident = gauges("process_resident_memory_bytes", "Resident memory.").Add({});

    struct Queue {
        WaitingHere now;
        Instant at;
    };
    struct Place {
        AgentStatus status = AgentStatus::offline;
        std::uint32_t seats = 0;
        std::uint32_t in_use = 0;
    };
    using Team = std::map<AgentId, Place>;
    std::mutex mutex;  // for what follows
    std::map<std::pair<CentreId, EntryPointId>, Queue> queues;
    std::map<CentreId, Team> teams;
    std::set<CentreId> late;
    edge::ServerFigures server;
    edge::ServerFigures told;  // of `server`, what the counters below have taken in
    std::string folder;

    void event(const EventBody& body, const RowChanges& changes, Instant at);
    void accept(ConversationId conversation, const RowChanges& changes, Instant at);
    void line(const Line& line, const RowChanges& changes);
    void tally(CentreId centre, const Frame& frame, Instant at);
    void set_tallies(Instant now);
    static void add_new(Family<Counter>& family, const char* label, const std::map<int, std::uint64_t>& now,
                        std::map<int, std::uint64_t>& before);
    static void advance(Counter& counter, double to) { counter.Increment(to - counter.Value()); }
};

void Metrics::Impl::accept(ConversationId conversation, const RowChanges& changes, Instant at) {
    offers.Add({{"outcome", "accepted"}}).Increment();
    for (const EpisodeRecord& episode : changes.episodes) {
        if (episode.conversation == conversation && episode.n == 1 && episode.accepted == at)
            waits.Observe(seconds(at - episode.started));
    }
}

void Metrics::Impl::line(const Line& line, const RowChanges& changes) {
    messages_by.at(static_cast<std::size_t>(line.author_kind))->Increment();
    if (line.author_kind != Party::agent) return;
    for (const EpisodeRecord& episode : changes.episodes) {
        if (episode.conversation == line.conversation && episode.n == 1 && episode.answered == line.at)
            replies.Observe(seconds(line.at - episode.started));
    }
}

void Metrics::Impl::event(const EventBody& body, const RowChanges& changes, Instant at) {
    if (const auto* added = std::get_if<LineAdded>(&body)) return line(added->line, changes);
    if (const auto* one = std::get_if<OfferAccepted>(&body)) return accept(one->conversation, changes, at);
    if (std::holds_alternative<ConversationStarted>(body)) return started.Increment();
    if (std::holds_alternative<ConversationReopened>(body)) return reopened.Increment();
    if (std::holds_alternative<ConversationRequeued>(body)) return requeued.Increment();
    if (std::holds_alternative<MessageLeft>(body)) return left.Increment();
    if (std::holds_alternative<AgentLost>(body)) return agents_lost.Increment();
    if (const auto* end = std::get_if<ConversationEnded>(&body))
        return ended.Add({{"why", word(end->why)}}).Increment();
    if (std::holds_alternative<OfferDeclined>(body)) return offers.Add({{"outcome", "declined"}}).Increment();
    if (std::holds_alternative<OfferMissed>(body)) return offers.Add({{"outcome", "missed"}}).Increment();
    if (std::holds_alternative<OfferWithdrawn>(body)) return offers.Add({{"outcome", "withdrawn"}}).Increment();
}

void Metrics::Impl::tally(CentreId centre, const Frame& frame, Instant at) {
    if (const auto* waiting_now = std::get_if<WaitingFrame>(&frame)) {
        const std::lock_guard lock(mutex);
        for (const WaitingHere& here : waiting_now->entry_points) queues[{centre, here.id}] = {here, at};
    }
    if (const auto* team = std::get_if<TeamFrame>(&frame)) {
        const std::lock_guard lock(mutex);
        Team& known = teams[centre];
        for (const TeamMember& member : team->team) known[member.id] = {member.status, member.seats, member.in_use};
        for (const AgentId id : team->gone) known.erase(id);
    }
    if (const auto* service = std::get_if<ServiceFrame>(&frame)) {
        const std::lock_guard lock(mutex);
        if (service->storing_late)
            late.insert(centre);
        else
            late.erase(centre);
    }
}

void Metrics::Impl::set_tallies(Instant now) {
    for (const auto& [key, queue] : queues) {
        const prometheus::Labels labels{{"centre", to_string(key.first)}, {"entry_point", queue.now.name}};
        const Duration since = queue.now.waiting == 0 ? Duration{0} : Duration{queue.now.oldest_ms} + (now - queue.at);
        waiting.Add(labels).Set(queue.now.waiting);
        longest.Add(labels).Set(seconds(since));
        open.Add(labels).Set(queue.now.state == Availability::open ? 1 : 0);
    }
    for (const auto& [centre, team] : teams) {
        const std::string name = to_string(centre);
        std::array<std::uint32_t, 4> by_status{};
        std::uint32_t seats_there = 0;
        std::uint32_t seats_taken = 0;
        for (const auto& [id, place] : team) {
            ++by_status.at(static_cast<std::size_t>(place.status));
            if (place.status == AgentStatus::available) seats_there += place.seats;
            seats_taken += place.in_use;
        }
        for (std::size_t status = 0; status < by_status.size(); ++status)
            agents.Add({{"centre", name}, {"status", word(static_cast<AgentStatus>(status))}})
                .Set(by_status.at(status));
        seats.Add({{"centre", name}}).Set(seats_there);
        seats_in_use.Add({{"centre", name}}).Set(seats_taken);
    }
}

void Metrics::Impl::add_new(Family<Counter>& family, const char* label, const std::map<int, std::uint64_t>& now,
                            std::map<int, std::uint64_t>& before) {
    for (const auto& [code, count] : now) {
        std::uint64_t& known = before[code];
        family.Add({{label, std::to_string(code)}}).Increment(static_cast<double>(count - known));
        known = count;
    }
}

Metrics::Metrics(std::string folder) : impl_(std::make_unique<Impl>()) { impl_->folder = std::move(folder); }
Metrics::~Metrics() = default;

void Metrics::turned(CentreId centre, const Turn& turn, Instant now) {
    for (const Event& event : turn.events) impl_->event(event.body, turn.changes, event.at);
    for (const Output& output : turn.outputs) impl_->tally(centre, output.frame, now);
}

bool Metrics::storage_late() const {
    const std::lock_guard lock(impl_->mutex);
    return !impl_->late.empty();
}

void Metrics::restarted(CentreId centre) {
    const std::lock_guard lock(impl_->mutex);
    impl_->late.erase(centre);
}

void Metrics::committed(std::chrono::microseconds took) {
    impl_->commits.Observe(static_cast<double>(took.count()) / 1e6);
}

std::string_view Metrics::sent(std::string_view frame) {
    const std::string_view code = refusal_code(frame, R"({"kind":"refused")");
    if (!code.empty()) impl_->refusals.Add({{"code", std::string(code)}}).Increment();
    return code;
}

void Metrics::closed(int close_code) { impl_->closes.Add({{"code", std::to_string(close_code)}}).Increment(); }

void Metrics::answered(const edge::HttpResponse& answer) {
    impl_->answers.Add({{"status", std::to_string(answer.status)}}).Increment();
    const std::string_view code = answer.status >= 400 ? refusal_code(answer.body, R"({"code":)") : std::string_view{};
    if (!code.empty()) impl_->refused.Add({{"code", std::string(code)}}).Increment();
}

void Metrics::page_view(Availability seen, bool opened) {
    if (opened) return impl_->admitted.Increment();
    impl_->views.Add({{"seen", word(seen)}}).Increment();
}

void Metrics::edge(const Edge& edge) {
    impl_->sockets.Set(static_cast<double>(edge.sockets));
    impl_->listening.Set(static_cast<double>(edge.listening));
    impl_->under_way.Set(static_cast<double>(edge.under_way));
    impl_->held.Set(static_cast<double>(edge.held));
    const std::lock_guard lock(impl_->mutex);
    impl_->server = edge.server;
}

std::string Metrics::text(const JournalFigures& journal, const FloorThread::Figures& floor, Instant now) {
    const std::lock_guard lock(impl_->mutex);
    const auto number = [](auto value) { return static_cast<double>(value); };
    impl_->set_tallies(now);
    Impl::advance(impl_->accepted, number(impl_->server.accepted));
    Impl::advance(impl_->turned_away, number(impl_->server.refused_full));
    Impl::advance(impl_->cut, number(impl_->server.cut_late));
    Impl::advance(impl_->put_off, number(impl_->server.put_off));
    Impl::advance(impl_->slow, number(impl_->server.slow_readers));
    Impl::add_new(impl_->answers, "status", impl_->server.refused_requests, impl_->told.refused_requests);
    Impl::add_new(impl_->closes, "code", impl_->server.closed, impl_->told.closed);
    if (const auto bytes = room_in(impl_->folder)) impl_->room.Add({}).Set(*bytes);
    impl_->storing_late.Set(impl_->late.empty() ? 0 : 1);
    impl_->unstored.Set(number(journal.waiting_events));
    impl_->unstored_bytes.Set(number(journal.waiting_bytes));
    Impl::advance(impl_->batches, number(journal.batches));
    Impl::advance(impl_->stored, number(journal.events));
    Impl::advance(impl_->retries, number(journal.retries));
    Impl::advance(impl_->reconnects, number(journal.reconnects));
    Impl::advance(impl_->turns, number(floor.turns));
    Impl::advance(impl_->commands, number(floor.commands));
    impl_->mailbox.Set(number(floor.waiting));
    Impl::advance(impl_->warnings, number(log::count(log::Level::warning)));
    Impl::advance(impl_->errors, number(log::count(log::Level::error)));
    const Process process = this_process();
    Impl::advance(impl_->cpu, process.cpu_seconds);
    impl_->resident.Set(process.resident_bytes);
    return prometheus::TextSerializer{}.Serialize(impl_->registry.Collect());
}

}  // namespace relais
