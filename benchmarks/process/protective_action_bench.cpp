// SPDX-License-Identifier: Apache-2.0
// The functions of one hour of warning and deciding, and the rule among 1,000 and 1,000,000 people who all see each
// other. Reports nanoseconds per person, and per person and tick, of one thread; the rule's people are made in it.
#include <benchmark/benchmark.h>

#include <commonweal/process/protective_action.hpp>
#include <commonweal/process/warning.hpp>
#include <cstddef>
#include <vector>

using namespace commonweal::process;

namespace {

/// One hour of warning and protective action of residents whose columns fit into the cache.
void hear_and_decide(benchmark::State& state) {
    constexpr std::size_t residents = 4096;
    const Warning warning;
    const ProtectiveAction action;
    std::vector<float> reach(residents, 0.4f), informed(residents, 0.2f), acting(residents, 0.1f);
    std::vector<float> reluctance(residents), heard(residents), sets_out(residents);
    for (std::size_t row = 0; row < residents; ++row) {
        reluctance[row] = static_cast<float>(row) / static_cast<float>(residents);
    }
    for (auto round : state) {
        static_cast<void>(round);
#pragma GCC ivdep
        for (std::size_t row = 0; row < residents; ++row) {
            heard[row] = warned_chance(warning, reach[row], informed[row], 1.0f);
            const float risk = perceived_risk(action, {.warned = heard[row], .trust = 0.7f, .social = acting[row]});
            sets_out[row] = action_chance(action, readiness(action, risk, {}), reluctance[row], 1.0f);
        }
        benchmark::DoNotOptimize(sets_out.data());
        benchmark::ClobberMemory();
    }
    state.counters["per_resident"] =
        benchmark::Counter(residents, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void set_out(benchmark::State& state) {
    const auto size = static_cast<commonweal::core::Index>(state.range(0));
    const double ticks = static_cast<double>(state.range(1));
    double acting = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        const ProtectiveAction action{.setting_out_rate = 0.1};
        const Dataset course =
            simulate(action, ActionStart{},
                     {.size = size, .until = 0.01 * ticks, .every = 0.01 * ticks, .step = 0.01, .threads = 1});
        acting = course.variable("acting").values.back();
    }
    state.counters["acting"] = acting;
    state.counters["per_person_and_tick"] = benchmark::Counter(
        static_cast<double>(size) * ticks, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

}  // namespace

BENCHMARK(hear_and_decide);
BENCHMARK(set_out)->Args({1'000, 1'000})->Args({1'000'000, 100})->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
