// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/version.hpp>

#if defined(COMMONWEAL_PARALLEL_TBB)
#include "core/parallel_tbb.inl"
#else
#include "core/parallel_threads.inl"
#endif

namespace commonweal::core {

Workers::Workers(unsigned threads) : pool_(std::make_unique<Pool>(threads)) {}

Workers::~Workers() = default;

unsigned Workers::threads() const { return pool_->threads; }

void Workers::run(std::size_t count, Call call, void* context) {
    if (count == 0) return;
    pool_->run(count, [call, context](std::size_t k) { call(context, k); });
}

}  // namespace commonweal::core
