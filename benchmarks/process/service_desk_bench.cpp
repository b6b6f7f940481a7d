// SPDX-License-Identifier: Apache-2.0
// Customers through desks: one class at one desk (the argument counts customers, half of them each replicate's, on two
// threads), and all that a desk can do: three classes, patience, escalation, joint tickets and the whistle. Reports
// nanoseconds per customer.
#include <benchmark/benchmark.h>

#include <commonweal/process/service_desk.hpp>

namespace {

using namespace commonweal;

void serve(benchmark::State& state, const process::ServiceDesk& desk, const process::ServiceStart& start) {
    const auto customers = static_cast<double>(state.range(0));
    double wait = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        const process::Dataset run =
            simulate(desk, start, {.until = 0.5 * customers / desk.arrival_rate, .replicates = 2, .threads = 2});
        wait = run.variable("wait").values.front();
    }
    state.counters["wait"] = wait;
    state.counters["per_customer"] =
        benchmark::Counter(customers, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void serve_one_line(benchmark::State& state) { serve(state, {.arrival_rate = 8.0, .servers = 10}, {}); }

void serve_all(benchmark::State& state) {
    serve(state,
          {.arrival_rate = 24.0,
           .desks = 4,
           .servers = 8,
           .abandon_rate = 0.02,
           .escalation_wait = 2.0,
           .joint_share = 0.1,
           .levels = 4,
           .joint_route = process::JointRoute::whistle},
          {.classes = {0.1, 0.3, 0.6}});
}

BENCHMARK(serve_one_line)->Arg(10'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(serve_all)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
