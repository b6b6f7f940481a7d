// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <commonweal/core/distribution.hpp>
#include <commonweal/core/random.hpp>
#include <string_view>

namespace {

using namespace commonweal::core;

/// One draw for each agent from its own stream.
void draw_per_agent(benchmark::State& state, std::string_view text) {
    constexpr AgentId agents = 4096;
    constexpr StreamId rule = StreamId::of("bench", "distribution");
    const Distribution distribution = Distribution::parse(text, "").value.value();
    Tick tick = 0;
    for (auto _ : state) {
        ++tick;
        double sum = 0.0;
        for (AgentId agent = 0; agent < agents; ++agent) {
            Stream stream({.value = 1}, rule, {.agent = agent, .tick = tick});
            sum += distribution.draw(stream);
        }
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t{agents});
}
BENCHMARK_CAPTURE(draw_per_agent, constant, "2");
BENCHMARK_CAPTURE(draw_per_agent, uniform, "uniform(low=1, high=2)");
BENCHMARK_CAPTURE(draw_per_agent, triangular, "triangular(low=1, mode=2, high=4)");
BENCHMARK_CAPTURE(draw_per_agent, normal, "normal(mean=2, sd=1)");
BENCHMARK_CAPTURE(draw_per_agent, normal_within_limits, "normal(mean=2, sd=1, min=0)");
BENCHMARK_CAPTURE(draw_per_agent, lognormal, "lognormal(median=2, sigma=0.5)");
BENCHMARK_CAPTURE(draw_per_agent, exponential, "exponential(mean=2)");
BENCHMARK_CAPTURE(draw_per_agent, gamma, "gamma(mean=2, shape=2)");
BENCHMARK_CAPTURE(draw_per_agent, gamma_within_limits, "gamma(mean=2, shape=2, max=6)");
BENCHMARK_CAPTURE(draw_per_agent, weibull, "weibull(scale=2, shape=1.5)");
BENCHMARK_CAPTURE(draw_per_agent, beta, "beta(a=2, b=5)");
BENCHMARK_CAPTURE(draw_per_agent, beta_of_large_shapes, "beta(a=300, b=200)");
BENCHMARK_CAPTURE(draw_per_agent, loguniform, "loguniform(low=1, high=10)");

void read_text(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(Distribution::parse("lognormal(median=3 d, sigma=0.5)", "h"));
}
BENCHMARK(read_text);

}  // namespace

BENCHMARK_MAIN();
