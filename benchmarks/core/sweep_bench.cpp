// SPDX-License-Identifier: Apache-2.0
// The reference tick: 1M residents in local order, 12 neighbours, ten float fields of which four are gathered, four
// draws. Three forms in one process, interleaved: through the public API, written by hand to give the same bits, and
// the gather alone. Prints the minimum of the rounds and the ratios; the absolute times depend on the machine. The
// argument is the share of ties, in thousandths, that lead anywhere instead of to the nearest.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/sweep.hpp>
#include <cstring>
#include <vector>

#include "reference_tick/drift.hpp"

namespace {

using namespace commonweal::core;
using namespace reference_tick;

constexpr Index agents = 1'000'000;
using FloatRow [[gnu::vector_size(16), gnu::may_alias]] = float;

/// What containers hold: they refuse types with attributes.
struct Row {
    FloatRow values = {};
};

Population make_population() {
    std::vector<AgentId> ids(agents);
    for (Index i = 0; i < agents; ++i) ids[i] = i;
    Population people("resident", std::move(ids));
    people.add_row(trust, concern, effort, mood);
    for (const auto column : {stock, strain, skill, belonging, income, health}) people.add(column, 0.5f);
    for (Index i = 0; i < agents; ++i) people.column(trust)[i] = static_cast<float>(i % 101) / 101.0f;
    return people;
}

/// The same step with everything known when it was written.
class ByHand {
public:
    explicit ByHand(const Graph& graph) : graph_(&graph), rows_(agents), next_(agents), fields_(6) {
        for (auto& field : fields_) field.assign(agents, 0.5f);
        for (Index i = 0; i < agents; ++i) rows_[i].values[0] = static_cast<float>(i % 101) / 101.0f;
    }

    void step(Seed seed, Tick tick) {
        const std::uint32_t stream = StreamId::of("resident", "drift").value() << 8;
        for (Index first = 0; first < agents; first += 512) {
            block(first, std::min<Index>(512, agents - first), {seed.value, seed.replicate}, tick, stream);
        }
        rows_.swap(next_);
    }

    const FloatRow& row(Index i) const { return rows_[i].values; }
    float field(std::size_t k, Index i) const { return fields_[k][i]; }

private:
    void block(Index first, Index count, detail::PhiloxKey key, Tick tick, std::uint32_t stream) {
        alignas(64) float u[4][512];
        alignas(64) float own[4][512];
        alignas(64) float their[4][512];
        alignas(64) std::uint32_t ids[512];
        for (Index i = 0; i < count; ++i) ids[i] = first + i;
        float* const draws[4] = {u[0], u[1], u[2], u[3]};
        detail::best_kernels().fill_uniforms(key, tick, stream, ids, count, draws);
        const auto starts = graph_->starts();
        const Index* targets = graph_->targets().data();
        for (Index i = 0; i < count; ++i) {
            const std::uint32_t begin = starts[first + i];
            const std::uint32_t end = starts[first + i + 1];
            FloatRow sum = {};
            for (std::uint32_t arc = begin; arc < end; ++arc) {
                sum += rows_[targets[arc]].values;
            }
            const float degree = static_cast<float>(static_cast<std::int32_t>(std::max(1u, end - begin)));
            const FloatRow mean = sum / degree;
            const FloatRow mine = rows_[first + i].values;
            for (std::size_t k = 0; k < 4; ++k) {
                their[k][i] = mean[k];
                own[k][i] = mine[k];
            }
        }
        float* f[6];
        for (std::size_t k = 0; k < 6; ++k) f[k] = fields_[k].data() + first;
        const Drift rule;
        COMMONWEAL_IVDEP
        for (Index i = 0; i < count; ++i) {
            rule(own[0][i], own[1][i], own[2][i], own[3][i], f[0][i], f[1][i], f[2][i], f[3][i], f[4][i], f[5][i],
                 their[0][i], their[1][i], their[2][i], their[3][i], u[0][i], u[1][i], u[2][i], u[3][i]);
        }
        for (Index i = 0; i < count; ++i)
            next_[first + i].values = FloatRow{own[0][i], own[1][i], own[2][i], own[3][i]};
    }

    const Graph* graph_;
    detail::HugeVector<Row> rows_;
    detail::HugeVector<Row> next_;
    std::vector<detail::HugeVector<float>> fields_;
};

/// Sums of the rows of all neighbours, and nothing else.
void gather_alone(const Graph& graph, const std::byte* rows, std::vector<float>& out) {
    float* members[4];
    for (std::size_t k = 0; k < 4; ++k) members[k] = out.data() + k * 512;
    for (Index first = 0; first < agents; first += 512) {
        detail::best_kernels().gather_rows(reinterpret_cast<const float*>(rows), graph.starts().data() + first,
                                           graph.targets().data(), std::min<Index>(512, agents - first),
                                           detail::Gathering::sum, members);
        benchmark::DoNotOptimize(out.data());
    }
}

template <class Work>
double seconds(Work&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void reference_tick(benchmark::State& state) {
    Workers workers(1);
    Layers layers;
    layers.add(contacts, generate(SmallWorld{.degree = 12, .rewiring = static_cast<double>(state.range(0)) / 1000.0},
                                  agents, contacts, {1, 0}, workers));
    Population people = make_population();
    Sweep sweep(Drift{}, people, layers);
    ByHand by_hand(layers.at("contacts"));
    std::vector<float> sums(4 * 512);
    double through_api = 1e9, hand_written = 1e9, gather = 1e9;
    Tick tick = 0;
    for (auto _ : state) {
        through_api = std::min(through_api, seconds([&] { sweep.run(workers, {7, 0}, tick); }));
        hand_written = std::min(hand_written, seconds([&] { by_hand.step({7, 0}, tick); }));
        gather = std::min(gather, seconds([&] { gather_alone(layers.at("contacts"), people.present(0), sums); }));
        ++tick;
    }
    for (Index i = 0; i < agents; ++i) {
        const float api[5] = {people.column(trust)[i], people.column(concern)[i], people.column(effort)[i],
                              people.column(mood)[i], people.column(health)[i]};
        const FloatRow row = by_hand.row(i);
        const float hand[5] = {row[0], row[1], row[2], row[3], by_hand.field(5, i)};
        if (std::memcmp(api, hand, sizeof api) != 0) state.SkipWithError("the two forms differ in their bits");
    }
    state.counters["api_ns_per_agent"] = through_api * 1e9 / agents;
    state.counters["hand_ns_per_agent"] = hand_written * 1e9 / agents;
    state.counters["gather_ns_per_agent"] = gather * 1e9 / agents;
    state.counters["api_over_hand"] = through_api / hand_written;
    state.counters["api_over_gather"] = through_api / gather;
}
BENCHMARK(reference_tick)->Arg(0)->Arg(50)->Iterations(20)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
