// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/turn.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/epidemic_formulas.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/hazard.hpp>
#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// How an epidemic is computed.
enum class EpidemicEngine : std::uint8_t {
    event,  ///< what happens is drawn once for each who is infected, and waits in a queue
    sweep,  ///< all people step by step
};

/// An infection goes from people to those whom they meet: susceptible, exposed, infectious, recovered or dead. Along
/// ties, with anybody, or both: two levels of mixing (Ball, Mollison and Scalia-Tomba 1997,
/// doi:10.1214/aoap/1034625252).
struct Epidemic {
    /// Infections by one infectious while all others are susceptible, in [0, 100]; on a graph, those that its mean
    /// degree would give. 2.5 to 3.9 for the first SARS-CoV-2. [L]
    double r0 = 3.0;
    /// Rate at which an infectious infects each neighbour, 1 / d, in [0, 1000]; 0: as r0 has it. In a crowd everybody
    /// is a neighbour. [A]
    double tie_rate = 0.0;
    /// Infections with anybody of the crowd besides, by one infectious while all others are susceptible, in [0, 100].
    /// [A]
    double community_r0 = 0.0;
    /// Mean time from infection until one is infectious, d, in [0, 1000]; 0: at once. [L]
    double latent_time = 3.5;
    /// Stages of it, each exponential, 1 to 50; 0: the same time for all. [A]
    std::uint32_t latent_stages = 2;
    /// Mean time for which one is infectious, d, in (0, 1000]. [L]
    double infectious_time = 6.0;
    /// Stages of it, as above. [A]
    std::uint32_t infectious_stages = 2;
    /// Share of those infected who die at its end, in [0, 1]. Verity et al. 2020 (doi:10.1016/S1473-3099(20)30243-7).
    /// [L]
    double death_share = 0.0066;
    /// Share of those infected who are reported, when they become infectious, in [0, 1]. At least .59 were not in Wuhan
    /// (Wang et al. 2020). [S]
    double report_share = 0.41;
    /// When contacts change, d from the start, in [0, 100000]. [A]
    double control_time = 0.0;
    /// Factor to all rates of infection from then on, in [0, 1]; 1: nothing changes. .08 in Wuhan (3.86 to .32). [A]
    double control_factor = 1.0;
    EpidemicEngine engine = EpidemicEngine::event;
};

/// Whether there is a time in which one is infected and infects nobody.
constexpr bool has_latent_time(const Epidemic& epidemic) { return epidemic.latent_time > 0.0; }

enum class EpidemicState : std::uint8_t {
    susceptible,
    exposed,     ///< infected, and infects nobody yet
    infectious,  ///< infects others
    recovered,   ///< and immune
    dead,
    immune,  ///< from the start
};

/// How long the infection would have taken, without control, for what it does up to a time: the clock that contacts go
/// by. Branch-free.
template <std::floating_point T>
inline T contact_clock(const Epidemic& epidemic, T time) {
    const T change = static_cast<T>(epidemic.control_time);
    return std::min(time, change) + static_cast<T>(epidemic.control_factor) * std::max(time - change, T(0));
}

/// The time at which that clock shows `clock`. Where contacts stop, infinite from there on.
template <std::floating_point T>
inline T time_of_contact_clock(const Epidemic& epidemic, T clock) {
    const T change = static_cast<T>(epidemic.control_time);
    return clock <= change ? clock : change + (clock - change) / static_cast<T>(epidemic.control_factor);
}

/// What becomes of somebody infected.
struct EpidemicFate {
    bool reported;
    bool dies;
};

/// By one draw from [0, 1): what is left of it when it has decided one thing is a draw again. Branch-free.
inline EpidemicFate epidemic_fate(const Epidemic& epidemic, float draw) {
    const auto share = static_cast<float>(epidemic.report_share);
    const bool reported = draw < share;
    const float rest = reported ? draw : draw - share;
    return {.reported = reported,
            .dies = rest < static_cast<float>(epidemic.death_share) * (reported ? share : 1.0f - share)};
}

/// How fast an infection goes, 1 / d.
struct InfectionRates {
    float tie = 0.0f;    ///< from an infectious to each neighbour
    float crowd = 0.0f;  ///< from an infectious to anybody of the crowd, all together
};

/// In a crowd of `size` people; without ties among them where `mean_degree` is not given.
InfectionRates infection_rates(const Epidemic& epidemic, core::Index size, std::optional<double> mean_degree);

namespace columns {
inline constexpr core::Column<std::uint8_t> epidemic{"epidemic"};                    ///< an EpidemicState
inline constexpr core::Column<std::uint8_t> epidemic_reported{"epidemic_reported"};  ///< 1: is a reported case
inline constexpr core::Column<std::uint8_t> epidemic_stage{"epidemic_stage"};        ///< stages that have passed
inline constexpr core::Column<float> epidemic_time{"epidemic_time"};    ///< of infection, d, the earliest to come
inline constexpr core::Column<float> epidemic_clock{"epidemic_clock"};  ///< d since the start
inline constexpr core::Column<float> epidemic_force{"epidemic_force"};  ///< share of a tick spent infectious
inline constexpr core::Column<float> epidemic_susceptibility{"epidemic_susceptibility"};  ///< factor, in [0, 1]
}  // namespace columns

/// The epidemic as a rule of the form event, over the ties of one layer, which may join others. Times are drawn once,
/// when somebody is infected, and do not depend on the tick. A row is something that befalls one person.
struct SpreadEpidemic {
    static constexpr std::string_view name = "spread_epidemic";
    static constexpr core::Form form = core::Form::event;
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::write_all(columns::epidemic) | core::write_all(columns::epidemic_reported) |
                                 core::write_all(columns::epidemic_time) |
                                 core::read_all(columns::epidemic_susceptibility) | core::ties(layer);
    /// What a row is about. Those who begin have a state and a time of infection.
    enum What : std::uint32_t {
        catches,
        begins_exposed,
        begins_infectious,
        turns_infectious,
        turns_reported,  ///< infectious, and a case
        recovers,
        dies,
    };

    Epidemic epidemic{};
    InfectionRates rates{};
    float step = 0.25f;      ///< Length of a tick, d.
    bool all_alike = false;  ///< Everybody's susceptibility is 1, and is not looked up.

    // By reference: a copy for each row is a tenth of its time.
    void operator()(core::Turn& turn, const core::ColumnView<std::uint8_t>& state,
                    const core::ColumnView<std::uint8_t>& reported, const core::ColumnView<float>& time,
                    const core::ColumnView<const float>& susceptibility, const core::Ties& ties) const;

private:
    struct Spell;
    struct People;
    class Waits;
    void infect(core::Turn& turn, const People& people, const core::Ties& ties) const;
    void infect_neighbours(core::Turn& turn, const People& people, std::span<const core::Index> others, Spell& spell,
                           core::Stream& draws) const;
    void infect_anybody(core::Turn& turn, const People& people, const Spell& spell, Waits& waits,
                        core::Stream& draws) const;
    void infect_some(core::Turn& turn, const People& people, std::span<const core::Index> others, const Spell& spell,
                     core::Stream& draws) const;
    void propose(core::Turn& turn, const People& people, core::Index other, float when) const;
    core::Tick tick_of(float time, core::Tick now) const;
};

/// The epidemic as a sweep over the columns, over the ties of one layer and a mixed crowd. The time that somebody is
/// infectious is drawn to the last part of a tick, so that chances of infection do not depend on the tick; what happens
/// within a tick shows at its end.
struct SweepEpidemic {
    static constexpr std::string_view name = "sweep_epidemic";
    static constexpr core::Layer layer{"contacts"};
    static constexpr core::Layer crowd{"everybody"};
    static constexpr auto uses = core::write(columns::epidemic) | core::write(columns::epidemic_stage) |
                                 core::write(columns::epidemic_force) | core::write(columns::epidemic_reported) |
                                 core::write(columns::epidemic_time) | core::write(columns::epidemic_clock) |
                                 core::read(columns::epidemic_susceptibility) |
                                 core::neighbour_sum(layer, columns::epidemic_force) |
                                 core::neighbour_mean(crowd, columns::epidemic_force) | core::uniforms<4>();

    Epidemic epidemic{};
    InfectionRates rates{};
    float step = 0.05f;  ///< Length of a tick, d.

    void operator()(std::uint8_t& state, std::uint8_t& stage, float& force, std::uint8_t& reported, float& time,
                    float& clock, float susceptibility, float near, float anybody, float luck, float latent_draw,
                    float infectious_draw, float fate) const {
        const auto is = [&state](EpidemicState one) { return state == static_cast<std::uint8_t>(one); };
        const float later = one_step_after(clock, step);
        const float exposure = contact_clock(epidemic, later) - contact_clock(epidemic, clock);
        const float pressure = susceptibility * exposure * (rates.tie * near + rates.crowd * anybody);
        const bool latent = has_latent_time(epidemic);
        const bool susceptible = is(EpidemicState::susceptible);
        const bool struck = luck < chance_of(pressure, 1.0f);
        const bool catches = susceptible & struck;
        const bool exposed = is(EpidemicState::exposed);
        const bool over = latent_draw < chance_of(latent_rate(), step);
        const bool passes = exposed & over;
        const bool turns = passes ? stage + 1u >= epidemic.latent_stages : catches & !latent;
        const bool infectious = is(EpidemicState::infectious) | turns;
        const float stays = -core::math::log1p(-infectious_draw) / infectious_rate();
        const bool leaves = infectious & (stays < step);
        const std::uint32_t passed = turns ? 0u : stage;
        const bool ends = leaves & (passed + 1u >= epidemic.infectious_stages);
        const EpidemicFate of_this_one = epidemic_fate(epidemic, fate);
        const auto end = of_this_one.dies ? EpidemicState::dead : EpidemicState::recovered;
        const auto now = ends         ? end
                         : infectious ? EpidemicState::infectious
                         : catches    ? EpidemicState::exposed
                                      : static_cast<EpidemicState>(state);
        reported = (turns & of_this_one.reported) ? std::uint8_t{1} : reported;
        stage = static_cast<std::uint8_t>(passed + static_cast<std::uint32_t>(infectious ? leaves : passes));
        force = infectious ? std::min(stays, step) / step : 0.0f;
        time = catches ? later : time;
        clock = later;
        state = static_cast<std::uint8_t>(now);
    }

private:
    float latent_rate() const {
        return has_latent_time(epidemic)
                   ? static_cast<float>(epidemic.latent_stages) / static_cast<float>(epidemic.latent_time)
                   : 0.0f;
    }
    float infectious_rate() const {
        return static_cast<float>(epidemic.infectious_stages) / static_cast<float>(epidemic.infectious_time);
    }
};

/// Whom it finds. Of a count, or where there are no rows of a share, those are drawn, in each replicate anew; nobody is
/// two things.
struct EpidemicStart {
    Starters infectious{.count = 1};  ///< At the beginning of their infectious time.
    Starters exposed{.count = 0};     ///< At the beginning of their latent time.
    Starters immune{.count = 0};
    /// Shares of all people, in [0, 1], instead of the numbers above where they are not 0.
    EpidemicShares shares{};
    /// Each one's factor to the rate of infection, in [0, 1]: a vaccine that protects everybody in part.
    AgentValues susceptibility{.drawn = core::Distribution::constant(1)};
};

/// Shares susceptible, exposed, infectious, recovered, dead and immune, which add up to 1, and reported, over replicate
/// and time (d), until nobody is infected any more, at most 1,000 d. Throws ConfigError with everything that is wrong.
Dataset simulate(const Epidemic& epidemic, const EpidemicStart& start, const Experiment& experiment);

/// The same, and when each was infected: infected_at (d; NaN for those who were not) over replicate and agent.
Dataset line_list(const Epidemic& epidemic, const EpidemicStart& start, const Experiment& experiment);

/// Ties pass an infection on with the chance `transmissibility`, each by itself: what an infectious time that is the
/// same for all comes to in the end, without the course (bond percolation). Over replicate: largest, the share of
/// people in the largest group that is tied so, and outbreak, the share that somebody drawn at random infects, who
/// counts. Throws ConfigError with everything that is wrong, such as no graph.
Dataset percolate(double transmissibility, const Experiment& experiment);

/// The course where everybody meets everybody and there are infinitely many: the same shares every `every` days until
/// `until`. Throws ConfigError with everything that is wrong, such as times without stages.
Dataset mean_field(const Epidemic& epidemic, const EpidemicShares& start, double until, double every);

/// The rate, 1 / d, at which infections grow at first where everybody meets everybody, without control. Throws
/// ConfigError with everything that is wrong, such as a tie_rate, which says nothing about a crowd.
double initial_growth(const Epidemic& epidemic);

/// The reproduction number that makes infections grow at first at the rate `growth`, 1 / d, with the latent and
/// infectious times of the epidemic: Wearing, Rohani and Keeling 2005 (doi:10.1371/journal.pmed.0020174), Wallinga and
/// Lipsitch 2007 (doi:10.1098/rspb.2006.3754). Throws ConfigError with everything that is wrong.
double r0_from_growth(const Epidemic& epidemic, double growth);

/// A household in which an infection goes round.
struct InfectedHousehold {
    std::uint32_t size = 4;     ///< people, 1 to 12
    std::uint32_t initial = 1;  ///< infected at first, 0 to `size`
    /// Chance that somebody who is infected by nobody in the household is infected by others, in [0, 1].
    double community_chance = 0.0;
};

/// Chances that 0, 1, 2, ... of those not infected at first are infected in the end, by the `tie_rate` between any two
/// of a household: Longini and Koopman 1982 (doi:10.2307/2530294), and for times that vary Addy, Longini and Haber 1991
/// (doi:10.2307/2532652). Throws ConfigError with everything that is wrong.
std::vector<double> household_sizes(const Epidemic& epidemic, const InfectedHousehold& household);

/// Share of those not infected at first who are infected in the end; NaN if there are none. Errors as above.
double household_attack_rate(const Epidemic& epidemic, const InfectedHousehold& household);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Epidemic& process);

}  // namespace commonweal::process
