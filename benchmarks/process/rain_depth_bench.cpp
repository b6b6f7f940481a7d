// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <commonweal/process/rain_depth.hpp>
#include <cstdint>
#include <vector>

using namespace commonweal::process;

namespace {

/// One hour of rain on a square town of `range` times `range` cells, wet or dry.
void rain_hour(benchmark::State& state, double rain_rate) {
    const auto width = static_cast<std::size_t>(state.range(0));
    const std::size_t cells = width * width;
    std::vector<double> area(cells, 250000.0), ground(cells), rain(cells, rain_rate), blocked(cells, 0.0);
    std::vector<double> volume(cells, 0.0);
    std::vector<std::uint32_t> begin{0}, target;
    for (std::size_t cell = 0; cell < cells; ++cell) {
        ground[cell] = 100.0 + 0.2 * static_cast<double>((cell * 37) % 11);
        if (cell >= width) target.push_back(static_cast<std::uint32_t>(cell - width));
        if (cell % width > 0) target.push_back(static_cast<std::uint32_t>(cell - 1));
        if (cell % width + 1 < width) target.push_back(static_cast<std::uint32_t>(cell + 1));
        if (cell + width < cells) target.push_back(static_cast<std::uint32_t>(cell + width));
        begin.push_back(static_cast<std::uint32_t>(target.size()));
    }
    const Terrain terrain{.area = area, .ground = ground, .link_begin = begin, .link_target = target};
    RainDepthWork work;
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(advance({}, terrain, {.rain = rain, .blocked = blocked}, volume, work));
    }
    state.counters["per_cell"] = benchmark::Counter(
        static_cast<double>(cells), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void wet_hour(benchmark::State& state) { rain_hour(state, 60.0); }
void dry_hour(benchmark::State& state) { rain_hour(state, 0.0); }

}  // namespace

BENCHMARK(wet_hour)->Arg(15)->Arg(50);
BENCHMARK(dry_hour)->Arg(15)->Arg(50);
BENCHMARK_MAIN();
