// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <commonweal/core/random.hpp>

namespace {

using namespace commonweal::core;

constexpr std::size_t length = 4096;

struct Range {
    double low;
    double high;
};

template <class Real>
std::array<Real, length> numbers(Range range, AgentId salt) {
    std::array<Real, length> column{};
    for (std::size_t i = 0; i < length; ++i) {
        const auto words =
            draw_words({}, StreamId::of("bench", "math"), {.agent = salt, .partner = static_cast<AgentId>(i)}, 0);
        column[i] = static_cast<Real>(range.low + (range.high - range.low) * to_open_unit_double(words[0], words[1]));
    }
    return column;
}

template <class Real, class Function>
void over_array(benchmark::State& state, Function function, Range range) {
    const auto x = numbers<Real>(range, 1);
    const auto y = numbers<Real>({-5.0, 5.0}, 2);
    std::array<Real, length> result{};
    for (auto _ : state) {
        const Real* const in_x = x.data();
        const Real* const in_y = y.data();
        Real* const out = result.data();
#pragma GCC ivdep
        for (std::size_t i = 0; i < length; ++i) out[i] = function(in_x[i], in_y[i]);
        benchmark::DoNotOptimize(result.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(length));
}

template <class Real>
void add(const std::string& type) {
    const auto both = [&](const std::string& name, Range range, auto ours, auto standard) {
        benchmark::RegisterBenchmark((name + "/" + type + "/ours").c_str(),
                                     [=](benchmark::State& s) { over_array<Real>(s, ours, range); });
        benchmark::RegisterBenchmark((name + "/" + type + "/std").c_str(),
                                     [=](benchmark::State& s) { over_array<Real>(s, standard, range); });
    };
    both(
        "exp", {-20.0, 20.0}, [](Real x, Real) { return math::exp(x); }, [](Real x, Real) { return std::exp(x); });
    both(
        "expm1", {-2.0, 2.0}, [](Real x, Real) { return math::expm1(x); }, [](Real x, Real) { return std::expm1(x); });
    both(
        "log", {0.0, 9.0}, [](Real x, Real) { return math::log(x); }, [](Real x, Real) { return std::log(x); });
    both(
        "log1p", {-0.9, 9.0}, [](Real x, Real) { return math::log1p(x); }, [](Real x, Real) { return std::log1p(x); });
    both(
        "pow", {0.0, 9.0}, [](Real x, Real y) { return math::pow(x, y); },
        [](Real x, Real y) { return std::pow(x, y); });
    both(
        "erfc", {-4.0, 4.0}, [](Real x, Real) { return math::erfc(x); }, [](Real x, Real) { return std::erfc(x); });
    both(
        "lgamma", {0.0, 20.0}, [](Real x, Real) { return math::lgamma(x); },
        [](Real x, Real) { return std::lgamma(x); });
    both(
        "logistic", {-9.0, 9.0}, [](Real x, Real) { return math::logistic(x); },
        [](Real x, Real) { return 1 / (1 + std::exp(-x)); });
    benchmark::RegisterBenchmark(("normal_quantile/" + type + "/ours").c_str(), [](benchmark::State& s) {
        over_array<Real>(s, [](Real p, Real) { return math::normal_quantile(p); }, {0.0, 1.0});
    });
}

[[maybe_unused]] const bool added = (add<double>("double"), add<float>("float"), true);

}  // namespace

BENCHMARK_MAIN();
