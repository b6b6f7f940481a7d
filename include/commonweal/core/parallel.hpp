// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>

namespace commonweal::core {

/// The threads that blocks of agents are spread over. What is computed never depends on how many there are: tasks write
/// to places of their own, and sums are formed in a fixed order (see reduce.hpp).
class Workers {
public:
    /// 0 means one thread per processor.
    explicit Workers(unsigned threads = 0);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    unsigned threads() const;

    /// Calls task(k) once for each k below `count`, in any order and on any thread, and returns when all are done. An
    /// exception from a task is thrown here; of several, one of them.
    template <class Task>
    void for_each(std::size_t count, Task&& task) {
        using Callable = std::remove_reference_t<Task>;
        run(
            count, [](void* context, std::size_t k) { (*static_cast<Callable*>(context))(k); },
            const_cast<void*>(static_cast<const void*>(&task)));
    }

private:
    using Call = void (*)(void*, std::size_t);
    void run(std::size_t count, Call call, void* context);

    struct Pool;
    std::unique_ptr<Pool> pool_;
};

}  // namespace commonweal::core
