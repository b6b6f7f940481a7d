// SPDX-License-Identifier: Apache-2.0
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/version.h>

#include <algorithm>
#include <optional>
#include <thread>

namespace commonweal::core {

std::string thread_library() { return std::string("oneTBB ") + TBB_runtime_version(); }

struct Workers::Pool {
    explicit Pool(unsigned wanted) : threads(wanted == 0 ? processors() : wanted), arena(static_cast<int>(threads)) {
        if (threads > processors()) limit.emplace(oneapi::tbb::global_control::max_allowed_parallelism, threads);
    }

    static unsigned processors() { return std::max(1u, std::thread::hardware_concurrency()); }

    template <class Task>
    void run(std::size_t count, const Task& task) {
        using Range = oneapi::tbb::blocked_range<std::size_t>;
        arena.execute([&] {
            oneapi::tbb::parallel_for(Range(0, count), [&](const Range& range) {
                for (std::size_t k = range.begin(); k < range.end(); ++k) task(k);
            });
        });
    }

    unsigned threads;
    oneapi::tbb::task_arena arena;
    // oneTBB runs no more threads than processors unless this is raised.
    std::optional<oneapi::tbb::global_control> limit;
};

}  // namespace commonweal::core
