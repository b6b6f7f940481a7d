// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <cmath>
#include <commonweal/process/service_queue.hpp>
#include <random>
#include <vector>

using namespace commonweal::process;

namespace {

constexpr int customers = 1'000'000;

/// A million tickets of three classes for 20 workers; the argument is the load in percent (over 100: a growing
/// backlog).
std::vector<Ticket> arrivals(double load) {
    std::mt19937_64 engine(1);
    const auto exponential = [&engine] { return -std::log((static_cast<double>(engine() >> 11) + 0.5) * 0x1.0p-53); };
    std::vector<Ticket> tickets;
    double hour = 0.0;
    for (std::uint32_t id = 0; id < customers; ++id) {
        hour += exponential() / (20.0 * load);
        tickets.push_back({.id = id,
                           .priority = static_cast<std::uint8_t>(engine() % 3),
                           .created = hour,
                           .service = exponential(),
                           .patience = 72.0 * exponential()});
    }
    return tickets;
}

void serve(benchmark::State& state) {
    const auto created = arrivals(static_cast<double>(state.range(0)) / 100.0);
    for (auto round : state) {
        static_cast<void>(round);
        Tickets tickets;
        ServiceQueue queue{.staff = 20};
        for (const Ticket& ticket : created) submit(queue, tickets, tickets.add(ticket), ticket.created);
        benchmark::DoNotOptimize(queue.closed);
    }
    state.counters["per_ticket"] =
        benchmark::Counter(customers, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

}  // namespace

BENCHMARK(serve)->Arg(80)->Arg(200)->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
