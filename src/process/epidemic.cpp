// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/epidemic.hpp>

#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"

#include <array>
#include <cmath>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/text.hpp>
#include <iterator>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;
using core::Stream;

constexpr std::uint8_t epidemic_code(EpidemicState state) { return static_cast<std::uint8_t>(state); }

constexpr std::array epidemic_states{
    std::pair{EpidemicState::susceptible, "susceptible"},
    std::pair{EpidemicState::exposed, "exposed"},
    std::pair{EpidemicState::infectious, "infectious"},
    std::pair{EpidemicState::recovered, "recovered"},
    std::pair{EpidemicState::dead, "dead"},
    std::pair{EpidemicState::immune, "immune"},
};

constexpr float never_infected = std::numeric_limits<float>::infinity();

/// Exponential times that are made at once.
constexpr std::size_t waits_at_once = 8;
/// Neighbours whose draws are made at once.
constexpr std::size_t neighbours_at_once = 16;
/// Of one stream, whose words end; then comes another one.
constexpr std::size_t neighbours_of_a_stream = 256;
/// The same of contacts with anybody.
constexpr std::uint32_t contacts_of_a_stream = 64;

/// Anybody but `one`, each of the `others` with exactly the same chance: Stream::below(), which is no call here.
inline Index epidemic_contact(Index one, Index others, Stream& draws) {
    const auto refused = [others](std::uint64_t product) {
        const auto low = static_cast<std::uint32_t>(product);
        return low < others && low < (0u - others) % others;
    };
    std::uint64_t product = std::uint64_t{draws.bits()} * others;
    while (refused(product)) product = std::uint64_t{draws.bits()} * others;
    const auto drawn = static_cast<Index>(product >> 32);
    return drawn < one ? drawn : drawn + 1;
}

}  // namespace

InfectionRates infection_rates(const Epidemic& epidemic, Index size, std::optional<double> mean_degree) {
    const double others = size > 1 ? size - 1.0 : 0.0;
    const double by_r0 = epidemic.r0 / epidemic.infectious_time;
    const double community = epidemic.community_r0 / epidemic.infectious_time;
    if (!mean_degree) {
        const double all = epidemic.tie_rate > 0.0 ? epidemic.tie_rate * others : by_r0;
        return {.tie = 0.0f, .crowd = static_cast<float>(others > 0.0 ? all + community : 0.0)};
    }
    const double tie = *mean_degree > 0.0 ? by_r0 / *mean_degree : 0.0;
    return {.tie = static_cast<float>(epidemic.tie_rate > 0.0 ? epidemic.tie_rate : tie),
            .crowd = static_cast<float>(others > 0.0 ? community : 0.0)};
}

/// The columns that the rule works on.
struct SpreadEpidemic::People {
    const core::ColumnView<std::uint8_t>& state;
    const core::ColumnView<std::uint8_t>& reported;
    const core::ColumnView<float>& time;
    const core::ColumnView<const float>& susceptibility;
};

/// Exponential times of mean 1. Eight logarithms at once take no longer than one.
class SpreadEpidemic::Waits {
public:
    /// \param made At once, at most eight: words of the stream that are wasted where fewer are taken.
    Waits(Stream& draws, std::size_t made) : draws_(draws), made_(std::min(made, waits_at_once)) { make(); }

    float next() {
        if (taken_ == made_) make();
        return waits_[taken_++];
    }
    /// A time of `stages` exponential parts with the mean `mean`; without stages the mean itself.
    float time_of_stages(double mean, std::uint32_t stages) {
        if (stages == 0) return static_cast<float>(mean);
        float parts = 0.0f;
        for (std::uint32_t stage = 0; stage < stages; ++stage) parts += next();
        return static_cast<float>(mean / stages) * parts;
    }

private:
    void make() {
        draws_.uniform_floats(std::span(waits_).first(made_));
        for (float& wait : waits_) wait = -math::log(1.0f - wait);
        taken_ = 0;
    }

    Stream& draws_;
    std::size_t made_;
    std::size_t taken_ = 0;
    std::array<float, waits_at_once> waits_{};
};

/// What somebody infected does to others, by the clock of contacts.
struct SpreadEpidemic::Spell {
    float begins;
    float lasts;
    float change;  ///< When contacts change, and how much slower the clock goes from then on.
    float slowness;
    std::size_t draws_left = neighbours_of_a_stream;  ///< For neighbours.

    float time_after(float wait) const {
        const float clock = begins + wait;
        return std::min(clock, change) + std::max(clock - change, 0.0f) * slowness;
    }
};

void SpreadEpidemic::operator()(core::Turn& turn, const core::ColumnView<std::uint8_t>& state,
                                const core::ColumnView<std::uint8_t>& reported, const core::ColumnView<float>& time,
                                const core::ColumnView<const float>& susceptibility, const core::Ties& ties) const {
    if (turn.what == catches && state[turn.agent] != epidemic_code(EpidemicState::susceptible)) return;
    if (turn.what <= begins_infectious) return infect(turn, {state, reported, time, susceptibility}, ties);
    if (turn.what == turns_reported) reported[turn.agent] = 1;
    const bool turns = turn.what == turns_infectious || turn.what == turns_reported;
    state[turn.agent] = epidemic_code(turns               ? EpidemicState::infectious
                                      : turn.what == dies ? EpidemicState::dead
                                                          : EpidemicState::recovered);
}

inline core::Tick SpreadEpidemic::tick_of(float time, core::Tick now) const {
    return std::max(now, static_cast<core::Tick>(std::min(time / step, 4e9f)));
}

[[gnu::always_inline]] inline void SpreadEpidemic::propose(core::Turn& turn, const People& people, Index other,
                                                           float when) const {
    // Somebody who is infected has an earlier time there, somebody immune the earliest.
    if (when >= people.time[other]) return;
    people.time[other] = when;
    turn.plan(other, tick_of(when, turn.now), catches);
}

void SpreadEpidemic::infect(core::Turn& turn, const People& people, const core::Ties& ties) const {
    Stream draws = turn.draws();
    draws.read_ahead();
    const bool latent = has_latent_time(epidemic) && turn.what != begins_infectious;
    const std::uint32_t stages = epidemic.infectious_stages + (latent ? epidemic.latent_stages : 0);
    Waits waits(draws, rates.crowd > 0.0f ? waits_at_once : stages);
    const EpidemicFate fate = epidemic_fate(epidemic, draws.uniform_float());
    float starts = people.time[turn.agent];
    if (latent) {
        starts += waits.time_of_stages(epidemic.latent_time, epidemic.latent_stages);
        people.state[turn.agent] = epidemic_code(EpidemicState::exposed);
        turn.plan(turn.agent, tick_of(starts, turn.now), fate.reported ? turns_reported : turns_infectious);
    } else {
        people.state[turn.agent] = epidemic_code(EpidemicState::infectious);
        if (fate.reported) people.reported[turn.agent] = 1;
    }
    const float ends = starts + waits.time_of_stages(epidemic.infectious_time, epidemic.infectious_stages);
    turn.plan(turn.agent, tick_of(ends, turn.now), fate.dies ? dies : recovers);
    const float begins = contact_clock(epidemic, starts);
    const float lasts = contact_clock(epidemic, ends) - begins;
    Spell spell{.begins = begins,
                .lasts = lasts,
                .change = static_cast<float>(epidemic.control_time),
                .slowness = 1.0f / std::max(static_cast<float>(epidemic.control_factor), 1e-9f)};
    if (!ties.mixed && rates.tie > 0.0f) {
        infect_neighbours(turn, people, ties.neighbours(turn.agent), spell, draws);
        for (const core::Ties* part : ties.joined) {
            if (!part->mixed) infect_neighbours(turn, people, part->neighbours(turn.agent), spell, draws);
        }
    }
    if (rates.crowd > 0.0f) infect_anybody(turn, people, spell, waits, draws);
}

void SpreadEpidemic::infect_neighbours(core::Turn& turn, const People& people, std::span<const Index> others,
                                       Spell& spell, Stream& draws) const {
    while (!others.empty()) {
        if (spell.draws_left < neighbours_at_once) {
            draws = turn.draws_with(others.front());
            spell.draws_left = neighbours_of_a_stream;
        }
        const auto some = others.first(std::min(others.size(), neighbours_at_once));
        infect_some(turn, people, some, spell, draws);
        others = others.subspan(some.size());
        spell.draws_left -= some.size();
    }
}

void SpreadEpidemic::infect_some(core::Turn& turn, const People& people, std::span<const Index> others,
                                 const Spell& spell, Stream& draws) const {
    // The time to a neighbour's infection is exponential. All are computed, so that nothing hangs on which of them hit.
    std::array<float, neighbours_at_once> wait{};
    draws.uniform_floats(std::span(wait).first(others.size()));
    const float mean = 1.0f / rates.tie;
    for (float& time : wait) time = -math::log(time) * mean;
    std::array<std::uint8_t, neighbours_at_once> hit;
    std::size_t hits = 0;
    for (std::size_t k = 0; k < others.size(); ++k) {
        hit[hits] = static_cast<std::uint8_t>(k);
        hits += wait[k] < spell.lasts ? 1 : 0;
    }
    for (std::size_t k = 0; k < hits; ++k) people.time.prefetch(others[hit[k]]);
    for (std::size_t k = 0; k < hits; ++k) {
        const Index other = others[hit[k]];
        float after = wait[hit[k]];
        if (!all_alike) {
            after /= people.susceptibility[other];
            if (!(after < spell.lasts)) continue;
        }
        propose(turn, people, other, spell.time_after(after));
    }
}

void SpreadEpidemic::infect_anybody(core::Turn& turn, const People& people, const Spell& spell, Waits& waits,
                                    Stream& draws) const {
    // One contact after the other, each with anybody else.
    const auto others = static_cast<Index>(people.state.size() - 1);
    const double mean = 1.0 / static_cast<double>(rates.crowd);
    const double lasts = static_cast<double>(spell.lasts);
    double wait = mean * static_cast<double>(waits.next());
    for (std::uint32_t contact = 1; wait < lasts; ++contact) {
        const Index met = epidemic_contact(turn.agent, others, draws);
        if (all_alike || draws.uniform_float() < people.susceptibility[met]) {
            propose(turn, people, met, spell.time_after(static_cast<float>(wait)));
        }
        wait += mean * static_cast<double>(waits.next());
        if (contact % contacts_of_a_stream == 0) draws = turn.draws_with(met);
    }
}

namespace {

/// How many are drawn: a share of all, or the number.
Index epidemic_count(const Starters& starters, double share, Index size) {
    if (!starters.rows.empty()) return 0;
    return share > 0.0 ? static_cast<Index>(std::llround(share * size)) : starters.count;
}

struct EpidemicRole {
    EpidemicState state;
    const Starters& starters;
    double share;
    const char* name;
};

std::array<EpidemicRole, 3> epidemic_roles(const EpidemicStart& start) {
    return {EpidemicRole{EpidemicState::infectious, start.infectious, start.shares.infectious, "infectious"},
            EpidemicRole{EpidemicState::exposed, start.exposed, start.shares.exposed, "exposed"},
            EpidemicRole{EpidemicState::immune, start.immune, start.shares.immune, "immune"}};
}

void check_epidemic_roles(detail::ExperimentCheck& check, const EpidemicStart& start) {
    std::vector<Index> rows;
    double all = 0.0;
    for (const EpidemicRole& role : epidemic_roles(start)) {
        check.starters(role.name, role.starters);
        check.number(std::string(role.name) + "_share", role.share, {.low = 0.0, .high = 1.0});
        rows.insert(rows.end(), role.starters.rows.begin(), role.starters.rows.end());
        all += static_cast<double>(role.starters.rows.size());
        if (role.share >= 0.0 && role.share <= 1.0) all += epidemic_count(role.starters, role.share, check.size());
    }
    std::sort(rows.begin(), rows.end());
    check.that(std::adjacent_find(rows.begin(), rows.end()) == rows.end(), "infectious, exposed, immune",
               "the same row", "must not name one person twice");
    check.that(all <= check.size(), "infectious, exposed, immune", core::number_text(all),
               "must be together at most the number of people, " + std::to_string(check.size()));
}

/// What everybody is at the start: those named first, then those drawn among the others.
std::vector<EpidemicState> epidemic_at_start(const EpidemicStart& start, Index size, core::Seed seed) {
    std::vector<EpidemicState> all(size, EpidemicState::susceptible);
    for (const EpidemicRole& role : epidemic_roles(start)) {
        for (const Index row : role.starters.rows) all[row] = role.state;
    }
    std::vector<Index> free;
    free.reserve(size);
    for (Index row = 0; row < size; ++row) {
        if (all[row] == EpidemicState::susceptible) free.push_back(row);
    }
    // Each in turn changes places with one of those behind it, or stays: the first of the list are a random choice.
    constexpr core::StreamId stream = core::StreamId::of(detail::people, "epidemic_start");
    Index place = 0;
    for (const EpidemicRole& role : epidemic_roles(start)) {
        for (Index left = epidemic_count(role.starters, role.share, size); left > 0; --left, ++place) {
            const auto behind = static_cast<std::uint32_t>(free.size() - place);
            std::swap(free[place], free[place + Stream(seed, stream, {.agent = place}).below(behind)]);
            all[free[place]] = role.state;
        }
    }
    return all;
}

void add_epidemic_people(const Epidemic& epidemic, const EpidemicStart& start, core::Population& crowd,
                         core::Seed seed) {
    crowd.add(columns::epidemic, epidemic_code(EpidemicState::susceptible));
    crowd.add(columns::epidemic_reported, std::uint8_t{0});
    crowd.add(columns::epidemic_time, never_infected);
    const AgentValues& given = start.susceptibility;
    if (given.given.empty() && given.drawn.is_constant()) {
        crowd.add(columns::epidemic_susceptibility, static_cast<float>(given.drawn.mean()));
    } else {
        detail::add_column(crowd, columns::epidemic_susceptibility,
                           detail::drawn(given, crowd, seed, "epidemic_susceptibility"));
    }
    const std::vector<EpidemicState> states = epidemic_at_start(start, crowd.size(), seed);
    for (Index row = 0; row < crowd.size(); ++row) {
        EpidemicState state = states[row];
        if (state == EpidemicState::susceptible) continue;
        if (state == EpidemicState::exposed && !has_latent_time(epidemic)) state = EpidemicState::infectious;
        crowd.values(columns::epidemic)[row] = epidemic_code(state);
        crowd.values(columns::epidemic_time)[row] = state == EpidemicState::immune ? -never_infected : 0.0f;
    }
}

InfectionRates epidemic_rates(const Epidemic& epidemic, core::Simulation& simulation, Index size) {
    const core::Ties& ties = simulation.layers(detail::people).ties(detail::contacts.name);
    if (ties.mixed) return infection_rates(epidemic, size, std::nullopt);
    return infection_rates(epidemic, size, static_cast<double>(ties.graph->arcs()) / size);
}

void add_epidemic_events(const SpreadEpidemic& rule, core::Simulation& simulation, const core::Population& crowd) {
    simulation.add(rule, detail::people);
    core::EventQueue& queue = simulation.queue(detail::people, SpreadEpidemic::name);
    const auto states = crowd.values(columns::epidemic);
    for (Index row = 0; row < crowd.size(); ++row) {
        const auto state = static_cast<EpidemicState>(states[row]);
        if (state == EpidemicState::exposed) queue.plan(row, 0, SpreadEpidemic::begins_exposed);
        if (state == EpidemicState::infectious) queue.plan(row, 0, SpreadEpidemic::begins_infectious);
    }
}

/// Those who begin infectious are cases by a draw of their own.
void add_epidemic_sweep(const SweepEpidemic& rule, core::Simulation& simulation, core::Population& crowd) {
    crowd.add(columns::epidemic_stage, std::uint8_t{0});
    crowd.add(columns::epidemic_force, 0.0f);
    crowd.add(columns::epidemic_clock, 0.0f);
    constexpr core::StreamId stream = core::StreamId::of(detail::people, "epidemic_case");
    for (Index row = 0; row < crowd.size(); ++row) {
        if (crowd.values(columns::epidemic)[row] != epidemic_code(EpidemicState::infectious)) continue;
        Stream draws(simulation.seed(), stream, {.agent = crowd.ids()[row]});
        crowd.values(columns::epidemic_reported)[row] = draws.chance(rule.epidemic.report_share) ? 1 : 0;
    }
    simulation.layers(detail::people).mix(SweepEpidemic::crowd, crowd.size());
    simulation.add(rule, detail::people);
}

/// Contacts with anybody are drawn one by one: of too many there would be no end.
void check_contacts(detail::ExperimentCheck& check, const Epidemic& epidemic, const Experiment& experiment) {
    if (!experiment.graphs.empty() || experiment.make_graph) return;
    const InfectionRates rates = infection_rates(epidemic, check.size(), std::nullopt);
    check.that(!(static_cast<double>(rates.crowd) * epidemic.infectious_time > 0x1p31), "tie_rate",
               core::number_text(epidemic.tie_rate), "must be at most 2^31 contacts of one infectious");
}

void check_epidemic(detail::ExperimentCheck& check, const Epidemic& epidemic, const EpidemicStart& start,
                    const Experiment& experiment) {
    check.parameters(epidemic);
    check_epidemic_roles(check, start);
    check.values("susceptibility", start.susceptibility, {.low = 0.0, .high = 1.0});
    if (epidemic.engine == EpidemicEngine::event) return check_contacts(check, epidemic, experiment);
    const auto staged = [&](const char* name, double time, std::uint32_t stages) {
        check.that(stages > 0 || time <= 0.0, name, "0", "must be at least 1 where the engine is a sweep");
    };
    staged("latent_stages", epidemic.latent_time, epidemic.latent_stages);
    staged("infectious_stages", epidemic.infectious_time, epidemic.infectious_stages);
    for (const auto& graph : experiment.graphs) {
        check.that(graph->is_undirected(), "graph", "directed", "must be undirected where the engine is a sweep");
    }
}

double epidemic_step(const Epidemic& epidemic) {
    double shortest = epidemic.infectious_time;
    if (has_latent_time(epidemic)) shortest = std::min(shortest, epidemic.latent_time);
    if (epidemic.engine == EpidemicEngine::event) return 0.05 * shortest;
    shortest = epidemic.infectious_time / epidemic.infectious_stages;
    if (has_latent_time(epidemic)) shortest = std::min(shortest, epidemic.latent_time / epidemic.latent_stages);
    return 0.02 * shortest;
}

bool nobody_is_infected(core::Simulation& simulation) {
    const auto states = std::as_const(simulation).agents().at(detail::people).values(columns::epidemic);
    return std::none_of(states.begin(), states.end(), [](std::uint8_t state) {
        return state == epidemic_code(EpidemicState::exposed) || state == epidemic_code(EpidemicState::infectious);
    });
}

detail::Course epidemic_course(const Epidemic& epidemic) {
    detail::Course course{.step = epidemic_step(epidemic), .every = 1.0, .over = nobody_is_infected};
    if (epidemic.engine == EpidemicEngine::event) {
        course.over = [](core::Simulation& simulation) {
            return simulation.queue(detail::people, SpreadEpidemic::name).size() == 0;
        };
    }
    return course;
}

std::vector<detail::Recorded> epidemic_records() {
    std::vector<detail::Recorded> all;
    for (const auto& [state, name] : epidemic_states) {
        all.push_back({name, "1", std::string("Share of people who are ") + name,
                       detail::share_of(columns::epidemic, epidemic_code(state))});
    }
    all.push_back(
        {"reported", "1", "Share of people who have been reported", detail::share_of(columns::epidemic_reported, 1)});
    return all;
}

Dataset run_epidemic(const Epidemic& epidemic, const EpidemicStart& start, const Experiment& experiment,
                     std::span<const detail::Kept> kept) {
    detail::ExperimentCheck check(experiment);
    check_epidemic(check, epidemic, start, experiment);
    check.finish();
    const detail::Course course = epidemic_course(epidemic);
    const auto step = static_cast<float>(experiment.step.value_or(course.step));
    const AgentValues& given = start.susceptibility;
    const bool all_alike = given.given.empty() && given.drawn.is_constant() && given.drawn.mean() == 1.0;
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_epidemic_people(epidemic, start, crowd, simulation.seed());
        const InfectionRates rates = epidemic_rates(epidemic, simulation, crowd.size());
        if (epidemic.engine == EpidemicEngine::sweep) {
            return add_epidemic_sweep({.epidemic = epidemic, .rates = rates, .step = step}, simulation, crowd);
        }
        add_epidemic_events({.epidemic = epidemic, .rates = rates, .step = step, .all_alike = all_alike}, simulation,
                            crowd);
    };
    return detail::run_replicates(experiment, course, epidemic_records(), build, kept);
}

}  // namespace

Dataset simulate(const Epidemic& epidemic, const EpidemicStart& start, const Experiment& experiment) {
    return run_epidemic(epidemic, start, experiment, {});
}

Dataset line_list(const Epidemic& epidemic, const EpidemicStart& start, const Experiment& experiment) {
    constexpr std::array kept{
        detail::Kept{columns::epidemic_time, "infected_at", "d", "When somebody was infected, if ever"}};
    Dataset dataset = run_epidemic(epidemic, start, experiment, kept);
    // Of a run that was cut short there are times to come, and those who were immune have none.
    const double end = dataset.dimension("time").values.back();
    for (Dataset::Variable& variable : dataset.variables) {
        if (variable.name != "infected_at") continue;
        for (double& time : variable.values) {
            if (!(time >= 0.0 && time <= end)) time = std::numeric_limits<double>::quiet_NaN();
        }
    }
    return dataset;
}

void describe(core::ParameterTable& table, Epidemic& process) {
    static constexpr std::array engines{std::pair<std::string_view, EpidemicEngine>{"event", EpidemicEngine::event},
                                        std::pair<std::string_view, EpidemicEngine>{"sweep", EpidemicEngine::sweep}};
    constexpr auto literature = core::Evidence::literature;
    const auto share = [&table](double& value, std::string_view key, std::string_view meaning, core::Evidence evidence,
                                std::string_view source) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 1, .evidence = evidence, .source = source});
    };
    const auto stages = [&table](std::uint32_t& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 50});
    };
    table.add(process.r0, {.key = "r0",
                           .meaning = "Infections by one infectious while all others are susceptible",
                           .low = 0,
                           .high = 100,
                           .evidence = literature,
                           .source = "2.5 to 3.9 for the first SARS-CoV-2"});
    table.add(process.tie_rate, {.key = "tie_rate",
                                 .meaning = "Rate of infecting each neighbour; 0: as r0 and the mean degree have it",
                                 .unit = "1 / d",
                                 .low = 0,
                                 .high = 1000});
    table.add(process.community_r0, {.key = "community_r0",
                                     .meaning = "Infections with anybody of the crowd besides, as r0 counts them",
                                     .low = 0,
                                     .high = 100});
    table.add(process.latent_time, {.key = "latent_time",
                                    .meaning = "Mean time from infection until one is infectious; 0: at once",
                                    .unit = "d",
                                    .low = 0,
                                    .high = 1000,
                                    .evidence = literature,
                                    .source = "3 to 4 for the first SARS-CoV-2"});
    stages(process.latent_stages, "latent_stages", "Stages of it, each exponential; 0: the same time for all");
    table.add(process.infectious_time, {.key = "infectious_time",
                                        .meaning = "Mean time for which one is infectious",
                                        .unit = "d",
                                        .low = 0,
                                        .high = 1000,
                                        .low_open = true,
                                        .evidence = literature,
                                        .source = "5 to 7 for the first SARS-CoV-2"});
    stages(process.infectious_stages, "infectious_stages", "Stages of it, each exponential; 0: the same time for all");
    share(process.death_share, "death_share", "Share of those infected who die at its end", literature,
          "Verity et al. 2020");
    share(process.report_share, "report_share", "Share of those infected who are reported, once infectious",
          core::Evidence::sourced, "Wang et al. 2020: at least .59 were not");
    table.add(process.control_time, {.key = "control_time",
                                     .meaning = "When contacts change, from the start",
                                     .unit = "d",
                                     .low = 0,
                                     .high = 100000});
    share(process.control_factor, "control_factor", "Factor to all rates of infection from then on",
          core::Evidence::assumed, "");
    table.choice(process.engine, engines,
                 {.key = "engine", .meaning = "Events drawn once for each infected, or all people step by step"});
}

}  // namespace commonweal::process
