// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/simulation.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <vector>

/// A small world in which every form of rule and every kind of layer has a part, for tests of what must hold for all.
namespace commonweal::core::all_forms {

inline constexpr Layer kin{"kin"};
inline constexpr Layer friends{"friends"};
inline constexpr Layer contacts{"contacts"};  // kin and friends joined
inline constexpr Layer buys_at{"buys_at"};    // of residents, to shops
inline constexpr Column<float> years{"years"};
inline constexpr Column<float> fear{"fear"};
inline constexpr Column<float> stock{"stock"};
inline constexpr Column<std::uint8_t> ill{"ill"};
inline constexpr Column<std::uint32_t> loudest{"loudest"};
inline constexpr Column<float> hope{"hope"};
inline constexpr Column<float> calm{"calm"};
inline constexpr Column<float> goods{"goods"};

struct Fear {  // block: draws, a mean over joined layers, a weighted sum
    static constexpr std::string_view name = "fear";
    static constexpr auto uses = write(fear) | neighbour_mean(contacts, fear) | neighbour_sum(kin, ill, years) |
                                 neighbour_mean(buys_at, goods) | uniforms<2>();
    void operator()(float& own, float theirs, float ill_kin, float has, float u, float v) const {
        own += 0.2f * (theirs - own) + 0.01f * ill_kin - 0.001f * has + 0.05f * (u - v);
    }
};
struct Hear {  // fold
    static constexpr std::string_view name = "hear";
    static constexpr auto uses = each_neighbour(contacts, fear) | write(loudest);
    struct Gathered {
        float most = -1e9f;
        std::uint32_t at = 0;
        std::uint32_t seen = 0;
    };
    void visit(Gathered& gathered, float theirs) const {
        ++gathered.seen;
        gathered.at = theirs > gathered.most ? gathered.seen : gathered.at;
        gathered.most = theirs > gathered.most ? theirs : gathered.most;
    }
    void operator()(const Gathered& gathered, std::uint32_t& own) const { own += gathered.at; }
};
struct FallIll {  // event
    static constexpr std::string_view name = "fall_ill";
    static constexpr Form form = Form::event;
    static constexpr auto uses = write_all(ill) | ties(friends);
    float chance = 0.3f;
    void operator()(Turn& turn, ColumnView<std::uint8_t> all, const Ties& others) const {
        if (turn.what == 0 && all[turn.agent]) return;
        all[turn.agent] = turn.what == 0 ? 1 : 0;
        turn.log(turn.what, 1.0);
        if (turn.what != 0) return;
        turn.plan(turn.agent, turn.now + 3, 1);
        for (const Index other : others.neighbours(turn.agent)) {
            Stream draws = turn.draws_with(other);
            if (!all[other] && draws.chance(chance)) turn.plan(other, turn.now + 1 + draws.below(4));
        }
    }
};
struct Deliver {  // office, to another kind
    static constexpr std::string_view name = "deliver";
    static constexpr Form form = Form::office;
    static constexpr auto uses = write(goods) | write_all(stock, "resident") | plans("fall_ill");
    void operator()(Turn& turn, float& own, ColumnView<float> stocks, EventQueue& queue) const {
        Stream draws = turn.draws();
        const auto customer = draws.below(static_cast<std::uint32_t>(stocks.size()));
        own -= 0.5f * draws.uniform_float();
        stocks[customer] += 1.0f;
        if (turn.now % 4 == 0) queue.plan(customer, turn.now + 2);
    }
};
struct Eat {  // block, on an active set, while a trigger is on
    static constexpr std::string_view name = "eat";
    static constexpr auto uses = write(stock) | uniforms<1>();
    void operator()(float& own, float u) const { own -= 0.1f * u; }
};

/// A rule on whole columns.
inline WholeRule hope_rule() {
    WholeRule rule{.name = "hope", .columns = {{"hope", true}, {"fear", false}}};
    rule.neighbours = {{.layer = "friends", .column = "hope", .mean = true}};
    rule.draws = 1;
    rule.apply = [](const WholeRule::Call& call) {
        for (Index i = 0; i < call.population.size(); ++i) {
            float& own = *reinterpret_cast<float*>(call.columns[0].first + i * call.columns[0].stride);
            const float afraid = *reinterpret_cast<const float*>(call.columns[1].first + i * call.columns[1].stride);
            own += 0.1f * (call.neighbours[0][i] - own) - 0.01f * afraid + 0.02f * call.draws[0][i];
        }
    };
    return rule;
}

/// The same on an active set, and it logs.
inline WholeRule rest_rule() {
    WholeRule rule{.name = "rest", .columns = {{"fear", false}, {"calm", true}}};
    rule.neighbours = {{.layer = "contacts", .column = "calm"}};
    rule.draws = 1;
    rule.apply = [](const WholeRule::Call& call) {
        const ColumnView<const float> fears(call.columns[0].first, call.columns[0].stride, call.agents);
        const ColumnView<float> own(call.columns[1].first, call.columns[1].stride, call.agents);
        for (Index i = 0; i < call.agents; ++i) {
            own[i] += 0.05f * call.neighbours[0][i] - 0.1f * fears[i] + call.draws[0][i];
            if (call.draws[0][i] > 0.99f) call.log(i, 3, own[i]);
        }
    };
    return rule;
}

inline constexpr Index residents = 1200;

/// The first residents, whose ties do not depend on how many there are.
inline std::vector<Edge> ring(Index reach) {
    std::vector<Edge> edges;
    for (Index v = 0; v < residents; ++v) {
        for (Index step = 1; step <= reach; ++step) edges.emplace_back(v, (v * step + 7 * step + 1) % residents);
    }
    std::vector<Edge> clean;
    for (Edge edge : edges) {
        if (edge.second < edge.first) std::swap(edge.first, edge.second);
        if (edge.first != edge.second) clean.push_back(edge);
    }
    std::sort(clean.begin(), clean.end());
    clean.erase(std::unique(clean.begin(), clean.end()), clean.end());
    return clean;
}

inline Population make_people(Index size) {
    Population people = Population::numbered("resident", size);
    people.add_row(fear, ill);
    people.add(stock, 5.0f);
    people.add(loudest, 0u);
    people.add(hope, 0.5f);
    people.add(calm, 0.0f);
    for (Index i = 0; i < size; ++i) people.column(fear)[i] = static_cast<float>(i % 11) / 11.0f;
    return people;
}

inline void add_layers(Simulation& town, const Population& shops, Index size) {
    EdgeList of_kin(ring(1));
    std::vector<float> known(of_kin.ends.size());
    for (std::size_t k = 0; k < known.size(); ++k) known[k] = static_cast<float>(k % 9) / 4.0f;
    of_kin.columns.add(years, std::span<const float>(known));
    std::vector<Edge> bought;
    for (Index v = 0; v < residents; ++v) bought.emplace_back(v, v % shops.size());
    Layers& layers = town.layers("resident");
    layers.add(kin, Graph::undirected(size, of_kin));
    layers.add(friends, Graph::undirected(size, ring(3)));
    layers.add(buys_at, Graph::bipartite(size, shops.size(), bought), shops);
    layers.join(contacts, std::array<std::string_view, 2>{"kin", "friends"});
    layers.changes("friends").remove(layers.at("friends").edges().ends[5], 6);
    layers.changes("friends").add({2, 900}, 9);
}

/// Residents beyond the first `residents` know nobody.
inline Simulation make(Seed seed = {7, 1}, Index size = residents) {
    Simulation town(seed, {.start = *DateTime::parse("2021-07-20")});
    town.add(make_people(size));
    Population& shops = town.add(Population("shop", {900, 30, 77}));
    shops.add_row(goods);
    for (Index k = 0; k < 3; ++k) shops.column(goods)[k] = 100.0f;
    add_layers(town, shops, size);
    ActiveSet& hungry = town.active_set("resident");
    hungry.add_agent(0);
    hungry.add_agent(1100);
    town.add(Fear{}, "resident", {.after = {"fall_ill"}});
    town.add(Hear{}, "resident", {.every = 3, .phase = 1, .after = {"fear"}});
    town.add(FallIll{}, "resident", {.after = {"deliver"}});
    town.add(Deliver{}, "shop", {.every = 2});
    town.add(Eat{}, "resident", {.after = {"deliver"}, .active = &hungry, .trigger = "epidemic"});
    town.add(hope_rule(), "resident", {.after = {"fear"}});
    ActiveSet& awake = town.active_set("resident", "awake");
    awake.add_agent(600);
    awake.add_agent(1100);
    town.add(rest_rule(), "resident", {.after = {"fear"}, .active = &awake});
    town.observe("ill", observe_count("resident", ill, std::uint8_t{1}));
    town.observe("fear", observe_mean("resident", fear), 2, 1);
    town.add(Trigger{.name = "epidemic", .series = "ill", .on_at = 20.0, .off_at = 5.0, .hold = 2});
    for (Index v = 0; v < 10; ++v) town.queue("resident", "fall_ill").plan(v * 50, v % 3);
    return town;
}

}  // namespace commonweal::core::all_forms
