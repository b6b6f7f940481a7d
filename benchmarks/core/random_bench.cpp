// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <array>
#include <commonweal/core/random.hpp>
#include <random>

namespace {

using namespace commonweal::core;

constexpr std::uint32_t length = 4096;
constexpr StreamId rule = StreamId::of("bench", "random");

/// Four words for each agent, as a block loop fills them.
void words_of_a_block(benchmark::State& state) {
    std::array<std::array<std::uint32_t, length>, 4> words{};
    Tick tick = 0;
    for (auto _ : state) {
        ++tick;
#pragma GCC ivdep
        for (std::uint32_t i = 0; i < length; ++i) {
            const auto drawn = draw_words({.value = 1}, rule, {.agent = i, .tick = tick}, 0);
            for (std::size_t w = 0; w < 4; ++w) words[w][i] = drawn[w];
        }
        benchmark::DoNotOptimize(words.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t{4 * length});
}
BENCHMARK(words_of_a_block);

/// One normal float for each agent, from its own words.
void normals_of_a_block(benchmark::State& state) {
    std::array<float, length> normals{};
    Tick tick = 0;
    for (auto _ : state) {
        ++tick;
#pragma GCC ivdep
        for (std::uint32_t i = 0; i < length; ++i) {
            const auto drawn = draw_words({.value = 1}, rule, {.agent = i, .tick = tick}, 0);
            normals[i] = math::normal_quantile(to_open_unit_float(drawn[0]));
        }
        benchmark::DoNotOptimize(normals.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t{length});
}
BENCHMARK(normals_of_a_block);

template <class Draw>
void stream_per_agent(benchmark::State& state, Draw draw) {
    Tick tick = 0;
    for (auto _ : state) {
        ++tick;
        double sum = 0.0;
        for (AgentId agent = 0; agent < length; ++agent) {
            Stream stream({.value = 1}, rule, {.agent = agent, .tick = tick});
            sum += draw(stream);
        }
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t{length});
}
BENCHMARK_CAPTURE(stream_per_agent, uniform, [](Stream& s) { return s.uniform(); });
BENCHMARK_CAPTURE(stream_per_agent, chance, [](Stream& s) { return s.chance(0.3) ? 1.0 : 0.0; });
BENCHMARK_CAPTURE(stream_per_agent, normal, [](Stream& s) { return s.normal(); });
BENCHMARK_CAPTURE(stream_per_agent, exponential, [](Stream& s) { return s.exponential({.mean = 2.0}); });
BENCHMARK_CAPTURE(stream_per_agent, poisson_of_3, [](Stream& s) { return static_cast<double>(s.poisson(3.0)); });
BENCHMARK_CAPTURE(stream_per_agent, poisson_of_300, [](Stream& s) { return static_cast<double>(s.poisson(300.0)); });
BENCHMARK_CAPTURE(stream_per_agent, gamma, [](Stream& s) { return s.gamma({.shape = 2.0, .scale = 1.0}); });

template <class Distribution>
void standard_engine(benchmark::State& state, Distribution distribution) {
    std::mt19937_64 engine(1);
    for (auto _ : state) {
        double sum = 0.0;
        for (std::uint32_t i = 0; i < length; ++i) sum += static_cast<double>(distribution(engine));
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t{length});
}
BENCHMARK_CAPTURE(standard_engine, uniform, std::uniform_real_distribution<>());
BENCHMARK_CAPTURE(standard_engine, normal, std::normal_distribution<>());
BENCHMARK_CAPTURE(standard_engine, poisson_of_3, std::poisson_distribution<>(3.0));
BENCHMARK_CAPTURE(standard_engine, poisson_of_300, std::poisson_distribution<>(300.0));

}  // namespace

BENCHMARK_MAIN();
