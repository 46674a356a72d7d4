#include "app/office_threads.hpp"

#include <future>
#include <latch>
#include <vector>

#include <gtest/gtest.h>

namespace relais {
namespace {

constexpr auto patience = std::chrono::seconds{60};  // only ever waited for when something is broken

TEST(OfficeThreads, LeaveAThreadToTheRestHoweverManyPasswordsAreChecked) {
    std::promise<void> open;
    std::promise<void> quick;
    const std::shared_future<void> gate = open.get_future().share();
    std::latch slow_done(5);
    OfficeThreads threads(2);  // last: ends before what its work uses
    for (int n = 0; n < 5; ++n) {
        ASSERT_TRUE(threads.run_slow([&] {
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
    ASSERT_TRUE(threads.run_slow([&] { done.set_value(); }));
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
    for (std::size_t n = 0; n < OfficeThreads::waiting_max; ++n) {
        ASSERT_TRUE(threads.run([] {}));
        ASSERT_TRUE(threads.run_slow([] {}));
    }
    EXPECT_FALSE(threads.run([] {}));
    EXPECT_FALSE(threads.run_slow([] {}));
    open.set_value();
}

}  // namespace
}  // namespace relais
