#include "app/floor_thread.hpp"

#include <algorithm>
#include <utility>

namespace relais {
namespace {

bool any(const RowChanges& changes) {
    return !changes.visitors.empty() || !changes.conversations.empty() || !changes.episodes.empty() ||
           !changes.agents.empty() || !changes.agents_with_seats_changed.empty() || !changes.offers.empty() ||
           !changes.entry_points.empty() || !changes.clients.empty();
}

constexpr std::size_t event_bytes = 200;  // a row without its text

Batch batch_of(CentreId centre, std::uint64_t head_before, Turn& turn) {
    Batch batch;
    batch.centre = centre;
    batch.head_before = head_before;
    batch.head_after = turn.head;
    batch.changes = std::move(turn.changes);
    for (Event& event : turn.events) {
        if (event.number == 0) continue;
        batch.bytes += event_bytes;
        if (const auto* line = std::get_if<LineAdded>(&event.body); line && line->line.body)
            batch.bytes += line->line.body->size();
        batch.events.push_back(std::move(event));
    }
    return batch;
}

}  // namespace

FloorThread::FloorThread(const Clock& clock, Journal& journal, Outbound& outbound, StorageBacklog backlog,
                         LookUp look_up, Watch watch)
    : clock_(clock),
      journal_(journal),
      outbound_(outbound),
      backlog_(std::move(backlog)),
      look_up_(std::move(look_up)),
      watch_(std::move(watch)) {}

FloorThread::~FloorThread() { stop(); }

void FloorThread::open(CentreId centre, Recovered recovered, std::shared_ptr<const Settings> settings) {
    const std::lock_guard lock(mutex_);
    const auto [place, inserted] = desks_.try_emplace(centre, centre);
    if (!inserted) return;
    Desk& desk = place->second;
    desk.head = recovered.head;
    desk.durable = recovered.head;
    desk.floor.restore(recovered, clock_.now());
    desk.floor.answer_lookups();
    Command apply;
    apply.body = ApplySettings{std::move(settings)};
    desk.mailbox.push_back(std::move(apply));
    ++waiting_;
    wake_.notify_one();
}

std::size_t FloorThread::batch_refused(CentreId centre, std::uint64_t head_before, std::uint64_t head_after) {
    const std::lock_guard lock(mutex_);
    const auto desk = desks_.find(centre);
    if (desk == desks_.end()) return 0;
    desk->second.closed = true;
    return quarantines_[centre].refused(head_before, head_after);
}

void FloorThread::close(CentreId centre) {
    std::unique_lock lock(mutex_);
    const auto desk = desks_.find(centre);
    if (desk == desks_.end()) return;
    desk->second.closed = true;
    turned_.wait(lock, [&] { return !desk->second.turning; });
    waiting_ -= desk->second.mailbox.size();
    desks_.erase(desk);
}

void FloorThread::start() {
    thread_ = std::thread([this] { run(); });
}

void FloorThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

bool FloorThread::submit(CentreId centre, Command command) {
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        const auto desk = desks_.find(centre);
        if (desk == desks_.end() || desk->second.closed || waiting_ >= mailbox_max || stopping_) return false;
        desk->second.mailbox.push_back(std::move(command));
        ++waiting_;
        wake = std::exchange(asleep_, false);
    }
    if (wake) wake_.notify_one();
    return true;
}

void FloorThread::durable(CentreId centre, std::uint64_t number) {
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        const auto desk = desks_.find(centre);
        if (desk == desks_.end()) return;
        desk->second.durable = std::max(desk->second.durable, number);
        quarantines_[centre].stored(number);
        if (!desk->second.waits_for_storage && !desk->second.waits_alone) return;
        desk->second.storage_moved = true;
        wake = std::exchange(asleep_, false);
    }
    if (wake) wake_.notify_one();
}

FloorThread::Figures FloorThread::figures() const {
    const std::lock_guard lock(mutex_);
    Figures figures = figures_;
    figures.waiting = waiting_;
    return figures;
}

bool FloorThread::due(const Desk& desk, Instant now) const {
    if (desk.closed || (desk.waits_alone && desk.durable < desk.head)) return false;
    return !desk.mailbox.empty() || desk.storage_moved || (desk.next_deadline && *desk.next_deadline <= now);
}

std::optional<Instant> FloorThread::next_deadline() const {
    std::optional<Instant> next;
    for (const auto& [centre, desk] : desks_) {
        if (desk.closed || (desk.waits_alone && desk.durable < desk.head)) continue;  // storage wakes it
        if (desk.next_deadline && (!next || *desk.next_deadline < *next)) next = desk.next_deadline;
    }
    return next;
}

bool FloorThread::take_commands(Desk& desk, Quarantine& quarantine, std::vector<Command>& commands) {
    desk.waits_alone = false;
    while (!desk.mailbox.empty() && commands.size() < limits::commands_a_turn_max) {
        Command& next = desk.mailbox.front();
        const Quarantine::Verdict verdict = quarantine.judge(next);
        if (verdict == Quarantine::Verdict::alone) {
            desk.waits_alone = true;
            if (!commands.empty() || desk.durable < desk.head) return false;
        }
        // Refused in its turn: the number is consumed and the client goes on.
        if (verdict == Quarantine::Verdict::banned) next.body = RefuseFrame{Refusal::bad_value};
        commands.push_back(std::move(next));
        desk.mailbox.pop_front();
        --waiting_;
        if (desk.waits_alone) return true;
    }
    return false;
}

void FloorThread::turn(CentreId centre, Desk& desk, std::unique_lock<std::mutex>& lock) {
    std::vector<Command> commands;
    Quarantine& quarantine = quarantines_[centre];
    const bool alone = take_commands(desk, quarantine, commands);
    const std::size_t count = commands.size();
    desk.turning = true;
    desk.storage_moved = false;
    const std::uint64_t durable = desk.durable;
    const std::uint64_t head_before = desk.head;
    lock.unlock();

    const Instant now = clock_.now();
    Turn turn = desk.floor.turn(commands, now, Durable{durable, backlog_()});
    watch_(centre, turn, now);
    const std::uint64_t events = turn.head - head_before;
    std::vector<Output> outputs = std::move(turn.outputs);
    const bool stores = events > 0 || any(turn.changes);
    const auto next = turn.next_deadline;
    const bool waits = turn.waits_for_storage;
    const std::uint64_t head = turn.head;
    // Outputs first: what storage reports durable must already be held.
    outbound_.put(centre, std::move(outputs), now);
    if (stores || alone) {
        lock.lock();
        quarantine.decided(commands, head, alone);
        if (!stores) quarantine.stored(head);
        lock.unlock();
    }
    if (stores) journal_.append(batch_of(centre, head_before, turn));
    for (Command& command : turn.lookups) look_up_(centre, std::move(command));

    lock.lock();
    desk.turning = false;
    if (desk.closed) turned_.notify_all();
    desk.head = head;
    desk.next_deadline = next;
    desk.waits_for_storage = waits;
    // It may have become durable while this turn ran, when nobody knew yet that the floor waits for it.
    desk.storage_moved = waits && desk.durable > durable;
    figures_.turns += 1;
    figures_.commands += count;
    figures_.events += events;
}

void FloorThread::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        bool turned = false;
        const Instant now = clock_.now();
        for (auto& [centre, desk] : desks_) {
            if (!due(desk, now)) continue;
            turn(centre, desk, lock);
            turned = true;
            if (stopping_) return;
        }
        if (turned) continue;
        asleep_ = true;
        // Rounded up: a wake-up a fraction of a millisecond early would find nothing due.
        if (const auto next = next_deadline())
            wake_.wait_until(lock, clock_.steady(*next) + std::chrono::milliseconds{1});
        else
            wake_.wait(lock);
        asleep_ = false;
    }
}

}  // namespace relais
