#include "app/office_threads.hpp"

#include <future>
#include <latch>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace relais {
namespace {

using Asker = OfficeThreads::Asker;

constexpr auto patience = std::chrono::seconds{60};  // only ever waited for when something is broken

TEST(OfficeThreads, LeaveAThreadToTheRestHoweverManyPasswordsAreChecked) {
    std::promise<void> open;
    std::promise<void> quick;
    const std::shared_future<void> gate = open.get_future().share();
    std::latch slow_done(5);
    OfficeThreads threads(2);  // last: ends before what its work uses
    for (int n = 0; n < 5; ++n) {
        ASSERT_TRUE(threads.run_slow(Asker::stranger, [&] {
            gate.wait();
            slow_done.count_down();
        }));
    }
    ASSERT_TRUE(threads.run([&] { quick.set_value(); }));
    EXPECT_EQ(quick.get_future().wait_for(patience), std::future_status::ready);
    open.set_value();
    slow_done.wait();
}

TEST(OfficeThreads, CheckPasswordsWithOneThreadToo) {
    std::promise<void> done;
    OfficeThreads threads(1);
    ASSERT_TRUE(threads.run_slow(Asker::stranger, [&] { done.set_value(); }));
    EXPECT_EQ(done.get_future().wait_for(patience), std::future_status::ready);
}

TEST(OfficeThreads, RefuseWhatIsBeyondTheirBoundOfEachKind) {
    std::promise<void> open;
    std::promise<void> begun;
    const std::shared_future<void> gate = open.get_future().share();
    OfficeThreads threads(1);
    ASSERT_TRUE(threads.run([&] {
        begun.set_value();
        gate.wait();
    }));
    begun.get_future().wait();
    for (std::size_t n = 0; n < OfficeThreads::waiting_max; ++n) ASSERT_TRUE(threads.run([] {}));
    for (std::size_t n = 0; n < OfficeThreads::passwords_waiting_max; ++n) {
        ASSERT_TRUE(threads.run_slow(Asker::known, [] {}));
        ASSERT_TRUE(threads.run_slow(Asker::stranger, [] {}));
    }
    EXPECT_FALSE(threads.run([] {}));
    EXPECT_FALSE(threads.run_slow(Asker::known, [] {}));
    EXPECT_FALSE(threads.run_slow(Asker::stranger, [] {}));
    EXPECT_TRUE(threads.run_first([] {}));  // the house's own is never refused
    open.set_value();
}

TEST(OfficeThreads, TakeTheHouseFirstThenWhatIsQuickThenThoseKnownThenStrangers) {
    std::promise<void> open;
    std::promise<void> begun;
    std::promise<void> last;
    const std::shared_future<void> gate = open.get_future().share();
    std::string order;
    OfficeThreads threads(1);
    ASSERT_TRUE(threads.run([&] {
        begun.set_value();
        gate.wait();
    }));
    begun.get_future().wait();
    ASSERT_TRUE(threads.run_slow(Asker::stranger, [&] {
        order += 's';
        last.set_value();
    }));
    ASSERT_TRUE(threads.run_slow(Asker::known, [&] { order += 'k'; }));
    for (int count = 0; count < 3; ++count) ASSERT_TRUE(threads.run([&] { order += 'q'; }));
    for (int count = 0; count < 2; ++count) ASSERT_TRUE(threads.run_first([&] { order += 'h'; }));
    open.set_value();
    ASSERT_EQ(last.get_future().wait_for(patience), std::future_status::ready);
    EXPECT_EQ(order, "hhqqqks");
}

}  // namespace
}  // namespace relais
