// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <algorithm>
#include <array>
#include <commonweal/core/detail/kernels.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/sweep.hpp>

#include <cstdint>
#include <cstring>
#include <limits>
#include <numeric>

#include "../../examples/reference_tick/drift.hpp"
#include "refusal.hpp"

using namespace commonweal::core;

namespace sweep_test {

namespace {

constexpr Layer friends{"friends"};
constexpr Column<float> opinion{"opinion"};
constexpr Column<float> loudness{"loudness"};
constexpr Column<std::uint8_t> ill{"ill"};
constexpr Column<std::uint16_t> cell{"cell"};
constexpr Column<std::int32_t> count{"count"};
constexpr Column<float> luck{"luck"};

std::vector<AgentId> first_ids(Index size) {
    std::vector<AgentId> ids(size);
    std::iota(ids.begin(), ids.end(), 0u);
    return ids;
}

Population make_people(std::vector<AgentId> ids, std::span<const Index> segments) {
    Population people("resident", std::move(ids), segments);
    people.add_row(opinion, ill, cell, loudness);
    people.add(count, 0);
    people.add(luck, 0.0f);
    for (Index i = 0; i < people.size(); ++i) {
        const AgentId id = people.ids()[i];
        people.column(opinion)[i] = static_cast<float>(id * 37 % 101) / 101.0f;
        people.column(loudness)[i] = static_cast<float>(id * 13 % 17);
        people.column(ill)[i] = id % 3 == 0;
        people.column(cell)[i] = static_cast<std::uint16_t>(id % 500);
    }
    return people;
}

struct Mingle {
    static constexpr std::string_view name = "mingle";
    static constexpr auto uses = write(opinion) | read(ill) | write(count) | neighbour_mean(friends, opinion) |
                                 neighbour_sum(friends, ill) | neighbour_sum(friends, cell) | uniforms<1>() |
                                 write(luck);
    float pull = 0.3f;

    void operator()(float& own, std::uint8_t is_ill, std::int32_t& seen, float mean, float ill_neighbours, float cells,
                    float u, float& lucky) const {
        own += pull * (mean - own);
        seen += is_ill + static_cast<std::int32_t>(ill_neighbours) + static_cast<std::int32_t>(cells);
        lucky = u;
    }
};

/// The fold form: follow the loudest neighbour; the first of equals.
struct FollowLoudest {
    static constexpr std::string_view name = "follow_loudest";
    static constexpr auto uses = each_neighbour(friends, opinion, loudness) | write(opinion);
    struct Gathered {
        float opinion = 0.0f;
        float loudness = -1.0f;
    };

    void visit(Gathered& loudest, float their_opinion, float their_loudness) const {
        if (their_loudness > loudest.loudness) loudest = {their_opinion, their_loudness};
    }
    void operator()(const Gathered& loudest, float& own) const {
        own = loudest.loudness >= 0.0f ? loudest.opinion : own;
    }
};

struct Town {
    explicit Town(Index size, std::span<const Index> segments) : people(make_people(first_ids(size), segments)) {
        Workers workers(2);
        layers.add(friends, generate(SmallWorld{.degree = 8, .rewiring = 0.3}, size, friends, {5, 0}, workers));
    }
    Population people;
    Layers layers;
};

template <class T>
void expect_same_bits(const Population& a, const Population& b, Column<T> column) {
    for (Index i = 0; i < a.size(); ++i) {
        ASSERT_EQ(std::memcmp(&a.column(column)[i], &b.column(column)[i], sizeof(T)), 0) << column.name << ' ' << i;
    }
}

const std::array<Index, 3> segments{700, 1, 1299};

}  // namespace

TEST(Sweep, a_step_equals_the_plain_loop_over_agents) {
    Town town(2000, segments);
    const Population before = town.people;
    const Graph& graph = town.layers.at("friends");
    Sweep sweep(Mingle{}, town.people, town.layers);
    Workers workers(2);
    sweep.run(workers, {9, 2}, 41);
    const std::uint32_t stream = StreamId::of("resident", "mingle").value() << 8;
    for (Index i = 0; i < 2000; ++i) {
        float sum = 0.0f, ill_sum = 0.0f, cell_sum = 0.0f;
        for (const Index j : graph.neighbours(i)) {
            sum += before.column(opinion)[j];
            ill_sum += before.column(ill)[j];
            cell_sum += before.column(cell)[j];
        }
        float own = before.column(opinion)[i];
        float lucky = 0.0f;
        std::int32_t seen = 0;
        const auto words = detail::philox4x32({i, nobody, 41, stream}, {9, 2});
        const float u = static_cast<float>(words[0] >> 8) * 0x1p-24f;
        Mingle{}(own, before.column(ill)[i], seen, sum / static_cast<float>(graph.degree(i)), ill_sum, cell_sum, u,
                 lucky);
        ASSERT_EQ(town.people.column(opinion)[i], own);
        ASSERT_EQ(town.people.values(count)[i], seen);
        ASSERT_EQ(town.people.values(luck)[i], u);
        ASSERT_EQ(town.people.column(loudness)[i], before.column(loudness)[i]);
    }
}

TEST(Sweep, the_fold_form_sees_each_neighbour_once_in_ascending_order) {
    Town town(2000, segments);
    const Population before = town.people;
    Sweep sweep(FollowLoudest{}, town.people, town.layers);
    Workers workers(3);
    sweep.run(workers, {1, 0}, 0);
    for (Index i = 0; i < 2000; ++i) {
        FollowLoudest::Gathered loudest;
        for (const Index j : town.layers.at("friends").neighbours(i)) {
            FollowLoudest{}.visit(loudest, before.column(opinion)[j], before.column(loudness)[j]);
        }
        ASSERT_EQ(town.people.column(opinion)[i], loudest.opinion);
    }
}

TEST(Sweep, bits_do_not_depend_on_the_number_of_threads) {
    const auto run = [](unsigned threads) {
        Town town(5000, std::array<Index, 1>{5000});
        Sweep mingle(Mingle{}, town.people, town.layers);
        Sweep follow(FollowLoudest{}, town.people, town.layers);
        Workers workers(threads);
        for (Tick tick = 0; tick < 5; ++tick) {
            mingle.run(workers, {3, 0}, tick);
            follow.run(workers, {3, 0}, tick);
        }
        return town.people;
    };
    const Population expected = run(1);
    for (const unsigned threads : {2u, 3u, 4u, 8u}) {
        const Population people = run(threads);
        expect_same_bits(people, expected, opinion);
        expect_same_bits(people, expected, luck);
        expect_same_bits(people, expected, count);
    }
}

TEST(Sweep, an_active_segment_moves_and_the_others_keep_their_values) {
    Town town(2000, segments);
    Town whole(2000, segments);
    Sweep sweep(Mingle{}, town.people, town.layers);
    Sweep all(Mingle{}, whole.people, whole.layers);
    const Population before = town.people;
    Workers workers(2);
    sweep.run(workers, {1, 0}, 7, town.people.blocks(2));
    all.run(workers, {1, 0}, 7);
    for (Index i = 0; i < 2000; ++i) {
        const Population& expected = i < 701 ? before : whole.people;
        ASSERT_EQ(town.people.column(opinion)[i], expected.column(opinion)[i]);
        ASSERT_EQ(town.people.values(luck)[i], expected.values(luck)[i]);
    }
}

TEST(Sweep, a_resident_whom_nobody_knows_changes_nobody_else) {
    const auto edges = [](Index skip) {  // the same ties with one row left free for the stranger
        std::vector<Edge> list;
        const auto row = [skip](Index i) { return i < skip ? i : i + 1; };
        for (Index i = 0; i < 1000; ++i) list.emplace_back(row(i), row((i * 17 + 1) % 1000));
        return list;
    };
    const Index stranger = 333;
    std::vector<AgentId> ids = first_ids(1000);
    Population without = make_people(ids, std::array<Index, 1>{1000});
    ids.insert(ids.begin() + stranger, 1'000'000);
    Population with = make_people(ids, std::array<Index, 1>{1001});
    Layers layers_without, layers_with;
    layers_without.add(friends, Graph::undirected(1000, edges(5000), {.untidy = Untidy::drop}));
    layers_with.add(friends, Graph::undirected(1001, edges(stranger), {.untidy = Untidy::drop}));
    Sweep sweep_without(Mingle{}, without, layers_without);
    Sweep sweep_with(Mingle{}, with, layers_with);
    Workers workers(2);
    for (Tick tick = 0; tick < 10; ++tick) {
        sweep_without.run(workers, {4, 0}, tick);
        sweep_with.run(workers, {4, 0}, tick);
    }
    for (Index i = 0; i < 1000; ++i) {
        const Index j = i < stranger ? i : i + 1;
        ASSERT_EQ(without.column(opinion)[i], with.column(opinion)[j]);
        ASSERT_EQ(without.values(luck)[i], with.values(luck)[j]);
    }
}

TEST(Sweep, every_instruction_set_gives_the_same_bits) {
    std::vector<const detail::Kernels*> sets{&detail::kernels_baseline};
    if (__builtin_cpu_supports("avx2")) sets.push_back(&detail::kernels_v3);
    if (__builtin_cpu_supports("avx512vl")) sets.push_back(&detail::kernels_v4);
    Workers workers(1);
    const Graph graph = generate(SmallWorld{.degree = 6, .rewiring = 0.5}, 509, friends, {1, 0}, workers);
    std::vector<float> rows(509 * 4);
    for (std::size_t k = 0; k < rows.size(); ++k) rows[k] = 1.0f / static_cast<float>(k + 1);
    const auto ids = first_ids(509);
    std::vector<std::vector<float>> results;
    for (const detail::Kernels* kernels : sets) {
        std::vector<float> values(12 * 512);
        float* out[12];
        for (std::size_t k = 0; k < 12; ++k) out[k] = values.data() + k * 512;
        kernels->fill_uniforms({1, 2}, 3, 4, ids.data(), 509, out);
        kernels->gather_rows(rows.data(), graph.starts().data(), graph.targets().data(), 509, detail::Gathering::mean,
                             out + 4);
        kernels->unpack_rows(rows.data(), 509, out + 8);
        std::vector<float> packed(509 * 4);
        kernels->pack_rows(out + 8, 509, packed.data());
        EXPECT_EQ(packed, rows);
        std::array<std::uint32_t, 16> words;
        kernels->fill_blocks({1, 2}, {3, 4, 5, 6}, words.data());
        for (std::uint32_t block = 0; block < 4; ++block) {
            const auto one = detail::philox4x32({3, 4, 5, 6 + block}, {1, 2});
            EXPECT_TRUE(std::equal(one.begin(), one.end(), words.begin() + 4 * block));
        }
        for (std::size_t k = 0; k < 12; ++k) std::fill(out[k] + 509, out[k] + 512, 0.0f);
        results.push_back(values);
    }
    for (const auto& values : results) EXPECT_EQ(std::memcmp(values.data(), results[0].data(), 12 * 512 * 4), 0);
    const auto words = detail::philox4x32({508, nobody, 3, 4}, {1, 2});
    EXPECT_EQ(results[0][3 * 512 + 508], static_cast<float>(words[3] >> 8) * 0x1p-24f);
}

TEST(Sweep, rows_of_four_floats_written_whole_or_in_part_keep_their_members_apart) {
    using namespace reference_tick;
    Population people("resident", first_ids(700));
    people.add_row(trust, concern, effort, mood);
    for (const auto column : {stock, strain, skill, belonging, income, health}) people.add(column, 0.5f);
    Layers layers;
    layers.add(contacts, Graph::undirected(700, {}));
    for (Index i = 0; i < 700; ++i) people.column(mood)[i] = static_cast<float>(i);
    Sweep sweep(Drift{.pull = 0.0f, .noise = 0.0f}, people, layers);
    Workers workers(1);
    sweep.run(workers, {}, 0);
    for (Index i = 0; i < 700; ++i) {
        ASSERT_EQ(people.column(mood)[i], static_cast<float>(i));
        ASSERT_EQ(people.column(trust)[i], 0.0f);
    }
}

namespace {

struct WritesTwice {
    static constexpr std::string_view name = "writes_twice";
    static constexpr auto uses = write(luck) | write(luck);
    void operator()(float&, float&) const {}
};
struct UnknownLayer {
    static constexpr std::string_view name = "unknown_layer";
    static constexpr auto uses = neighbour_sum(Layer{"work"}, opinion) | write(luck);
    void operator()(float, float&) const {}
};
struct UnknownWeight {
    static constexpr std::string_view name = "unknown_weight";
    static constexpr auto uses = neighbour_sum(friends, opinion, Column<float>{"years"}) | write(luck);
    void operator()(float, float&) const {}
};

template <class R>
std::string refusal() {
    Town town(20, std::array<Index, 1>{20});
    try {
        Sweep sweep(R{}, town.people, town.layers);
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST(Sweep, rules_that_cannot_be_bound_are_refused_by_name) {
    EXPECT_EQ(refusal<WritesTwice>(), "rule writes_twice: writes column 'luck' twice");
    EXPECT_EQ(refusal<UnknownLayer>(), "rule unknown_layer: layers: no layer 'work'; there are: friends");
    EXPECT_EQ(refusal<UnknownWeight>(), "rule unknown_weight: edges have no column 'years'; there are: none");
}

namespace {

constexpr Layer membership{"membership"};
constexpr Column<float> reach{"reach"};
constexpr Column<std::uint8_t> open{"open"};

struct Join {
    static constexpr std::string_view name = "join";
    static constexpr auto uses = neighbour_mean(membership, reach) | neighbour_sum(membership, open) | write(luck);
    void operator()(float mean, float how_many_open, float& lucky) const { lucky = mean + 10.0f * how_many_open; }
};
struct JoinLast {
    static constexpr std::string_view name = "join_last";
    static constexpr auto uses = each_neighbour(membership, reach) | write(opinion);
    struct Gathered {
        float reach = -1.0f;
    };
    void visit(Gathered& last, float theirs) const { last.reach = theirs; }
    void operator()(const Gathered& last, float& own) const { own = last.reach; }
};

template <class Rule>
Population after_ten_ticks(const Layers& layers, Index size) {
    Population people = make_people(first_ids(size), std::array{size});
    Sweep sweep(Rule{}, people, layers);
    Workers workers(2);
    for (Tick tick = 0; tick < 10; ++tick) sweep.run(workers, {3, 0}, tick);
    return people;
}

template <class Rule>
void expect_same_run(const Layers& layers, const Layers& expected, Index size) {
    const Population a = after_ten_ticks<Rule>(layers, size);
    const Population b = after_ten_ticks<Rule>(expected, size);
    expect_same_bits(a, b, opinion);
    expect_same_bits(a, b, count);
}

}  // namespace

TEST(Sweep, row_starts_of_64_bits_change_no_bit) {
    Workers workers(1);
    const Graph narrow = generate(SmallWorld{.degree = 8, .rewiring = 0.3}, 2000, friends, {5, 0}, workers);
    const Graph wide = Graph::undirected(2000, narrow.edges(), {.narrow_arcs = 100});
    ASSERT_TRUE(wide.is_wide());
    Layers narrow_layers, wide_layers;
    narrow_layers.refer(friends, narrow);
    wide_layers.refer(friends, wide);
    expect_same_run<Mingle>(wide_layers, narrow_layers, 2000);
    expect_same_run<FollowLoudest>(wide_layers, narrow_layers, 2000);
}

TEST(Sweep, ties_that_came_and_went_are_seen_as_in_a_graph_made_with_them) {
    Workers workers(1);
    Layers changing, frozen;
    changing.add(friends, generate(SmallWorld{.degree = 8, .rewiring = 0.3}, 2000, friends, {5, 0}, workers));
    Overlay& changes = changing.changes("friends");
    for (Index v = 600; v < 700; ++v) {
        const Index other = v + 1000;
        changes.adjacent(v, other) ? changes.remove({v, other}) : changes.add({v, other});
        changes.remove({v, changes.neighbours(v)[0]});
    }
    frozen.add(friends, changes.freeze());
    expect_same_run<Mingle>(changing, frozen, 2000);
    expect_same_run<FollowLoudest>(changing, frozen, 2000);
}

TEST(Sweep, ties_to_another_kind_gather_its_columns) {
    Population organisations("organisation", {100, 101, 102});
    organisations.add_row(reach);
    organisations.add_row(open, Column<float>{"rent"});
    for (Index k = 0; k < 3; ++k) {
        organisations.column(reach)[k] = static_cast<float>(k) + 1.0f;
        organisations.column(open)[k] = k != 1;
    }
    Population people = make_people(first_ids(4), std::array<Index, 1>{4});
    const std::vector<Edge> arcs{{0, 0}, {0, 1}, {1, 2}, {3, 0}, {3, 1}, {3, 2}};
    Layers layers;
    layers.add(membership, Graph::bipartite(4, 3, arcs), organisations);
    Sweep sweep(Join{}, people, layers);
    Sweep last(JoinLast{}, people, layers);
    Workers workers(1);
    sweep.run(workers, {}, 0);
    last.run(workers, {}, 0);
    const std::array expected{1.5f + 10.0f, 3.0f + 10.0f, 0.0f, 2.0f + 20.0f};
    const std::array expected_last{2.0f, 3.0f, -1.0f, 3.0f};
    for (Index i = 0; i < 4; ++i) {
        EXPECT_EQ(people.values(luck)[i], expected[i]);
        EXPECT_EQ(people.column(opinion)[i], expected_last[i]);
    }
}

namespace {

/// The same columns as make_people(), each by itself.
Population make_spread_people(Index size) {
    Population packed = make_people(first_ids(size), std::array{size});
    Population people("resident", first_ids(size));
    const auto take = [&]<class T>(Column<T> column) {
        people.add(column, T{});
        for (Index i = 0; i < size; ++i) people.values(column)[i] = packed.column(column)[i];
    };
    take(opinion), take(ill), take(cell), take(loudness), take(count), take(luck);
    return people;
}

}  // namespace

TEST(Sweep, columns_by_themselves_and_in_a_packed_row_give_the_same_bits) {
    Workers workers(2);
    Layers layers;
    layers.add(friends, generate(SmallWorld{.degree = 8, .rewiring = 0.3}, 2000, friends, {5, 0}, workers));
    Population spread = make_spread_people(2000);
    Sweep mingle(Mingle{}, spread, layers);
    Sweep follow(FollowLoudest{}, spread, layers);
    Population packed = make_people(first_ids(2000), std::array<Index, 1>{2000});
    Sweep packed_mingle(Mingle{}, packed, layers);
    Sweep packed_follow(FollowLoudest{}, packed, layers);
    for (Tick tick = 0; tick < 10; ++tick) {
        mingle.run(workers, {3, 0}, tick);
        packed_mingle.run(workers, {3, 0}, tick);
        const auto some = spread.blocks().first(2);
        follow.run(workers, {3, 0}, tick, some);
        packed_follow.run(workers, {3, 0}, tick, some);
    }
    expect_same_bits(spread, packed, opinion);
    expect_same_bits(spread, packed, count);
}

namespace {

constexpr Column<float> years{"years"};

struct ByYears {
    static constexpr std::string_view name = "by_years";
    static constexpr auto uses =
        neighbour_sum(friends, cell, years) | neighbour_mean(friends, cell, years) | write(luck) | write(opinion);
    void operator()(float sum, float mean, float& total, float& own) const {
        total = sum;
        own = mean;
    }
};

}  // namespace

TEST(Sweep, a_weight_is_a_finite_float) {
    Population people = make_people(first_ids(3), std::array<Index, 1>{3});
    const auto with = [&](auto column, std::span<const typename decltype(column)::value_type> values) {
        EdgeList ties(std::vector<Edge>{{0, 1}, {1, 2}});
        ties.columns.add(column, values);
        Layers layers;
        layers.add(friends, Graph::undirected(3, ties));
        return ::refusal([&] { Sweep sweep(ByYears{}, people, layers); });
    };
    constexpr float endless = std::numeric_limits<float>::infinity();
    EXPECT_EQ(with(years, std::array{-1.0f, 1.0f}), "accepted");
    EXPECT_EQ(with(years, std::array{1.0f, -endless}),
              "rule by_years: edge column 'years' is infinite on a tie to row 2; a weight must be finite");
    EXPECT_EQ(with(Column<std::int32_t>{"years"}, std::array{1, 2}),
              "rule by_years: edge column 'years' is i32; a weight must be f32");
}

TEST(Sweep, neighbours_count_as_the_weights_of_their_ties_say) {
    Population people = make_people(first_ids(5), std::array<Index, 1>{5});
    for (Index i = 0; i < 5; ++i) people.column(cell)[i] = static_cast<std::uint16_t>(10 * i);
    EdgeList ties(std::vector<Edge>{{0, 1}, {0, 2}, {3, 0}});
    ties.columns.add(years, std::span<const float>(std::array{2.0f, 0.5f, 1.5f}));
    Layers layers;
    layers.add(friends, Graph::undirected(5, ties));
    Overlay& changes = layers.changes("friends");
    changes.remove({0, 2});
    changes.add({0, 4});
    changes.set(years, {0, 4}, 0.25f);
    Sweep sweep(ByYears{}, people, layers);
    Workers workers(1);
    sweep.run(workers, {}, 0);
    const float of_first = 2.0f * 10.0f + 1.5f * 30.0f + 0.25f * 40.0f;
    const std::array sums{of_first, 0.0f, 0.0f, 0.0f, 0.0f};
    const std::array means{of_first / 3.75f, 0.0f, 0.0f, 0.0f, 0.0f};
    for (Index i = 0; i < 5; ++i) {
        EXPECT_EQ(people.values(luck)[i], sums[i]);
        EXPECT_EQ(people.column(opinion)[i], means[i]);
    }
}

TEST(Sweep, joined_layers_are_seen_as_one_graph_with_the_ties_of_all) {
    Workers workers(1);
    Layers apart, together;
    apart.add(Layer{"near"}, generate(Lattice{.width = 50}, 2000, Layer{"near"}, {5, 0}, workers));
    apart.add(Layer{"far"}, generate(ErdosRenyi{.mean_degree = 3.0}, 2000, Layer{"far"}, {5, 0}, workers));
    const EdgeList near = apart.at("near").edges();
    for (const Edge& tie : near.ends) {
        if (apart.at("far").adjacent(tie.first, tie.second)) apart.changes("far").remove(tie);
    }
    apart.join(friends, std::array<std::string_view, 2>{"near", "far"});
    std::vector<Edge> all = near.ends;
    const std::vector<Edge> far = apart.ties("far").changes->freeze().edges().ends;
    all.insert(all.end(), far.begin(), far.end());
    together.add(friends, Graph::undirected(2000, all));
    const Population a = after_ten_ticks<Mingle>(apart, 2000);
    const Population b = after_ten_ticks<Mingle>(together, 2000);
    expect_same_bits(a, b, count);  // whole numbers: no order of adding can show
    for (Index i = 0; i < 2000; ++i) ASSERT_NEAR(a.column(opinion)[i], b.column(opinion)[i], 1e-6f);
}

TEST(Sweep, ties_to_another_kind_need_its_population) {
    Population people = make_people(first_ids(4), std::array<Index, 1>{4});
    Layers layers;
    layers.add(membership, Graph::bipartite(4, 3, {}));
    try {
        Sweep(Join{}, people, layers);
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(),
                     "rule join: the layer 'membership' leads to another kind; add it to the layers together with "
                     "that population");
    }
}

struct Follow {
    static constexpr std::string_view name = "follow";
    static constexpr auto uses = write(opinion) | neighbour_mean(friends, opinion) | neighbour_sum(friends, ill);
    void operator()(float& own, float mean, float ill_others) const { own = mean + ill_others; }
};

struct Listen {
    static constexpr std::string_view name = "listen";
    static constexpr auto uses = write(opinion) | each_neighbour(friends, opinion);
    struct Gathered {
        float sum = 0.0f;
    };
    void visit(Gathered& gathered, float seen) const { gathered.sum += seen; }
    void operator()(float& own, const Gathered& gathered) const { own = gathered.sum; }
};

TEST(Sweep, in_a_mixed_crowd_everybody_sees_all_others) {
    constexpr Index size = 1300;
    const std::array<Index, 2> segments{700, 600};
    for (const unsigned threads : {1u, 2u, 3u}) {
        Population people = make_people(first_ids(size), segments);
        const Population before = people;
        Layers layers;
        layers.mix(friends, size);
        Sweep sweep(Follow{}, people, layers);
        Workers workers(threads);
        sweep.run(workers, {}, 0);
        for (const Index agent : {0u, 699u, 1299u}) {
            double opinions = 0.0, ill_others = 0.0;
            for (Index other = 0; other < size; ++other) {
                if (other == agent) continue;
                opinions += before.column(opinion)[other];
                ill_others += before.column(ill)[other];
            }
            EXPECT_NEAR(people.column(opinion)[agent], opinions / (size - 1) + ill_others, 1e-4) << threads;
        }
    }
}

TEST(Sweep, somebody_alone_in_a_mixed_crowd_sees_nothing) {
    const std::array<Index, 1> segments{1};
    Population person = make_people(first_ids(1), segments);
    Layers layers;
    layers.mix(friends, 1);
    Workers workers(1);
    Sweep(Follow{}, person, layers).run(workers, {}, 0);
    EXPECT_EQ(person.column(opinion)[0], 0.0f);
}

TEST(Sweep, what_a_mixed_crowd_cannot_give_is_refused) {
    const std::array<Index, 1> segments{4};
    Population people = make_people(first_ids(4), segments);
    Layers layers, small;
    layers.mix(friends, 4);
    small.mix(friends, 3);
    EXPECT_EQ(::refusal([&] { Sweep(Listen{}, people, layers); }),
              "rule listen: visits each neighbour in a layer in which everybody meets everybody; use a sum or a mean");
    EXPECT_EQ(::refusal([&] { Sweep(Follow{}, people, small); }),
              "rule follow: the layer has 3 agents, but there are 4 of kind resident");
}

}  // namespace sweep_test
