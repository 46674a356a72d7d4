#include "simulation/world/daemon.hpp"

#include <algorithm>
#include <utility>

#include "relais/base/bug.hpp"

#include "floor/state.hpp"
#include "simulation/world/process.hpp"

namespace relais::simulation {
namespace {

constexpr Duration sessions_tick{1000};
constexpr Duration courier_tick_period{250};  // Courier::tick: every 50 to 250 ms
constexpr Duration office_reads_most{15};
constexpr Duration paused_noticed{1000};  // RULES 20

bool any(const RowChanges& changes) {
    return !changes.visitors.empty() || !changes.conversations.empty() || !changes.episodes.empty() ||
           !changes.agents.empty() || !changes.agents_with_seats_changed.empty() || !changes.offers.empty() ||
           !changes.entry_points.empty() || !changes.clients.empty();
}

}  // namespace

Daemon::Daemon(Timeline& timeline, Network& network, Store& store, const Conditions& conditions, const Centre& centre,
               const Breaks& breaks, Random random, DaemonWatcher& watcher)
    : timeline_(timeline),
      network_(network),
      store_(store),
      conditions_(conditions),
      centre_(centre),
      breaks_(breaks),
      random_(random),
      watcher_(watcher),
      storage_(timeline, store, conditions, Random(random_.next()),
               {[this](const Batch& batch) { watcher_.committed(batch, clock()); },
                [this](std::uint64_t number) { durable(number); }}),
      token_key_(random_.next()) {
    network_.set_house(this);
}

Daemon::~Daemon() = default;

const Floor& Daemon::floor() const { return process_->floor; }

void Daemon::start() {
    RELAIS_ASSERT(!process_);
    // UTC at the start, never before the last stored instant, then the steady clock (RULES 19).
    const Instant wall = timeline_.now() + conditions_.wall_clock_off;
    offset_ = std::max(wall, store_.last_at()) - timeline_.now();
    ++life_;
    process_ =
        std::make_unique<Process>(centre_.id, static_cast<CourierSink&>(*this), static_cast<edge::SessionHost&>(*this));
    process_->floor.break_rules(breaks_.floor);
    Recovered recovered = store_.recovered(clock());
    break_recovered(recovered);
    process_->floor.restore(recovered, clock());
    process_->floor.answer_lookups();
    process_->head = process_->durable = recovered.head;
    process_->courier.durable(recovered.head, clock());
    watcher_.restarted(recovered, process_->floor, clock());
    apply_settings();
    tick();
    courier_tick();
}

void Daemon::crash() {
    if (!process_) return;
    ++life_;
    process_.reset();
    network_.house_died();
    storage_.daemon_died();
}

void Daemon::pause(Duration pause) {
    if (!process_ || process_->paused) return;
    process_->paused = true;
    timeline_.after(pause, [this, life = life_, pause] {
        if (life != life_) return;
        process_->paused = false;
        watcher_.paused(pause, clock());
        if (pause > paused_noticed && !breaks_.silence_is_death) process_->sessions.forgive_silence(clock());
        std::deque<Timeline::Work> missed = std::exchange(process_->missed, {});
        for (const Timeline::Work& work : missed) {
            if (life == life_) work();
        }
    });
}

void Daemon::run(Timeline::Work work) {
    if (!process_) return;
    if (process_->paused)
        process_->missed.push_back(std::move(work));
    else
        work();
}

void Daemon::after(Duration delay, Timeline::Work work) {
    timeline_.after(delay, [this, life = life_, work = std::move(work)]() mutable {
        if (life == life_) run(std::move(work));
    });
}

void Daemon::apply_settings() {
    if (!process_) return;
    Command command;
    command.body = ApplySettings{centre_.settings};
    process_->mailbox.push_back(std::move(command));
    want_turn(clock());
}

void Daemon::tick() {
    with_sessions([&](edge::Sessions& sessions) { sessions.tick(clock()); });
    after(sessions_tick, [this] { tick(); });
}

void Daemon::courier_tick() {
    process_->courier.tick(clock());
    after(courier_tick_period, [this] { courier_tick(); });
}

void Daemon::want_turn(Instant when) {
    if (process_->turn_at && *process_->turn_at <= when) return;
    process_->turn_at = when;
    const Instant at = std::max(timeline_.now(), when - offset_);
    timeline_.at(at, [this, life = life_, when] {
        if (life != life_ || process_->turn_at != when) return;
        run([this, when] {
            if (process_->turn_at == when) turn();
        });
    });
}

void Daemon::turn() {
    Process& process = *process_;
    process.turn_at.reset();
    std::vector<Command> commands;
    const std::size_t count = std::min(process.mailbox.size(), limits::commands_a_turn_max);
    commands.assign(std::make_move_iterator(process.mailbox.begin()),
                    std::make_move_iterator(process.mailbox.begin() + static_cast<std::ptrdiff_t>(count)));
    process.mailbox.erase(process.mailbox.begin(), process.mailbox.begin() + static_cast<std::ptrdiff_t>(count));

    const Instant now = clock();
    const std::uint64_t head_before = process.head;
    const Durable durable{breaks_.clock_runs_in_stall ? head_before : process.durable, storage_.uncommitted_bytes()};
    Turn turn = process.floor.turn(commands, now, durable);
    process.head = turn.head;
    ++turns_;
    events_ += turn.events.size();
    watcher_.turned(turn, process.floor, now, process.floor.state().clock.stalled_since.has_value(), commands);
    keep(turn, head_before);
    break_outputs(turn.outputs);
    process.courier.hold(std::move(turn.outputs), now);
    process.waits_for_storage = turn.waits_for_storage;
    for (Command& command : turn.lookups) look_up(std::move(command));
    if (!process.mailbox.empty())
        want_turn(now);
    else if (turn.next_deadline)
        want_turn(std::max(now, *turn.next_deadline));
}

void Daemon::keep(const Turn& turn, std::uint64_t head_before) {
    if (turn.head == head_before && !any(turn.changes)) return;
    Batch batch;
    batch.centre = centre_.id;
    batch.head_before = head_before;
    batch.head_after = turn.head;
    for (const Event& event : turn.events) {
        if (event.number != 0) batch.events.push_back(event);
    }
    break_batch(batch);
    batch.changes = turn.changes;
    batch.bytes = bytes_of(turn);
    storage_.append(std::move(batch));
}

/// The office looks whether a message of a conversation that the floor does not hold was stored long ago (RULES 30).
void Daemon::look_up(Command command) {
    after(random_.between(Duration{1}, office_reads_most), [this, command = std::move(command)]() mutable {
        Lookup lookup;
        if (const auto* visitor = std::get_if<PostAsVisitor>(&command.body))
            lookup = store_.look_up(command.actor.visitor, visitor->message);
        if (const auto* agent = std::get_if<PostAsAgent>(&command.body))
            lookup = store_.look_up(agent->conversation, agent->message);
        if (const auto* note = std::get_if<PostNote>(&command.body))
            lookup = store_.look_up(note->conversation, note->message);
        std::visit(
            [&](auto& order) {
                if constexpr (requires { order.lookup; }) order.lookup = lookup;
            },
            command.body);
        process_->mailbox.push_back(std::move(command));
        want_turn(clock());
    });
}

void Daemon::durable(std::uint64_t number) {
    run([this, number] {
        process_->durable = number;
        process_->courier.durable(number, clock());
        // Offers begin to run when they are durable, and a floor that stood still goes on (RULES 6, 20).
        if (process_->waits_for_storage) want_turn(clock());
        if (number == process_->head && storage_.idle()) watcher_.level(process_->floor, clock());
    });
}

}  // namespace relais::simulation
