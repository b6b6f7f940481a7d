// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/platform.hpp>

#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <array>
#include <commonweal/core/observe.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/text.hpp>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

constexpr detail::ExperimentCheck::Range platform_share{.low = 0.0, .high = 1.0};
constexpr detail::ExperimentCheck::Range platform_hours{.low = 0.0, .high = 1e5};

/// Values that are entered as they are, each with its column and range.
struct PlatformValues {
    core::Column<float> column;
    const char* name;
    const AgentValues* given;
    detail::ExperimentCheck::Range range;
};

std::vector<PlatformValues> platform_values(const PlatformStart& start) {
    return {{columns::platform_coverage, "coverage", &start.coverage, platform_share},
            {columns::platform_link, "link", &start.link, platform_share},
            {columns::platform_count, "count", &start.count, {.low = 0.0, .high = 1000.0}},
            {columns::platform_compatible, "compatible", &start.compatible, platform_share},
            {columns::platform_rules, "rules", &start.rules, platform_share},
            {columns::platform_staff_training, "staff_training", &start.staff_training, platform_share},
            {columns::platform_resident_training, "resident_training", &start.resident_training, platform_share},
            {columns::platform_online, "online", &start.online, platform_share},
            {columns::platform_backup, "backup", &start.backup, platform_hours},
            {columns::platform_staff_use, "staff_use", &start.staff_use, platform_share},
            {columns::platform_resident_use, "resident_use", &start.resident_use, platform_share},
            {columns::platform_trust, "trust", &start.trust, platform_share}};
}

/// Time until the next of events at a rate; infinite without them.
float platform_wait(float draw, float mean) { return -math::log1p(-draw) * mean; }

void add_platforms(const Platform& process, const PlatformStart& start, core::Population& crowd, core::Seed seed) {
    for (const PlatformValues& values : platform_values(start)) {
        detail::add_column(crowd, values.column, detail::drawn(*values.given, crowd, seed, values.column.name));
    }
    const std::vector<double> stages = detail::drawn(start.stage, crowd, seed, columns::platform_stage.name);
    crowd.add(columns::platform_stage, std::uint8_t{0});
    crowd.add(columns::platform_supplied, 1.0f);
    crowd.add(columns::platform_change, std::numeric_limits<float>::infinity());
    crowd.add(columns::platform_dark, 0.0f);
    crowd.add(columns::platform_up, 1.0f);
    crowd.add(columns::platform_incidents, 0.0f);
    constexpr core::StreamId stream = core::StreamId::of(detail::people, "platform_supply");
    for (core::Index row = 0; row < crowd.size(); ++row) {
        crowd.values(columns::platform_stage)[row] = static_cast<std::uint8_t>(stages[row] + 0.5);
        if (process.outage_rate <= 0.0) continue;
        core::Stream draws(seed, stream, {.agent = crowd.ids()[row]});
        crowd.values(columns::platform_change)[row] =
            platform_wait(draws.uniform_float(), static_cast<float>(platform_year / process.outage_rate));
    }
}

/// The mean of what `value` makes of each community.
template <class Value>
core::Observer mean_platform(Value value) {
    return [value](const core::Agents& agents, core::Workers&) {
        const core::Population& crowd = agents.at(detail::people);
        double sum = 0.0;
        for (core::Index row = 0; row < crowd.size(); ++row) sum += value(crowd, row);
        return sum / static_cast<double>(crowd.size());
    };
}

PlatformInUse<double> platform_in_use(const core::Population& crowd, core::Index row) {
    return {.stage = static_cast<PlatformStage>(crowd.values(columns::platform_stage)[row]),
            .coverage = crowd.values(columns::platform_coverage)[row],
            .link = crowd.values(columns::platform_link)[row],
            .up = crowd.values(columns::platform_up)[row],
            .staff_use = crowd.values(columns::platform_staff_use)[row]};
}

double visits_of(const Platform& process, const core::Population& crowd, core::Index row) {
    return visits_left<double>(process, platform_in_use(crowd, row),
                               {.count = crowd.values(columns::platform_count)[row],
                                .compatible = crowd.values(columns::platform_compatible)[row]});
}

/// Share of residents who use the platform, where there is one.
double reached_by_platform(const core::Population& crowd, core::Index row) {
    if (crowd.values(columns::platform_stage)[row] == 0) return 0.0;
    return static_cast<double>(crowd.values(columns::platform_online)[row] *
                               crowd.values(columns::platform_resident_use)[row]);
}

/// Price of a community's platforms.
double capital_of_platform(const Platform& process, const core::Population& crowd, core::Index row) {
    if (crowd.values(columns::platform_stage)[row] == 0) return 0.0;
    return process.capital * static_cast<double>(crowd.values(columns::platform_count)[row] *
                                                 crowd.values(columns::platform_coverage)[row]);
}

std::vector<detail::Recorded> platform_use_records(const Platform& process) {
    const std::string all(detail::people);
    return {{"staff_use", "1", "Mean share of staff who use it", core::observe_mean(all, columns::platform_staff_use)},
            {"resident_use", "1", "Mean share of users among residents who can use it",
             core::observe_mean(all, columns::platform_resident_use)},
            {"up", "1", "Mean share of the last tick that it ran", core::observe_mean(all, columns::platform_up)},
            {"reached", "1", "Mean share of residents who use it", mean_platform(reached_by_platform)},
            {"voice_shift", "1", "Mean surplus of users among voices over users among residents",
             mean_platform([process](const core::Population& crowd, core::Index row) {
                 return voice_shift(process, reached_by_platform(crowd, row));
             })}};
}

std::vector<detail::Recorded> platform_effect_records(const Platform& process) {
    const std::string all(detail::people);
    return {{"detection", "1", "Mean factor to the sensitivity of sensors",
             mean_platform([](const core::Population& crowd, core::Index row) {
                 return platform_detection(platform_in_use(crowd, row));
             })},
            {"dispatch", "1", "Mean factor to the time of dispatch",
             mean_platform([process](const core::Population& crowd, core::Index row) {
                 return platform_dispatch(process, platform_in_use(crowd, row));
             })},
            {"visits", "h / wk", "Mean hours that are left for visits",
             mean_platform(
                 [process](const core::Population& crowd, core::Index row) { return visits_of(process, crowd, row); })},
            {"trust", "1", "Mean trust of residents", core::observe_mean(all, columns::platform_trust)},
            {"incidents", "1", "Incidents of a community so far", core::observe_mean(all, columns::platform_incidents)},
            {"cost", "1", "Thousand CNY that a community's platforms have cost so far",
             mean_platform([process](const core::Population& crowd, core::Index row) {
                 return capital_of_platform(process, crowd, row);
             })}};
}

/// Turns the price, as recorded, into what platforms have cost, all told and the community.
void add_platform_costs(const Platform& process, Dataset& dataset) {
    const std::vector<double>& times = dataset.dimensions[1].values;
    Dataset::Variable& cost = dataset.variables.back();
    for (std::size_t k = 0; k < cost.values.size(); ++k) {
        cost.values[k] *= 1.0 + process.running * times[k % times.size()] / platform_year;
    }
    Dataset::Variable own = cost;
    own.name = "own_cost";
    own.meaning = "Of them borne by the community";
    for (double& value : own.values) value *= process.own_share;
    dataset.variables.push_back(std::move(own));
}

double incidents_a_day(const Platform& process, const PlatformSetting& setting) {
    if (setting.stage == PlatformStage::none) return 0.0;
    return process.incident_rate * (1.0 - setting.rules) / platform_year;
}

void check_platform_setting(detail::ExperimentCheck& check, const PlatformSetting& setting) {
    check.number("rules", setting.rules, platform_share);
    check.number("staff_training", setting.staff_training, platform_share);
    check.number("resident_training", setting.resident_training, platform_share);
    check.number("backup", setting.backup, platform_hours);
    check.number("staff_use", setting.staff_use, platform_share);
    check.number("resident_use", setting.resident_use, platform_share);
    check.number("trust", setting.trust, platform_share);
}

void describe_platform_use(core::ParameterTable& table, Platform& process) {
    const auto rate = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "1 / d", .low = 0, .high = 10});
    };
    const auto share = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 1});
    };
    rate(process.staff_learning, "staff_learning", "Rate at which staff who are wholly trained take the platform up");
    rate(process.resident_learning, "resident_learning", "The same of residents");
    rate(process.staff_habit, "staff_habit", "Rate at which staff who see no benefit fall back on telephone and paper");
    rate(process.resident_habit, "resident_habit", "The same of residents, on telephone and chats");
    share(process.benefit_display, "benefit_display",
          "Benefit that users see of a platform that collects and displays");
    share(process.benefit_shared, "benefit_shared", "Of one whose data are shared");
    share(process.benefit_dispatch, "benefit_dispatch", "Of one that dispatches and closes cases");
    share(process.dispatch_gain, "dispatch_gain",
          "Share of the time of dispatch that it saves where all is linked and used");
}

void describe_platform_hours(core::ParameterTable& table, Platform& process) {
    const auto hours = [&table](double& value, std::string_view key, std::string_view meaning, double high = 1e4) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "h / wk", .low = 0, .high = high});
    };
    hours(process.visit_hours, "visit_hours", "Hours of staff for visits", 1e5);
    hours(process.form_hours, "form_hours", "Hours for the forms of a platform without a link to the level above");
    hours(process.rekey_hours, "rekey_hours", "Hours to key in by hand again what the level above cannot read");
    hours(process.screen_hours, "screen_hours", "Hours before screens of staff who all use it");
}

void describe_platform_price(core::ParameterTable& table, Platform& process) {
    const auto share = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 1});
    };
    const auto yearly = [&table](double& value, std::string_view key, std::string_view meaning, double high) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "1 / a", .low = 0, .high = high});
    };
    table.add(process.voice_factor, {.key = "voice_factor",
                                     .meaning = "How many times as often those who use it speak up as others",
                                     .low = 1,
                                     .high = 1000});
    yearly(process.incident_rate, "incident_rate", "Security incidents without rules", 1000);
    share(process.incident_trust, "incident_trust", "Trust that one costs");
    share(process.incident_use, "incident_use", "Share of users that one drives away");
    table.add(
        process.capital,
        {.key = "capital", .meaning = "Price of a platform with full coverage, thousand CNY", .low = 0, .high = 1e9});
    yearly(process.running, "running", "What it costs to run, as a share of the price", 10);
    share(process.own_share, "own_share", "Share of all this that the community bears");
    yearly(process.outage_rate, "outage_rate", "Losses of power or telecom", 1e4);
    table.add(process.outage_time,
              {.key = "outage_time", .meaning = "Mean time that one lasts", .unit = "d", .low = 0.001, .high = 1000});
}

}  // namespace

double availability(const Platform& platform, double backup_hours) {
    if (platform.outage_rate <= 0.0) return 1.0;
    const double between = platform_year / platform.outage_rate;
    const double unbridged = platform.outage_time * math::exp(-backup_hours / 24.0 / platform.outage_time);
    return 1.0 - unbridged / (between + platform.outage_time);
}

PlatformSupplied supplied_after(const Platform& platform, PlatformSupply before, float backup_hours, float step,
                                const std::array<float, 3>& draws) {
    const auto between = static_cast<float>(platform_year / std::max(platform.outage_rate, 1e-9));
    PlatformSupply now = before;
    float left = step;
    float running = 0.0f;
    const auto pass = [&](float time) {
        const bool on = now.supplied > 0.5f;
        running += on ? time : std::clamp(backup_hours - now.dark, 0.0f, 24.0f * time) / 24.0f;
        now.dark = on ? 0.0f : now.dark + 24.0f * time;
        now.change = std::max(0.0f, now.change - time);
        left -= time;
    };
    for (const float draw : draws) {
        if (now.change >= left) break;
        pass(now.change);
        now.supplied = 1.0f - now.supplied;
        const float mean = now.supplied > 0.5f ? between : static_cast<float>(platform.outage_time);
        now.change = platform_wait(draw, mean);
    }
    pass(left);
    return {.after = now, .up = std::min(1.0f, running / step)};
}

Dataset simulate(const Platform& process, const PlatformStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    check.values("stage", start.stage, {.low = 0.0, .high = 3.0});
    for (const PlatformValues& values : platform_values(start)) {
        check.values(values.name, *values.given, values.range);
    }
    const detail::Course course{.step = 0.25, .every = 7.0, .longest = 2.0 * platform_year};
    const double step = experiment.step.value_or(course.step);
    check.that(!(step * process.incident_rate > 0.5 * platform_year), "step", core::number_text(step),
               "must be so short that hardly two incidents fall into one: at most .5 over incident_rate");
    check.finish();
    std::vector<detail::Recorded> recorded = platform_use_records(process);
    for (detail::Recorded& one : platform_effect_records(process)) recorded.push_back(std::move(one));
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_platforms(process, start, crowd, simulation.seed());
        simulation.add(SupplyPlatforms{.process = process, .step = step}, detail::people);
        simulation.add(UsePlatform{.process = process, .step = step}, detail::people,
                       {.after = {std::string(SupplyPlatforms::name)}});
    };
    Dataset dataset = detail::run_replicates(experiment, course, recorded, build);
    add_platform_costs(process, dataset);
    return dataset;
}

Dataset mean_field(const Platform& process, const PlatformSetting& setting, double until, double every) {
    detail::ExperimentCheck check(Experiment{.until = until, .every = every});
    check.parameters(process);
    check_platform_setting(check, setting);
    check.finish();
    const double incidents = incidents_a_day(process, setting);
    const bool there = setting.stage != PlatformStage::none;
    const auto use = [&](double learning, double habit, double training, double first, double time) {
        PlatformRates<double> rates = take_up_rates<double>({.learning = there ? learning : 0.0,
                                                             .habit = habit,
                                                             .training = training,
                                                             .benefit = platform_benefit(process, setting.stage),
                                                             .up = availability(process, setting.backup)});
        rates.down += incidents * process.incident_use;
        return use_after(rates, first, time);
    };
    detail::TimeCurves curves("d", {{"staff_use", "1", "Mean share of staff who use it"},
                                    {"resident_use", "1", "Mean share of users among residents who can use it"},
                                    {"trust", "1", "Mean trust of residents"},
                                    {"incidents", "1", "Incidents of a community so far"}});
    for (const double time : detail::record_times(until, every)) {
        curves.add(time,
                   {use(process.staff_learning, process.staff_habit, setting.staff_training, setting.staff_use, time),
                    use(process.resident_learning, process.resident_habit, setting.resident_training,
                        setting.resident_use, time),
                    std::max(0.0, setting.trust - incidents * process.incident_trust * time), incidents * time});
    }
    return std::move(curves).take();
}

void describe(core::ParameterTable& table, Platform& process) {
    describe_platform_use(table, process);
    describe_platform_hours(table, process);
    describe_platform_price(table, process);
}

}  // namespace commonweal::process
