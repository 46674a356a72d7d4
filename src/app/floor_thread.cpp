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
                         LookUp look_up)
    : clock_(clock),
      journal_(journal),
      outbound_(outbound),
      backlog_(std::move(backlog)),
      look_up_(std::move(look_up)) {}

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
        if (desk == desks_.end() || waiting_ >= mailbox_max || stopping_) return false;
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
        if (!desk->second.waits_for_storage) return;
        desk->second.storage_moved = true;
        wake = std::exchange(asleep_, false);
    }
    if (wake) wake_.notify_one();
}

FloorThread::Figures FloorThread::figures() const {
    const std::lock_guard lock(mutex_);
    return figures_;
}

bool FloorThread::due(const Desk& desk, Instant now) const {
    return !desk.mailbox.empty() || desk.storage_moved || (desk.next_deadline && *desk.next_deadline <= now);
}

std::optional<Instant> FloorThread::next_deadline() const {
    std::optional<Instant> next;
    for (const auto& [centre, desk] : desks_) {
        if (desk.next_deadline && (!next || *desk.next_deadline < *next)) next = desk.next_deadline;
    }
    return next;
}

void FloorThread::turn(CentreId centre, Desk& desk, std::unique_lock<std::mutex>& lock) {
    std::vector<Command> commands;
    const std::size_t count = std::min(desk.mailbox.size(), limits::commands_a_turn_max);
    commands.reserve(count);
    for (std::size_t index = 0; index < count; ++index) {
        commands.push_back(std::move(desk.mailbox.front()));
        desk.mailbox.pop_front();
    }
    waiting_ -= count;
    desk.storage_moved = false;
    const std::uint64_t durable = desk.durable;
    const std::uint64_t head_before = desk.head;
    lock.unlock();

    const Instant now = clock_.now();
    Turn turn = desk.floor.turn(commands, now, Durable{durable, backlog_()});
    const std::uint64_t events = turn.head - head_before;
    std::vector<Output> outputs = std::move(turn.outputs);
    const bool stores = events > 0 || any(turn.changes);
    const auto next = turn.next_deadline;
    const bool waits = turn.waits_for_storage;
    const std::uint64_t head = turn.head;
    // Outputs first: what storage reports durable must already be held.
    outbound_.put(centre, std::move(outputs), now);
    if (stores) journal_.append(batch_of(centre, head_before, turn));

    for (Command& command : turn.lookups) look_up_(centre, std::move(command));

    lock.lock();
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
