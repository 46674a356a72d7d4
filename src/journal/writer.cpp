#include "journal/writer.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "relais/base/bug.hpp"

#include "journal/lease.hpp"

namespace relais::journal {
namespace {

constexpr std::chrono::hours forget_clients_every{1};
// So many numbers of clients stand only in lines, then a batch settles them: a third of a millisecond for the texts behind it.
constexpr std::size_t unsettled_max = 32;

}  // namespace

Writer::Writer(JournalOptions options, JournalListener& listener)
    : options_(std::move(options)),
      listener_(listener),
      retry_pause_(options_.retry_first),
      thread_([this] { work(); }) {}

Writer::~Writer() { stop(Duration{0}); }

void Writer::open(CentreId centre, const PostgresJournal::Taken& taken) {
    const std::scoped_lock lock(mutex_);
    desk_.drop(centre);
    const auto now = Steady::now();
    centres_[centre] = {taken.epoch, taken.head, now + options_.lease / 3, now + forget_clients_every, {}};
    bell_.ring();
}

void Writer::release(CentreId centre) {
    // The thread gives the lease back: the connection is its own.
    const std::scoped_lock lock(mutex_);
    const auto found = centres_.find(centre);
    if (found == centres_.end()) return;
    found->second.renew_at = Steady::time_point::min();
    bell_.ring();
}

void Writer::append(Batch batch) {
    const std::scoped_lock lock(mutex_);
    const auto found = centres_.find(batch.centre);
    if (found == centres_.end() || stopping_) return;
    RELAIS_ASSERT(found->second.head <= batch.head_before && batch.head_before <= batch.head_after);
    desk_.add(std::move(batch));
    if (sleeps_) send_for_sleeper();
}

void Writer::send_for_sleeper() {
    sleeps_ = false;
    if (connection_ && connection_->usable()) sent_ = take_batch();
    if (sent_) {
        try {
            sent_->sent = true;
            if (send(*sent_)) return;  // the answer wakes him
        } catch (const pg::Error&) {
            // The thread will find the connection lost and begin again with the same batch.
            sent_->sent = false;
        }
    }
    bell_.ring();
}

bool Writer::stop(Duration linger) {
    {
        std::unique_lock lock(mutex_);
        stopping_ = true;
        bell_.ring();
        if (!finish_.wait_for(lock, linger, [this] { return finished_; })) cancelled_ = true;
        bell_.ring();
        end_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
    const std::scoped_lock lock(mutex_);
    return everything_stored_;
}

JournalFigures Writer::figures() const {
    const std::scoped_lock lock(mutex_);
    JournalFigures figures = figures_;
    figures.waiting_events = desk_.events() + committing_events_;
    figures.waiting_bytes = desk_.bytes() + committing_bytes_;
    return figures;
}

bool Writer::still_ours(CentreId centre, std::uint64_t epoch) const {
    const std::scoped_lock lock(mutex_);
    const auto found = centres_.find(centre);
    return found != centres_.end() && found->second.epoch == epoch;
}

void Writer::work() {
    bool gave_up = false;
    for (;;) {
        if (std::optional<Work> work = wait_for_batch()) {
            if (!commit(std::move(*work))) gave_up = true;
            const std::scoped_lock lock(mutex_);
            committing_events_ = committing_bytes_ = 0;
            continue;
        }
        {
            const std::scoped_lock lock(mutex_);
            if (cancelled_ || (stopping_ && desk_.empty())) break;
        }
        renew_due();
    }
    give_leases_back();
    connection_.reset();
    const std::scoped_lock lock(mutex_);
    everything_stored_ = desk_.empty() && !gave_up;
    finished_ = true;
    finish_.notify_all();
}

std::optional<Writer::Work> Writer::wait_for_batch() {
    std::unique_lock lock(mutex_);
    for (;;) {
        if (cancelled_ && !sent_) return std::nullopt;
        auto due = Steady::time_point::max();
        for (const auto& [id, centre] : centres_) due = std::min({due, centre.renew_at, centre.forget_at});
        if (sent_) return std::exchange(sent_, std::nullopt);
        if (Steady::now() >= due) return std::nullopt;
        if (std::optional<Work> work = take_batch()) return work;
        if (stopping_) return std::nullopt;
        sleeps_ = true;
        const int answers = connection_ && connection_->usable() ? connection_->socket() : -1;
        lock.unlock();
        bell_.sleep(answers, due);
        lock.lock();
        sleeps_ = false;
        // What the server says unasked is that it goes.
        if (!sent_ && connection_ && !connection_->quiet()) connection_.reset();
    }
}

std::optional<Writer::Work> Writer::take_batch() {
    std::optional<Batch> batch = desk_.next();
    if (!batch) return std::nullopt;
    committing_events_ = batch->events.size();
    committing_bytes_ = batch->bytes;
    Centre& centre = centres_.at(batch->centre);  // the desk holds nothing of centres that are not ours
    Work work{std::move(*batch), centre.epoch, false, false, {}};
    work.settles = centre.unsettled.size() >= unsettled_max || !lines_alone(work.batch);
    // Stored with this work or, should the centre be closed before, settled by whoever takes it next.
    if (work.settles) work.unsettled = std::exchange(centre.unsettled, {});
    return work;
}

bool Writer::send(const Work& work) {
    sent_at_ = Steady::now();
    return batch_writer_.send(*connection_, work.batch, work.settles ? &work.unsettled : nullptr, work.epoch,
                              options_.lease);
}

bool Writer::commit(Work work) {
    const CentreId centre = work.batch.centre;
    // A centre that was closed or taken anew meanwhile: the batch rests on what is gone.
    while (work.sent || still_ours(centre, work.epoch)) {
        std::string why;
        const Outcome outcome = try_commit(work, why);
        work.sent = false;
        switch (outcome) {
            case Outcome::stored: stored(work); return true;
            case Outcome::lease_lost:
                close_centre(centre, work.epoch);
                listener_.lease_lost(centre);
                return true;
            case Outcome::data_error:
                close_centre(centre, work.epoch);
                listener_.data_error(work.batch, why);
                return true;
            case Outcome::again:
                if (cancelled_) return false;
                fail(why);
                pause_before_retry();
        }
    }
    return true;
}

void Writer::stored(const Work& work) {
    const Batch& batch = work.batch;
    {
        const std::scoped_lock lock(mutex_);
        if (const auto found = centres_.find(batch.centre); found != centres_.end()) {
            if (!work.settles && found->second.epoch == work.epoch) {
                for (const ClientRecord& client : batch.changes.clients) found->second.unsettled[client.id] = client;
            }
            found->second.head = std::max(found->second.head, batch.head_after);
            if (found->second.renew_at != Steady::time_point::min())
                found->second.renew_at = Steady::now() + options_.lease / 3;
        }
        ++figures_.batches;
        figures_.events += batch.events.size();
    }
    tell_back();
    listener_.durable(batch.centre, batch.head_after);
}

Writer::Outcome Writer::try_commit(const Work& work, std::string& why) {
    if (!work.sent && !connect(why)) return Outcome::again;
    try {
        if (!work.sent) send(work);
        batch_writer_.await(*connection_);
    } catch (const pg::Error& error) {
        if (error.sqlstate() == head_refused) return look_at_head(work.batch, work.epoch);
        why = error.what();
        if (error.bad_data()) {
            why = error.constraint().empty() ? error.sqlstate() : error.sqlstate() + " " + error.constraint();
            return Outcome::data_error;
        }
        if (!connection_->usable() || error.connection_lost()) connection_.reset();
        return Outcome::again;
    }
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - sent_at_);
    listener_.committed(took);
    const std::scoped_lock lock(mutex_);
    figures_.commit_us_last = static_cast<std::uint64_t>(took.count());
    figures_.commit_us_total += figures_.commit_us_last;
    return Outcome::stored;
}

// RULES 25. The refused UPDATE waited for the row lock, so an old backend of ours has finished by now.
Writer::Outcome Writer::look_at_head(const Batch& batch, std::uint64_t epoch) {
    try {
        const Head head = read_head(*connection_, batch.centre);
        if (head.epoch != epoch) return Outcome::lease_lost;
        if (head.head == batch.head_after) return Outcome::stored;
        // Our epoch and a head that we never wrote: the database is not the one we knew (restored from a copy).
        return head.head == batch.head_before ? Outcome::again : Outcome::lease_lost;
    } catch (const pg::Error&) {
        connection_.reset();
        return Outcome::again;
    }
}

bool Writer::connect(std::string& why) {
    if (connection_ && connection_->usable()) return true;
    connection_.reset();
    pg::ConnectOptions options;
    options.url = options_.url;
    options.name = "relais journal";
    options.statement_timeout = options_.answer_max;
    options.answer_timeout = options_.answer_max;
    options.generic_plans = true;
    options.cancelled = &cancelled_;
    try {
        auto connection = std::make_unique<pg::Connection>(options);
        batch_writer_.prepare(*connection);
        connection_ = std::move(connection);
    } catch (const pg::Error& error) {
        why = error.what();
        return false;
    }
    if (connected_before_) {
        const std::scoped_lock lock(mutex_);
        ++figures_.reconnects;
    }
    connected_before_ = true;
    return true;
}

void Writer::renew_due() {
    const auto now = Steady::now();
    std::vector<std::pair<CentreId, Centre>> due;
    {
        const std::scoped_lock lock(mutex_);
        for (const auto& [id, centre] : centres_) {
            if (std::min(centre.renew_at, centre.forget_at) <= now) due.emplace_back(id, centre);
        }
    }
    std::string why;
    try {
        for (const auto& [id, centre] : due) {
            if (!connect(why)) break;
            if (centre.renew_at == Steady::time_point::min()) {
                release_lease(*connection_, id, centre.epoch);
                close_centre(id, centre.epoch);
            } else {
                renew(id, centre.epoch);
            }
            tell_back();
        }
    } catch (const pg::Error& error) {
        connection_.reset();
        why = error.what();
    }
    if (why.empty() || cancelled_) return;
    fail(why);
    pause_before_retry();
}

void Writer::renew(CentreId centre, std::uint64_t epoch) {
    if (!renew_lease(*connection_, centre, epoch, options_.lease)) {
        close_centre(centre, epoch);
        listener_.lease_lost(centre);
        return;
    }
    const auto now = Steady::now();
    bool forget = false;
    {
        const std::scoped_lock lock(mutex_);
        const auto found = centres_.find(centre);
        if (found == centres_.end() || found->second.epoch != epoch) return;
        if (found->second.renew_at != Steady::time_point::min()) found->second.renew_at = now + options_.lease / 3;
        if (found->second.forget_at <= now) {
            forget = true;
            found->second.forget_at = now + forget_clients_every;
        }
    }
    if (forget) forget_clients(*connection_, centre);
}

void Writer::fail(const std::string& why) {
    std::vector<CentreId> ours;
    {
        const std::scoped_lock lock(mutex_);
        ++figures_.retries;
        figures_.last_failure = why;
        for (const auto& [id, centre] : centres_) ours.push_back(id);
    }
    if (away_since_) return;
    away_since_ = Steady::now();
    for (const CentreId& id : ours) listener_.away(id, why);
}

void Writer::tell_back() {
    retry_pause_ = options_.retry_first;
    if (!away_since_) return;
    const auto lasted = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - *away_since_);
    away_since_.reset();
    std::vector<std::pair<CentreId, std::uint64_t>> ours;
    {
        const std::scoped_lock lock(mutex_);
        for (const auto& [id, centre] : centres_) ours.emplace_back(id, centre.head);
    }
    for (const auto& [id, head] : ours) {
        listener_.back(id, lasted);
        listener_.durable(id, head);
    }
}

void Writer::pause_before_retry() {
    std::unique_lock lock(mutex_);
    // Appended batches do not shorten the pause, the end of the program does.
    end_.wait_for(lock, retry_pause_, [this] { return cancelled_.load(); });
    retry_pause_ = std::min(retry_pause_ * 2, options_.retry_max);
}

void Writer::close_centre(CentreId centre, std::uint64_t epoch) {
    const std::scoped_lock lock(mutex_);
    const auto found = centres_.find(centre);
    if (found == centres_.end() || found->second.epoch != epoch) return;  // taken anew meanwhile
    centres_.erase(found);
    desk_.drop(centre);
}

void Writer::give_leases_back() {
    std::map<CentreId, Centre> ours;
    {
        const std::scoped_lock lock(mutex_);
        if (cancelled_ || !desk_.empty()) return;  // a lease that we leave runs out by itself
        ours = centres_;
    }
    std::string why;
    try {
        for (const auto& [id, centre] : ours) {
            if (!connect(why)) return;
            release_lease(*connection_, id, centre.epoch);
        }
    } catch (const pg::Error&) {
        return;  // it runs out by itself
    }
}

}  // namespace relais::journal
