// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace commonweal::core {

std::string thread_library() { return "std::thread"; }

/// Persistent threads that claim chunks of the index range from a shared counter; the caller works too.
struct Workers::Pool {
    explicit Pool(unsigned wanted) : threads(wanted == 0 ? std::max(1u, std::thread::hardware_concurrency()) : wanted) {
        for (unsigned k = 1; k < threads; ++k) helpers.emplace_back([this] { serve(); });
    }

    ~Pool() {
        {
            const std::lock_guard lock(mutex);
            stopping = true;
        }
        wake.notify_all();
        for (std::thread& helper : helpers) helper.join();
    }

    void run(std::size_t count, std::function<void(std::size_t)> new_task) {
        {
            const std::lock_guard lock(mutex);
            task = std::move(new_task);
            size = count;
            chunk = std::max<std::size_t>(1, count / (std::size_t{threads} * 8));
            next = 0;
            failure = nullptr;
            busy = static_cast<unsigned>(helpers.size());
            ++round;
        }
        wake.notify_all();
        claim_chunks();
        std::unique_lock lock(mutex);
        done.wait(lock, [this] { return busy == 0; });
        if (failure) std::rethrow_exception(failure);
    }

    void serve() {
        for (std::size_t seen = 0;;) {
            {
                std::unique_lock lock(mutex);
                wake.wait(lock, [&] { return stopping || round != seen; });
                if (stopping) return;
                seen = round;
            }
            claim_chunks();
            const std::lock_guard lock(mutex);
            if (--busy == 0) done.notify_one();
        }
    }

    void claim_chunks() {
        try {
            for (std::size_t first = next.fetch_add(chunk); first < size; first = next.fetch_add(chunk)) {
                const std::size_t last = std::min(size, first + chunk);
                for (std::size_t k = first; k < last; ++k) task(k);
            }
        } catch (...) {
            next = size;
            const std::lock_guard lock(mutex);
            if (!failure) failure = std::current_exception();
        }
    }

    unsigned threads;
    std::vector<std::thread> helpers;
    std::mutex mutex;
    std::condition_variable wake;
    std::condition_variable done;
    std::function<void(std::size_t)> task;
    std::size_t size = 0;
    std::size_t chunk = 1;
    std::atomic<std::size_t> next{0};
    std::exception_ptr failure;
    unsigned busy = 0;
    std::size_t round = 0;
    bool stopping = false;
};

}  // namespace commonweal::core
