// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/parallel.hpp>

#include <atomic>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

using commonweal::core::Workers;

TEST(Parallel, each_task_runs_exactly_once_on_any_number_of_threads) {
    for (const unsigned threads : {1u, 2u, 3u, 8u}) {
        Workers workers(threads);
        EXPECT_EQ(workers.threads(), threads);
        for (const std::size_t count : {0u, 1u, 7u, 1000u}) {
            std::vector<std::atomic<int>> runs(count);
            workers.for_each(count, [&](std::size_t k) { ++runs[k]; });
            for (const auto& run : runs) ASSERT_EQ(run, 1);
        }
    }
}

TEST(Parallel, more_threads_than_processors_work_when_asked_for) {
    Workers workers(4);
    std::mutex mutex;
    std::set<std::thread::id> seen;
    // On a busy machine the other threads may come late: ask again until they have.
    for (int round = 0; round < 100 && seen.size() <= 2; ++round) {
        workers.for_each(64, [&](std::size_t) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            const std::lock_guard lock(mutex);
            seen.insert(std::this_thread::get_id());
        });
    }
    EXPECT_GT(seen.size(), 2u);
    EXPECT_LE(seen.size(), 4u);
}

TEST(Parallel, a_tasks_exception_reaches_the_caller_and_the_workers_stay_usable) {
    Workers workers(3);
    EXPECT_THROW(workers.for_each(100,
                                  [](std::size_t k) {
                                      if (k == 57) throw std::runtime_error("57");
                                  }),
                 std::runtime_error);
    std::atomic<int> runs = 0;
    workers.for_each(100, [&](std::size_t) { ++runs; });
    EXPECT_EQ(runs, 100);
}
