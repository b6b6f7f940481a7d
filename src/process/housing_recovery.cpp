// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/housing_recovery.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/housing_path.hpp"
#include "process/detail/replicates.hpp"

#include <array>
#include <cmath>
#include <commonweal/core/parameter.hpp>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;

constexpr std::array<double, damage_state_count> hazus_loss{0.0, 0.02, 0.10, 0.447, 1.0};
constexpr double housing_years = 1096.0;

using HousingTimes = std::array<HousingTime, damage_state_count>;
// By damage state: none, slight, moderate, extensive, complete.
constexpr std::array<HousingTimes, 4> housing_repairs{
    {{{{}, {2, 0}, {30, 0}, {90, 0}, {180, 0}}},
     {{{}, {5, 0}, {30, 0}, {120, 0}, {240, 0}}},
     {{{}, {8.846, 0.66}, {43.82, 0.61}, {90.92, 0.55}, {156.0, 0.60}}},
     {{{}, {8.585, 0.58}, {26.58, 0.54}, {108.9, 0.51}, {247.2, 0.51}}}}};

/// Logarithms of days, and their standard deviation.
struct LogTime {
    double mean;
    double sd;
};
constexpr std::array<LogTime, damage_state_count> joplin_times{
    {{0.0, 0.0}, {5.90, 0.50}, {6.06, 0.32}, {5.90, 0.60}, {6.60, 0.53}}};

HousingDelays redi_delays(DamageState state) {
    // Slight and moderate damage are taken for REDi's first repair class, worse for its third; complete: a new design.
    const bool light = state == DamageState::slight || state == DamageState::moderate;
    const HousingTime design = state == DamageState::complete ? HousingTime{294, 0.45} : HousingTime{28, 0.54};
    return {.inspection = {5, 0.54},
            .insurance = {42, 1.11},
            .loan = {105, 0.68},
            .grant = {336, 0.57},
            .engineering = light ? HousingTime{14, 0.32} : design,
            .permit = light ? HousingTime{7, 0.86} : HousingTime{56, 0.32},
            .contractor = light ? HousingTime{49, 0.60} : HousingTime{133, 0.38}};
}

HousingDelays pyrecodes_delays(DamageState state) {
    const auto time = [](double median) { return HousingTime{median, 0.2}; };
    if (state == DamageState::slight) return {.rapid = time(1)};
    if (state == DamageState::moderate) {
        return {.rapid = time(1),
                .inspection = time(7),
                .cleanup = time(3),
                .insurance = time(7),
                .loan = time(7),
                .grant = time(7),
                .engineering = time(21),
                .permit = time(14),
                .contractor = time(7)};
    }
    return {.rapid = time(1),
            .inspection = time(14),
            .cleanup = time(7),
            .insurance = time(42),
            .loan = time(42),
            .grant = time(42),
            .engineering = time(42),
            .permit = time(28),
            .contractor = time(14),
            .demolition = state == DamageState::complete ? time(10) : HousingTime{}};
}

/// Whether each household is what it is with a chance.
std::vector<bool> housing_flags(const AgentValues& chances, const core::Population& crowd, core::Seed seed,
                                std::string_view name) {
    const std::vector<double> all = detail::drawn(chances, crowd, seed, name);
    const core::StreamId stream = core::StreamId::of(detail::people, name);
    std::vector<bool> flags;
    for (Index row = 0; row < crowd.size(); ++row) {
        core::Stream draws(seed, stream, {.agent = crowd.ids()[row], .tick = 1});
        flags.push_back(draws.uniform() < all[row]);
    }
    return flags;
}

std::vector<detail::DamagedHome> damaged_homes(const HousingStart& start, const core::Population& crowd,
                                               core::Seed seed) {
    const std::vector<double> damage = detail::drawn(start.damage, crowd, seed, "housing_damage");
    const std::vector<double> savings = detail::drawn(start.savings, crowd, seed, "housing_savings");
    const std::vector<bool> insured = housing_flags(start.insured, crowd, seed, "housing_insured");
    const std::vector<bool> credit = housing_flags(start.credit, crowd, seed, "housing_credit");
    const std::vector<bool> registered = housing_flags(start.registered, crowd, seed, "housing_registered");
    const std::vector<bool> tenant = housing_flags(start.tenant, crowd, seed, "housing_tenant");
    std::vector<detail::DamagedHome> homes;
    for (Index row = 0; row < crowd.size(); ++row) {
        homes.push_back({.state = static_cast<DamageState>(static_cast<int>(damage[row])),
                         .insured = insured[row],
                         .credit = credit[row],
                         .registered = registered[row],
                         .tenant = tenant[row],
                         .savings = savings[row]});
    }
    return homes;
}

namespace housing_columns {
constexpr core::Column<float> damaged{"housing_damaged"};  ///< 1 or 0
constexpr core::Column<float> funded{"housing_funded"};    ///< when the money is there, d, or infinite
constexpr core::Column<float> begun{"housing_begun"};      ///< when the repair begins, d, or infinite
constexpr core::Column<float> persons{"housing_persons"};
}  // namespace housing_columns

void add_dislocated(const HousingRecovery& process, const HousingStart& start,
                    const std::vector<detail::DamagedHome>& homes, core::Population& crowd, core::Seed seed) {
    constexpr core::StreamId stream = core::StreamId::of(detail::people, "housing_dislocated");
    const std::vector<bool> single = housing_flags(start.single_family, crowd, seed, "housing_single_family");
    const std::vector<double> black = detail::drawn(start.black, crowd, seed, "housing_black");
    const std::vector<double> hispanic = detail::drawn(start.hispanic, crowd, seed, "housing_hispanic");
    crowd.add(columns::housing_dislocated, 0.0f);
    crowd.add(columns::housing_home, 1.0f);
    for (Index row = 0; row < crowd.size(); ++row) {
        if (homes[row].state == DamageState::none) continue;
        const double chance = dislocation_chance(process, {.loss = 100.0 * loss_of_state(homes[row].state),
                                                           .single_family = single[row] ? 1.0 : 0.0,
                                                           .black = black[row],
                                                           .hispanic = hispanic[row]});
        core::Stream draws(seed, stream, {.agent = crowd.ids()[row]});
        if (!draws.chance(chance)) continue;
        crowd.values(columns::housing_dislocated)[row] = 1.0f;
        crowd.values(columns::housing_home)[row] = 0.0f;
    }
}

void add_households(const HousingRecovery& process, const HousingStart& start, core::Population& crowd,
                    core::Seed seed) {
    const std::vector<detail::DamagedHome> homes = damaged_homes(start, crowd, seed);
    const std::vector<detail::HousingPath> paths = detail::housing_paths(process, homes, seed);
    const std::vector<bool> job = housing_flags(start.job, crowd, seed, "housing_job");
    add_dislocated(process, start, homes, crowd, seed);
    detail::add_column(crowd, columns::housing_lifeline,
                       detail::drawn(start.lifeline, crowd, seed, "housing_lifeline"));
    detail::add_column(crowd, columns::housing_school, detail::drawn(start.school, crowd, seed, "housing_school"));
    detail::add_column(crowd, housing_columns::persons, detail::drawn(start.persons, crowd, seed, "housing_persons"));
    for (const auto column : {columns::housing_ready, columns::housing_pull, columns::housing_time,
                              housing_columns::damaged, housing_columns::funded, housing_columns::begun}) {
        crowd.add(column, 0.0f);
    }
    for (Index row = 0; row < crowd.size(); ++row) {
        crowd.values(columns::housing_ready)[row] = static_cast<float>(paths[row].ready);
        crowd.values(housing_columns::funded)[row] = static_cast<float>(paths[row].funded);
        crowd.values(housing_columns::begun)[row] = static_cast<float>(paths[row].start);
        crowd.values(housing_columns::damaged)[row] = homes[row].state == DamageState::none ? 0.0f : 1.0f;
        const double pull = process.return_base + (job[row] ? process.return_job : 0.0) +
                            (homes[row].tenant ? process.return_tenant : 0.0);
        crowd.values(columns::housing_pull)[row] = static_cast<float>(pull);
    }
}

/// The share of damaged homes whose time in a column has come.
core::Observer housing_passed(core::Column<float> column) {
    return [column](const core::Agents& agents, core::Workers&) {
        const core::Population& crowd = agents.at(detail::people);
        const auto times = crowd.values(column);
        const auto damaged = crowd.values(housing_columns::damaged);
        const auto now = crowd.values(columns::housing_time);
        double all = 0.0;
        double passed = 0.0;
        for (Index row = 0; row < crowd.size(); ++row) {
            if (damaged[row] < 0.5f) continue;
            all += 1.0;
            passed += times[row] <= now[row] ? 1.0 : 0.0;
        }
        return all > 0.0 ? passed / all : 1.0;
    };
}

double displaced_people(const core::Agents& agents, core::Workers&) {
    const core::Population& crowd = agents.at(detail::people);
    const auto home = crowd.values(columns::housing_home);
    const auto persons = crowd.values(housing_columns::persons);
    double all = 0.0;
    double away = 0.0;
    for (Index row = 0; row < crowd.size(); ++row) {
        all += static_cast<double>(persons[row]);
        away += static_cast<double>(persons[row]) * (1.0 - static_cast<double>(home[row]));
    }
    return away / all;
}

std::vector<detail::Recorded> housing_records() {
    return {{"home", "1", "Share of households that live at home",
             core::observe_mean(std::string(detail::people), columns::housing_home)},
            {"displaced", "1", "Share of people who live elsewhere", displaced_people},
            {"repaired", "1", "Share of damaged homes that are repaired", housing_passed(columns::housing_ready)},
            {"funded", "1", "Share of damaged homes whose money is there", housing_passed(housing_columns::funded)}};
}

constexpr std::array housing_kept{
    detail::Kept{housing_columns::funded, "funded_time", "d", "When the money for the repair is there"},
    detail::Kept{housing_columns::begun, "start_time", "d", "When the repair begins"},
    detail::Kept{columns::housing_ready, "ready_time", "d", "When the home is repaired"},
    detail::Kept{columns::housing_dislocated, "dislocated", "1", "Whether the household had to leave"},
    detail::Kept{columns::housing_home, "at_home", "1", "Whether it lives at home in the end"},
    detail::Kept{housing_columns::damaged, "damaged", "1", "Whether the home is damaged"}};

/// No number where nothing happens: at undamaged homes, and to those who give up.
void leave_only_housing_times(Dataset& dataset) {
    const std::vector<double> damaged = dataset.variable("damaged").values;
    for (Dataset::Variable& variable : dataset.variables) {
        if (variable.unit != "d") continue;
        for (std::size_t k = 0; k < damaged.size(); ++k) {
            if (damaged[k] < 0.5 || !std::isfinite(variable.values[k])) {
                variable.values[k] = std::numeric_limits<double>::quiet_NaN();
            }
        }
    }
    dataset.variables.pop_back();
}

void check_housing(detail::ExperimentCheck& check, const HousingRecovery& process, const HousingStart& start) {
    check.parameters(process);
    check.values("damage", start.damage, {.low = 0.0, .high = 4.999999});
    check.values("persons", start.persons, {.low = 1.0, .high = 30.0});
    const auto shares = {std::pair{"single_family", &start.single_family},
                         {"insured", &start.insured},
                         {"credit", &start.credit},
                         {"registered", &start.registered},
                         {"tenant", &start.tenant},
                         {"savings", &start.savings},
                         {"job", &start.job}};
    for (const auto& [name, values] : shares) check.values(name, *values, {.low = 0.0, .high = 1.0});
    check.values("black", start.black, {.low = 0.0, .high = 100.0});
    check.values("hispanic", start.hispanic, {.low = 0.0, .high = 100.0});
    check.values("lifeline", start.lifeline, {.low = 0.0, .high = 36'500.0});
    check.values("school", start.school, {.low = 0.0, .high = 36'500.0});
}

void describe_housing_funds(core::ParameterTable& table, HousingRecovery& process) {
    const auto fund = [&table](double& delay, std::string_view delay_key, double& ceiling,
                               std::string_view ceiling_key) {
        table.add(delay, {.key = delay_key,
                          .meaning = "Median time from asking to the money of this fund",
                          .unit = "d",
                          .low = 0,
                          .high = 3650});
        table.add(
            ceiling,
            {.key = ceiling_key, .meaning = "Most that this fund gives, as a share of the cost", .low = 0, .high = 1});
    };
    const auto count = [&table](std::uint32_t& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 1e6});
    };
    table.add(
        process.fund_dispersion,
        {.key = "fund_dispersion", .meaning = "Dispersion of the delays of funds, lognormal", .low = 0, .high = 2});
    fund(process.relief_delay, "relief_delay", process.relief_ceiling, "relief_ceiling");
    fund(process.subsidy_delay, "subsidy_delay", process.subsidy_ceiling, "subsidy_ceiling");
    fund(process.insurance_delay, "insurance_delay", process.insurance_ceiling, "insurance_ceiling");
    fund(process.loan_delay, "loan_delay", process.loan_ceiling, "loan_ceiling");
    fund(process.aid_delay, "aid_delay", process.aid_ceiling, "aid_ceiling");
    table.add(process.unregistered_part,
              {.key = "unregistered_part",
               .meaning = "Part of relief, subsidy and aid that households get who are not registered",
               .low = 0,
               .high = 1});
    count(process.insurance_processors, "insurance_processors",
          "Files of insurers worked on at once where funds come in sequence; 0 for any number");
    count(process.subsidy_processors, "subsidy_processors", "The same of the office that grants subsidies");
    count(process.loan_processors, "loan_processors", "The same of lenders");
    table.add(process.patience, {.key = "patience",
                                 .meaning = "How long a household waits for all its money, and after that for a crew",
                                 .unit = "d",
                                 .low = 1,
                                 .high = 36'500});
    count(process.crews, "crews", "Crews, each on one home at a time; 0 for any number");
}

void describe_housing_choices(core::ParameterTable& table, HousingRecovery& process) {
    const auto leave = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key,
                          .meaning = meaning,
                          .low = -10,
                          .high = 10,
                          .evidence = core::Evidence::sourced,
                          .source = "Lin 2008; pyincore populationdislocationutil.py"});
    };
    const auto stay = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = -20, .high = 20});
    };
    leave(process.dislocation_base, "dislocation_base", "Logit of leaving a damaged home: constant");
    leave(process.dislocation_loss, "dislocation_loss", "For each percent of the value that is lost");
    leave(process.dislocation_single_family, "dislocation_single_family", "For a home of a single family");
    leave(process.dislocation_black, "dislocation_black",
          "For each percent of Black people in the block; the source has -0.01826, for the United States");
    leave(process.dislocation_hispanic, "dislocation_hispanic",
          "For each percent of Hispanic people in the block; the source has -0.01198");
    table.add(process.reconsider_rate, {.key = "reconsider_rate",
                                        .meaning = "How often a household thinks about where to live",
                                        .unit = "1 / d",
                                        .low = 0,
                                        .high = 10});
    stay(process.return_base, "return_base", "Logit of living at home: constant");
    stay(process.return_repaired, "return_repaired", "For a repaired home");
    stay(process.return_lifelines, "return_lifelines", "For restored lifelines");
    stay(process.return_school, "return_school", "For an open school");
    stay(process.return_job, "return_job", "For a job near by");
    stay(process.return_tenant, "return_tenant", "For a tenant");
    stay(process.return_neighbours, "return_neighbours", "For all neighbours being at home");
}

}  // namespace

HousingDelays housing_delays(HousingDelayTable table, DamageState state) {
    if (state == DamageState::none || table == HousingDelayTable::joplin) return {};
    return table == HousingDelayTable::redi ? redi_delays(state) : pyrecodes_delays(state);
}

HousingTime housing_repair(HousingRepairTable table, DamageState state) {
    return housing_repairs[static_cast<std::size_t>(table)][static_cast<std::size_t>(state)];
}

HousingTime joplin_time(DamageState state) {
    const LogTime& time = joplin_times[static_cast<std::size_t>(state)];
    if (state == DamageState::none) return {};
    return {.median = math::exp(time.mean), .dispersion = time.sd};
}

double joplin_share(DamageState state, double days) {
    if (state == DamageState::none) return 1.0;
    if (!(days > 0.0)) return 0.0;
    const LogTime& time = joplin_times[static_cast<std::size_t>(state)];
    return math::normal_cdf((math::log(days) - time.mean) / time.sd);
}

double loss_of_state(DamageState state) { return hazus_loss[static_cast<std::size_t>(state)]; }

DamageState state_of_loss(double loss) {
    if (!(loss > 0.0)) return DamageState::none;
    std::size_t state = 1;
    while (state + 1 < hazus_loss.size() && loss > 0.5 * (hazus_loss[state] + hazus_loss[state + 1])) ++state;
    return static_cast<DamageState>(state);
}

Dataset simulate(const HousingRecovery& process, const HousingStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_housing(check, process, start);
    check.finish();
    const detail::Course course{.step = 7.0, .every = 28.0, .longest = housing_years};
    Experiment asked = experiment;
    if (!asked.until) asked.until = course.longest;
    if (!asked.every) asked.every = course.every;
    const auto step = static_cast<float>(experiment.step.value_or(course.step));
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_households(process, start, crowd, simulation.seed());
        simulation.add(ReturnHome{.process = process, .step = step}, detail::people);
    };
    Dataset dataset = detail::run_replicates(asked, course, housing_records(), build, housing_kept);
    leave_only_housing_times(dataset);
    return dataset;
}

std::vector<double> return_levels(const HousingRecovery& process, const ReturnSetting& setting) {
    detail::ExperimentCheck check(Experiment{});
    check.parameters(process);
    check.number("dislocated", setting.dislocated, {.low = 0.0, .high = 1.0});
    check.number("job", setting.job, {.low = 0.0, .high = 1.0});
    check.number("tenant", setting.tenant, {.low = 0.0, .high = 1.0});
    check.finish();
    const double own = process.return_base + process.return_repaired + process.return_lifelines +
                       process.return_school + process.return_job * setting.job +
                       process.return_tenant * setting.tenant;
    // Above 0 where more live at home than would by themselves.
    const auto excess = [&](double home) {
        const double back = math::logistic(own + process.return_neighbours * home);
        return home - (1.0 - setting.dislocated + setting.dislocated * back);
    };
    std::vector<double> levels;
    constexpr int parts = 2'000;
    for (int k = 0; k < parts; ++k) {
        const double low = static_cast<double>(k) / parts;
        const double high = static_cast<double>(k + 1) / parts;
        const double at_low = excess(low);
        const double at_high = excess(high);
        if (at_low <= 0.0 && at_high > 0.0) levels.push_back(detail::root(excess, low, high));
        if (at_low > 0.0 && at_high <= 0.0) {
            levels.push_back(detail::root([&](double home) { return -excess(home); }, low, high));
        }
    }
    if (levels.empty()) levels.push_back(1.0);
    return levels;
}

void describe(core::ParameterTable& table, HousingRecovery& process) {
    using Delays = HousingDelayTable;
    using Repair = HousingRepairTable;
    using Funds = HousingFunds;
    static constexpr std::array delays{std::pair<std::string_view, Delays>{"redi", Delays::redi},
                                       std::pair<std::string_view, Delays>{"pyrecodes", Delays::pyrecodes},
                                       std::pair<std::string_view, Delays>{"joplin", Delays::joplin}};
    static constexpr std::array repairs{
        std::pair<std::string_view, Repair>{"hazus_single_family", Repair::hazus_single_family},
        std::pair<std::string_view, Repair>{"hazus_multi_family", Repair::hazus_multi_family},
        std::pair<std::string_view, Repair>{"archetype_6", Repair::archetype_6},
        std::pair<std::string_view, Repair>{"archetype_7", Repair::archetype_7}};
    static constexpr std::array funds{std::pair<std::string_view, Funds>{"table", Funds::table},
                                      std::pair<std::string_view, Funds>{"parallel", Funds::parallel},
                                      std::pair<std::string_view, Funds>{"sequence", Funds::sequence}};
    table.choice(process.delays, delays,
                 {.key = "delays",
                  .meaning = "Published delays before repair; joplin: the whole time to full function",
                  .evidence = core::Evidence::sourced,
                  .source = "Almufti and Willford 2013; pyrecodes; pyincore"});
    table.choice(process.repair, repairs,
                 {.key = "repair",
                  .meaning = "Published repair times by damage state",
                  .evidence = core::Evidence::sourced,
                  .source = "Hazus 6.1; IN-CORE repair archetypes"});
    table.add(process.repair_dispersion, {.key = "repair_dispersion",
                                          .meaning = "Dispersion of repair times where the table has none, lognormal",
                                          .low = 0,
                                          .high = 2});
    table.add(process.surge, {.key = "surge",
                              .meaning = "Factor to all delays and repairs, for the demand after a large event",
                              .low = 0.1,
                              .high = 20});
    table.choice(
        process.funds, funds,
        {.key = "funds", .meaning = "How repairs are paid: by the table, from all funds, one after the other"});
    describe_housing_funds(table, process);
    describe_housing_choices(table, process);
}

}  // namespace commonweal::process
