#include "app/floor_thread.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "unit/floor/small_settings.hpp"

namespace relais {
namespace {

using namespace test;

constexpr auto patience = 60s;  // only ever waited for when something is broken

/// Stores on a thread of its own, a batch at a time, and tells both who wait for it, as the journal does.
class Storage final : public Journal {
public:
    using Told = std::function<void(CentreId, std::uint64_t)>;
    explicit Storage(Told told) : told_(std::move(told)), thread_([this] { work(); }) {}
    ~Storage() override { finish(); }
    /// Tells nobody anything any more.
    void finish() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_one();
        if (thread_.joinable()) thread_.join();
    }
    void append(Batch batch) override {
        const std::lock_guard lock(mutex_);
        EXPECT_EQ(batch.head_before, head_) << "two turns at once, or a batch out of order";
        head_ = batch.head_after;
        batches_.push_back(std::move(batch));
        wake_.notify_one();
    }

private:
    void work() {
        std::unique_lock lock(mutex_);
        for (;;) {
            wake_.wait(lock, [this] { return stopping_ || !batches_.empty(); });
            if (batches_.empty()) return;
            const Batch batch = std::move(batches_.front());
            batches_.pop_front();
            lock.unlock();
            std::this_thread::yield();
            told_(batch.centre, batch.head_after);
            lock.lock();
        }
    }
    Told told_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Batch> batches_;
    std::uint64_t head_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

/// The floor's thread between a storage and an edge, which is the thread of the test.
class House {
public:
    House()
        : outbound_([this] {
              const std::lock_guard lock(mutex_);
              called_ = true;
              wake_.notify_one();
          }),
          storage_([this](CentreId centre, std::uint64_t number) {
              outbound_.durable(centre, number);
              floor.durable(centre, number);
          }),
          floor(
              clock_, storage_, outbound_, [] { return std::size_t{0}; }, [](CentreId, const Command&) {},
              [this](CentreId, const Turn&, Instant) { ++turns; }) {
        Settings settings = small_settings();
        settings.rules.tally_pause = 20ms;
        floor.open(centre_id(), Recovered{}, std::make_shared<const Settings>(settings));
        floor.start();
        until([this] { return floor.figures().turns > 0 && floor.figures().waiting == 0; });
    }
    ~House() {
        floor.stop();
        storage_.finish();
    }

    /// Takes what came out until `done`, or fails.
    template <class Done>
    void until(Done done) {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (!done()) {
            {
                std::unique_lock lock(mutex_);
                // Figures have no wake-up of their own: looked at again soon.
                wake_.wait_for(lock, 1ms, [this] { return called_; });
                called_ = false;
            }
            drain();
            ASSERT_LT(std::chrono::steady_clock::now(), deadline);
        }
    }
    void drain() {
        Outbound::Taken taken = outbound_.take();
        for (Outbound::Outputs& some : taken.outputs) {
            for (Output& output : some.outputs) held_.push_back(std::move(output));
        }
        for (const auto& [centre, number] : taken.durable) durable_ = number;
        while (!held_.empty() && held_.front().depends_on <= durable_) {
            take(held_.front());
            held_.pop_front();
        }
    }

    std::map<std::uint64_t, std::vector<std::uint64_t>> acknowledged;  // numbers, by connection
    std::size_t tallies = 0;
    std::atomic<std::size_t> turns = 0;

private:
    void take(const Output& output) {
        if (std::holds_alternative<TeamFrame>(output.frame)) ++tallies;
        const auto* ack = std::get_if<AckFrame>(&output.frame);
        if (ack) acknowledged[std::get<ToConnection>(output.to).connection.number].push_back(ack->number);
        EXPECT_FALSE(std::holds_alternative<RefusedFrame>(output.frame));
    }

    Clock clock_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool called_ = false;
    std::deque<Output> held_;
    std::uint64_t durable_ = 0;
    Outbound outbound_;
    Storage storage_;

public:
    FloorThread floor;
};

Command leave_message(std::uint64_t visitor, std::uint64_t number) {
    Command command;
    command.actor.visitor = visitor_id(visitor);
    command.connection = ConnectionId{1, visitor};
    command.client = client_id(visitor);
    command.number = number;
    LeaveMessage leave;
    leave.message.id = message_id(visitor * 1000 + number);
    leave.message.visitor = visitor_id(visitor);
    leave.message.site = site_id(1);
    leave.message.entry_point = entry_point_id(1);
    leave.message.language = "fr";
    leave.message.email = "lea@visitor.example";
    leave.message.text = std::make_shared<const std::string>("bonjour");
    command.body = leave;
    return command;
}

Command connect_agent() {
    Command command;
    command.actor.agent = agent_id(1);
    command.connection = ConnectionId{1, 500};
    command.client = client_id(500);
    command.body = ConnectAgent{};
    return command;
}

Command settings_again(std::uint64_t version) {
    Settings settings = small_settings();
    settings.version = version;
    Command command;
    command.body = ApplySettings{std::make_shared<const Settings>(settings)};
    return command;
}

TEST(FloorThread, AnswersEachCommandOnceAndInOrderWhoeverBringsThem) {
    constexpr std::uint64_t visitors = 40;
    constexpr std::uint64_t messages = 25;
    const std::uint32_t seed = 7;
    SCOPED_TRACE(seed);
    std::mt19937_64 dice(seed);
    House house;
    std::thread other([&] {
        for (std::uint64_t version = 2; version < 100; ++version)
            EXPECT_TRUE(house.floor.submit(centre_id(), settings_again(version)));
    });
    for (std::uint64_t number = 1; number <= messages; ++number) {
        // Now and then it goes to sleep.
        house.until([&] { return house.floor.figures().waiting == 0; });
        for (std::uint64_t visitor = 1; visitor <= visitors; ++visitor) {
            EXPECT_TRUE(house.floor.submit(centre_id(), leave_message(visitor, number)));
            if (dice() % 16 == 0) house.drain();
        }
    }
    other.join();
    const auto all_in = [&] {
        std::size_t count = 0;
        for (const auto& [connection, numbers] : house.acknowledged) count += numbers.size();
        return count >= visitors * messages;
    };
    house.until(all_in);
    ASSERT_EQ(house.acknowledged.size(), visitors);
    for (const auto& [connection, numbers] : house.acknowledged) {
        ASSERT_EQ(numbers.size(), messages);
        for (std::uint64_t n = 0; n < messages; ++n) ASSERT_EQ(numbers[n], n + 1);
    }
}

TEST(FloorThread, WakesForADeadline) {
    House house;
    EXPECT_TRUE(house.floor.submit(centre_id(), connect_agent()));
    house.until([&] { return house.tallies > 0; });  // due a pause after the turn that made it
}

TEST(FloorThread, EndsWhileOthersStillBringWork) {
    House house;
    std::atomic<bool> over = false;
    std::thread stopper([&] {
        while (house.turns < 20) std::this_thread::yield();
        house.floor.stop();
        over = true;
    });
    for (std::uint64_t number = 1; !over; ++number) {
        (void)house.floor.submit(centre_id(), leave_message(1 + number % 5, 1 + number / 5));
    }
    stopper.join();
    EXPECT_FALSE(house.floor.submit(centre_id(), leave_message(77, 1)));
}

}  // namespace
}  // namespace relais
