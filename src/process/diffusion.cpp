// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/diffusion.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>
#include <cstddef>
#include <iterator>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;

constexpr double longest_diffusion = 100.0;

/// A time that is short for everything that goes on.
double diffusion_unit(const Diffusion& process) {
    const double rate = process.innovation + process.imitation + process.mandate_rate + process.event_rate;
    return 1.0 / std::max(rate, 0.01);
}

void add_adopters(const Diffusion& process, const DiffusionStart& start, core::Population& crowd, core::Seed seed) {
    for (const auto column : {columns::adopted, columns::adoption_time, columns::may_adopt}) crowd.add(column, 0.0f);
    detail::add_column(crowd, columns::adoption_readiness,
                       detail::drawn(start.readiness, crowd, seed, "adoption_readiness"));
    const AgentValues uniform{.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0}), .given = {}};
    const std::vector<double> draws = detail::drawn(uniform, crowd, seed, "may_adopt");
    const auto may = crowd.values(columns::may_adopt);
    for (Index row = 0; row < crowd.size(); ++row) may[row] = draws[row] < process.potential ? 1.0f : 0.0f;
    for (const Index row : detail::chosen(start.adopted, crowd.size(), seed)) {
        crowd.values(columns::adopted)[row] = 1.0f;
        may[row] = 1.0f;
    }
}

bool all_have_adopted(core::Simulation& simulation) {
    const core::Population& crowd = simulation.population(detail::people);
    const auto adopted = crowd.values(columns::adopted);
    return std::equal(adopted.begin(), adopted.end(), crowd.values(columns::may_adopt).begin());
}

/// The times of adoption, and in place of the others' time up to the end no number.
void leave_only_times_of_adoption(Dataset& dataset) {
    const auto has = std::prev(dataset.variables.end());
    const auto time = std::prev(has);
    for (std::size_t k = 0; k < time->values.size(); ++k) {
        if (has->values[k] < 0.5) time->values[k] = std::numeric_limits<double>::quiet_NaN();
    }
    dataset.variables.erase(has);
}

/// Of the linear equation du/dt = (P + q) u - q of u = 1 / (1 - F): u after `years`, in which P is smooth. The integral
/// by three nodes of Gauss and Legendre.
double smoothly_later(const Diffusion& process, double u, double time, double years) {
    constexpr std::array nodes{0.1127016653792583, 0.5, 0.8872983346207417};
    constexpr std::array weights{5.0 / 18.0, 8.0 / 18.0, 5.0 / 18.0};
    double integral = 0.0;
    for (std::size_t k = 0; k < nodes.size(); ++k) {
        const double part = nodes[k] * years;
        integral += weights[k] * years * math::exp(-outside_push(process, time, part) - process.imitation * part);
    }
    const double all = outside_push(process, time, years) + process.imitation * years;
    return math::exp(all) * (u - process.imitation * integral);
}

double diffusion_part(const Diffusion& process) { return 0.05 * diffusion_unit(process); }

/// The same over any time, in steps that are short and do not cross the order or the event.
double practice_later(const Diffusion& process, double u, double from, double to) {
    const double longest = diffusion_part(process);
    std::vector<double> ends{process.mandate_time, process.event_time, to};
    std::sort(ends.begin(), ends.end());
    double now = from;
    for (const double each : ends) {
        const double end = std::min(each, to);
        if (end <= now) continue;
        const double steps = std::ceil((end - now) / longest);
        const double years = (end - now) / steps;
        for (double k = 0.0; k < steps; k += 1.0) u = smoothly_later(process, u, now + k * years, years);
        now = end;
    }
    return u;
}

void refuse_pushes(const Diffusion& process, const char* what) {
    if (process.mandate_rate > 0.0 || process.event_rate > 0.0) {
        throw core::Error(std::string(what) + ": with a mandate or an event see mean_field()");
    }
}

}  // namespace

Dataset simulate(const Diffusion& process, const DiffusionStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    check.starters("adopted", start.adopted);
    check.values("readiness", start.readiness, {.low = 0.0, .high = 100.0});
    check.finish();
    const double unit = diffusion_unit(process);
    const detail::Course course{
        .unit = "a", .step = 0.05 * unit, .every = 0.1 * unit, .longest = longest_diffusion, .over = all_have_adopted};
    const std::array recorded{detail::Recorded{"adopted", "1", "Share of communities that have adopted the practice",
                                               core::observe_mean(std::string(detail::people), columns::adopted)}};
    const std::array kept{
        detail::Kept{columns::adoption_time, "adoption_time", "a", "When a community adopted the practice"},
        detail::Kept{columns::adopted, "has_adopted", "1", "Whether a community has adopted the practice"}};
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_adopters(process, start, crowd, simulation.seed());
        const double step = experiment.step.value_or(course.step);
        simulation.add(SpreadPractice{.process = process, .step = static_cast<float>(step)}, detail::people);
    };
    Dataset dataset = detail::run_replicates(experiment, course, recorded, build, kept);
    leave_only_times_of_adoption(dataset);
    return dataset;
}

Dataset mean_field(const Diffusion& process, double start, double until, double every) {
    detail::ExperimentCheck check({.size = 1, .until = until, .every = every});
    check.parameters(process);
    check.number("adopted", start, {.low = 0.0, .high = 1.0});
    check.finish();
    detail::TimeCurves curves("a", {{"adopted", "1", "Share of communities that have adopted the practice"}});
    detail::refuse_endless(until, diffusion_part(process));
    double u = start < 1.0 ? 1.0 / (1.0 - start) : std::numeric_limits<double>::infinity();
    double now = 0.0;
    for (const double time : detail::record_times(until, every)) {
        u = practice_later(process, u, now, time);
        now = time;
        curves.add(time, {process.potential * (1.0 - 1.0 / u)});
    }
    return std::move(curves).take();
}

double adopted_share(const Diffusion& process, double years) {
    refuse_pushes(process, "adopted_share");
    if (process.innovation <= 0.0) return 0.0;
    const double decay = math::exp(-(process.innovation + process.imitation) * years);
    return process.potential * (1.0 - decay) / (1.0 + process.imitation / process.innovation * decay);
}

double peak_time(const Diffusion& process) {
    refuse_pushes(process, "peak_time");
    if (process.innovation <= 0.0) throw core::Error("peak_time: nobody innovates, so that nobody adopts");
    if (process.imitation <= process.innovation) return 0.0;
    return math::log(process.imitation / process.innovation) / (process.innovation + process.imitation);
}

double peak_rate(const Diffusion& process) {
    if (peak_time(process) <= 0.0) return process.potential * process.innovation;
    const double both = process.innovation + process.imitation;
    return process.potential * both * both / (4.0 * process.imitation);
}

void describe(core::ParameterTable& table, Diffusion& process) {
    struct Known {
        core::Evidence evidence = core::Evidence::assumed;
        std::string_view source = "";
    };
    constexpr Known bass{core::Evidence::literature, "Sultan, Farley and Lehmann 1990, means over products"};
    const auto rate = [&table](double& value, std::string_view key, std::string_view meaning, Known known = {}) {
        table.add(value, {.key = key,
                          .meaning = meaning,
                          .unit = "1 / a",
                          .low = 0,
                          .high = 100,
                          .evidence = known.evidence,
                          .source = known.source});
    };
    const auto time = [&table](double& value, std::string_view key, std::string_view meaning, double low, double high) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "a", .low = low, .high = high});
    };
    rate(process.innovation, "innovation", "Rate at which a community takes a practice up by itself", bass);
    rate(process.imitation, "imitation", "Rate at which one does of whose neighbours all who may have", bass);
    table.add(process.potential, {.key = "potential",
                                  .meaning = "Share of communities that may ever take it up",
                                  .low = 0,
                                  .high = 1,
                                  .low_open = true});
    rate(process.mandate_rate, "mandate_rate",
         "Rate at which they do while it is ordered from above; 0 if it never is");
    time(process.mandate_time, "mandate_time", "When the order is given, from the start", 0, 1000);
    rate(process.event_rate, "event_rate", "Rate that an event adds when it happens; 0 if there is none");
    time(process.event_time, "event_time", "When the event happens, from the start", 0, 1000);
    time(process.event_fade, "event_fade", "In which the attention to the event falls to 1 / e", 0.01, 100);
}

}  // namespace commonweal::process
