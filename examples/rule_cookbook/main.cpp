// SPDX-License-Identifier: Apache-2.0
//   residents -- kin, friends (together: contacts);  shops
// One rule of each form, and each way to say when it runs; docs/how_to/rule_cookbook.md goes through them.
#include <commonweal/commonweal.hpp>

#include <array>
#include <iostream>

using namespace commonweal::core;

// names
constexpr Layer kin{"kin"};
constexpr Layer friends{"friends"};
constexpr Layer contacts{"contacts"};
constexpr Column<float> bond{"bond"};    // of a tie, in [0, 1]
constexpr Column<float> worry{"worry"};  // in [0, 1]
constexpr Column<float> stock{"stock"};  // days of food
constexpr Column<std::uint8_t> ill{"ill"};
constexpr Column<float> goods{"goods"};  // of a shop, in days of food
constexpr Column<float> worst{"worst"};  // the greatest worry among contacts
// end names

// block
struct Worry {
    static constexpr std::string_view name = "worry";
    static constexpr auto uses = write(worry) | read(ill) | neighbour_mean(contacts, worry) | uniforms<1>();
    float pull = 0.2f;  // per day
    void operator()(float& own, std::uint8_t is_ill, float theirs, float luck) const {
        own += pull * (theirs - own) + (is_ill ? 0.1f : 0.0f) + 0.02f * (luck - 0.5f);
    }
};
// end block

// weights
struct ShareFood {
    static constexpr std::string_view name = "share_food";
    static constexpr auto uses = write(stock) | neighbour_mean(kin, stock, bond);
    void operator()(float& own, float of_kin) const { own += 0.1f * (of_kin - own); }
};
// end weights

// fold
struct HearTheWorst {
    static constexpr std::string_view name = "hear_the_worst";
    static constexpr auto uses = each_neighbour(contacts, worry) | write(worst);
    struct Gathered {
        float most = 0.0f;
    };
    void visit(Gathered& heard, float theirs) const { heard.most = theirs > heard.most ? theirs : heard.most; }
    void operator()(const Gathered& heard, float& own) const { own = heard.most; }
};
// end fold

// event
struct FallIll {
    static constexpr std::string_view name = "fall_ill";
    static constexpr Form form = Form::event;
    static constexpr auto uses = write_all(ill) | ties(kin);
    static constexpr std::uint32_t recovers = 1;
    double contagion = 0.3;

    void operator()(Turn& turn, ColumnView<std::uint8_t> all, const Ties& relatives) const {
        const bool falls_ill = turn.what != recovers;
        if (falls_ill && all[turn.agent]) return;
        all[turn.agent] = falls_ill;
        turn.log(turn.what);
        if (!falls_ill) return;
        turn.plan(turn.agent, turn.now + 7, recovers);
        for (const Index other : relatives.neighbours(turn.agent)) {
            if (turn.draws_with(other).chance(contagion)) turn.plan(other, turn.now + 3);
        }
    }
};
// end event

// office
struct Sell {
    static constexpr std::string_view name = "sell";
    static constexpr Form form = Form::office;
    static constexpr auto uses = write(goods) | write_all(stock, "resident");
    void operator()(Turn& turn, float& own, ColumnView<float> stocks) const {
        Stream draws = turn.draws();
        for (int customer = 0; customer < 50 && own >= 1.0f; ++customer) {
            stocks[draws.below(static_cast<std::uint32_t>(stocks.size()))] += 1.0f;
            own -= 1.0f;
        }
    }
};
// end office

// whole
void speak_out(const WholeRule::Call& call) {
    const ColumnView<float> worries(call.columns[0].first, call.columns[0].stride, call.agents);
    for (Index v = 0; v < call.agents; ++v) {
        if (call.draws[0][v] >= worries[v]) continue;
        call.log(v, 0, worries[v]);
        worries[v] *= 0.5f;
    }
}
WholeRule speaking_out() { return {.name = "speak_out", .columns = {{"worry", true}}, .draws = 1, .apply = speak_out}; }
// end whole

struct Restock {
    static constexpr std::string_view name = "restock";
    static constexpr auto uses = write(goods);
    void operator()(float& own) const { own = 400.0f; }
};
struct Eat {
    static constexpr std::string_view name = "eat";
    static constexpr auto uses = write(stock);
    void operator()(float& own) const { own = own > 1.0f ? own - 1.0f : 0.0f; }
};

struct HandOut {
    static constexpr std::string_view name = "hand_out";
    static constexpr auto uses = write(stock);
    void operator()(float& own) const { own += 1.0f; }
};

Simulation make_town(Workers& workers) {
    constexpr Index residents = 5'000;
    // town
    Simulation town({.value = 1}, {.start = *DateTime::parse("2021-07-12"), .minutes_per_tick = 24 * 60});
    Population& people = town.add(Population::numbered("resident", residents));
    people.add_row(worry, ill);  // gathered together: one cache line serves a neighbour
    people.add(stock, 7.0f);
    people.add(worst, 0.0f);
    Population& shops = town.add(Population::numbered("shop", 4));
    shops.add(goods, 400.0f);
    // end town

    // layers
    Layers& layers = town.layers("resident");
    Graph of_kin = generate(SmallWorld{.degree = 4, .rewiring = 0.0}, residents, kin, {.value = 1}, workers);
    const std::vector<float> close(of_kin.arcs(), 0.5f);
    of_kin.add(bond, std::span<const float>(close));
    layers.add(kin, std::move(of_kin));
    layers.add(friends, generate(ErdosRenyi{.mean_degree = 6.0}, residents, friends, {.value = 1}, workers));
    layers.join(contacts, std::array<std::string_view, 2>{"kin", "friends"});
    // end layers
    return town;
}

void add_rules(Simulation& town) {
    // when
    Calendar calendar(town.clock());
    ActiveSet& first_street = town.active_set("resident", "first street");
    first_street.add_agent(0);  // and with agent 0 the whole block of up to 512 in which it stands
    town.add(Worry{.pull = 0.3f}, "resident");
    town.add(Eat{}, "resident");
    town.add(ShareFood{}, "resident", {.every = 7, .phase = 6, .after = {"eat"}});
    town.add(HearTheWorst{}, "resident", {.after = {"worry"}, .active = &first_street});
    town.add(speaking_out(), "resident", {.after = {"hear_the_worst"}, .active = &first_street});
    town.add(FallIll{}, "resident", {.after = {"worry"}});
    town.add(Sell{}, "shop", {.after = {"eat", "share_food"}, .only_if = calendar.on_working_days()});
    town.add(Restock{}, "shop", {.after = {"sell"}, .trigger = "shortage"});
    for (Index v = 0; v < 20; ++v) town.queue("resident", "fall_ill").plan(v * 250, 2);
    // end when

    // observe
    town.observe("ill", observe_sum("resident", ill));
    town.observe("goods", observe_mean("shop", goods));
    town.add(
        Trigger{.name = "shortage", .series = "goods", .side = Trigger::Side::below, .on_at = 150.0, .off_at = 390.0});
    // end observe

    // conditions
    town.observe("stock", observe_mean("resident", stock), 1, 0, "d");
    town.add(ConditionTrigger{.name = "want", .start = "stock < 3 d for 2 d", .end = "stock > 5 d"});
    town.add(HandOut{}, "resident",
             {.after = {"eat", "share_food", "sell"}, .trigger = "weekday <= 5 and stock < 4 d"});
    // end conditions
}

int main() {
    Workers workers;
    Simulation town = make_town(workers);
    add_rules(town);
    // run
    town.run(workers, 20);
    Simulation without = town.fork();
    without.rule<FallIll>("resident").contagion = 0.0;
    for (Simulation* each : {&town, &without}) each->run(workers, 10);
    // end run
    for (const Simulation* each : {&town, &without}) {
        std::cout << each->clock().at(each->now()).text() << ": " << each->series().at("ill").last() << " ill, "
                  << each->series().at("goods").last() << " goods in a shop, " << each->events().rows().size()
                  << " events\n";
    }
}
