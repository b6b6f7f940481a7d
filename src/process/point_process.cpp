// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/point_process.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/text.hpp>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace commonweal::process {

namespace math = core::math;

namespace {

constexpr double days_of_a_year = 365.25;
constexpr double no_time = std::numeric_limits<double>::infinity();
constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// The season as a clock: how much of the background has come when, in days outside the season, and back.
class SeasonClock {
public:
    explicit SeasonClock(const PointProcess& process)
        : factor_(process.season_factor),
          start_(process.season_start),
          end_(std::min(process.season_start + process.season_length, days_of_a_year)),
          before_(std::max(process.season_start + process.season_length - days_of_a_year, 0.0)),
          year_(shown_in_year(days_of_a_year)) {}

    double shown(double time) const {
        const double years = std::floor(time / days_of_a_year);
        return years * year_ + shown_in_year(time - years * days_of_a_year);
    }
    double time(double shown) const {
        if (year_ <= 0.0) return no_time;
        const double years = std::floor(shown / year_);
        return years * days_of_a_year + time_in_year(shown - years * year_);
    }

private:
    /// The parts of a year: the rest of a season that began in the year before, none, the season, none.
    struct Part {
        double length;
        double factor;
    };
    std::array<Part, 4> parts() const {
        return {Part{before_, factor_}, Part{start_ - before_, 1.0}, Part{end_ - start_, factor_},
                Part{days_of_a_year - end_, 1.0}};
    }
    double shown_in_year(double day) const {
        double shown = 0.0;
        for (const Part& part : parts()) {
            const double passed = std::clamp(day, 0.0, part.length);
            shown += part.factor * passed;
            day -= passed;
        }
        return shown;
    }
    double time_in_year(double shown) const {
        double day = 0.0;
        for (const Part& part : parts()) {
            if (shown < part.factor * part.length) return day + shown / part.factor;
            shown -= part.factor * part.length;
            day += part.length;
        }
        return days_of_a_year;
    }

    double factor_;
    double start_;
    double end_;
    double before_;
    double year_;
};

/// Aftershocks so far, on average.
double omori_shown(const PointProcess& process, double time) {
    const double power = 1.0 - process.aftershock_power;
    const double scale = math::log1p(time / process.aftershock_offset);
    if (std::abs(power) < 1e-9) return process.aftershocks * scale;
    return process.aftershocks * math::pow(process.aftershock_offset, power) * math::expm1(power * scale) / power;
}

/// When there are so many; never if there will not be.
double omori_time(const PointProcess& process, double shown) {
    if (process.aftershocks <= 0.0) return no_time;
    const double power = 1.0 - process.aftershock_power;
    const double part = shown / process.aftershocks;
    if (std::abs(power) < 1e-9) return process.aftershock_offset * math::expm1(part);
    const double grown = part * power / math::pow(process.aftershock_offset, power);
    return grown > -1.0 ? process.aftershock_offset * math::expm1(math::log1p(grown) / power) : no_time;
}

struct PointEvent {
    double time;
    double size;
    EventCause cause;
};

/// One replicate, event by event in the order of time. What is excited fades exponentially, so that what all events so
/// far excite is one number, and the next event needs no search (Dassios and Zhao 2013, doi:10.1214/ECP.v18-2717).
class PointRun {
public:
    PointRun(const PointProcess& process, double warm_up, core::Seed seed)
        : process_(process), season_(process), seed_(seed), warm_up_(warm_up), now_(-warm_up) {
        core::Stream draws = next_draws();
        background_shown_ = process.rate * season_.shown(year_day(now_)) + unit_wait(draws);
        omori_shown_ = unit_wait(draws);
        omori_next_ = omori_time(process, omori_shown_);
        background_next_ = background_time();
    }

    /// The next event; none after `until`.
    bool next(double until, PointEvent& event) {
        core::Stream draws = next_draws();
        const double wait = unit_wait(draws);
        const double excited = now_ + excited_wait(wait);
        event.time = std::min({excited, background_next_, omori_next_});
        if (event.time > until) return false;
        excitement_ =
            excitement_ * math::exp(-process_.decay * (event.time - now_)) + process_.branching * process_.decay;
        now_ = event.time;
        event.cause = EventCause::excited;
        if (now_ == background_next_) {
            event.cause = EventCause::background;
            background_shown_ += unit_wait(draws);
            background_next_ = background_time();
        } else if (now_ == omori_next_) {
            event.cause = EventCause::aftershock;
            omori_shown_ += unit_wait(draws);
            omori_next_ = omori_time(process_, omori_shown_);
        } else {
            unit_wait(draws);
        }
        event.size = event_size(process_, draws.open_uniform());
        return true;
    }

private:
    core::Stream next_draws() {
        constexpr core::StreamId stream = core::StreamId::of("point_process", "event");
        return {seed_, stream, {.agent = drawn_++}};
    }
    static double unit_wait(core::Stream& draws) { return -math::log(draws.open_uniform()); }

    /// The clock of the season counts from a year's first day that is not after the beginning.
    double years_before() const { return days_of_a_year * std::ceil(warm_up_ / days_of_a_year); }
    double year_day(double time) const { return time + years_before(); }
    double background_time() const {
        if (process_.rate <= 0.0) return no_time;
        return season_.time(background_shown_ / process_.rate) - years_before();
    }

    double excited_wait(double wait) const {
        const double left = excitement_ / process_.decay;
        return wait < left ? -math::log1p(-wait / left) / process_.decay : no_time;
    }

    const PointProcess& process_;
    SeasonClock season_;
    core::Seed seed_;
    double warm_up_;
    double now_;
    double excitement_ = 0.0;  ///< 1 / d, of all that came before
    double background_shown_ = 0.0;
    double background_next_ = no_time;
    double omori_shown_ = 0.0;
    double omori_next_ = no_time;
    core::AgentId drawn_ = 0;
};

double until_of(const Experiment& experiment) { return experiment.until.value_or(365.0); }

constexpr double most_points = 1e7;

/// At most so many events, on average.
double expected_points(const PointProcess& process, double until, double warm_up) {
    const double background = process.rate * std::max(1.0, process.season_factor) * (until + warm_up);
    const double aftershocks = process.aftershocks > 0.0 ? omori_shown(process, until) : 0.0;
    return (background + aftershocks) / (1.0 - process.branching);
}

void check_point_process(const PointProcess& process, const PointStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    check.number("warm_up", start.warm_up, {.low = 0.0, .high = 1e6});
    const double count = expected_points(process, until_of(experiment), start.warm_up);
    check.that(!(count > most_points), "until", core::number_text(until_of(experiment)),
               "must be so short that at most ten million events are expected, not " + core::number_text(count));
    check.that(experiment.is_mixed(), "graph", "a graph", "must be left out: events happen in one place");
    check.finish();
}

/// Runs the replicates on all threads; each is handed its number and its events in the order of time.
template <class Take>
void run_points(const PointProcess& process, const PointStart& start, const Experiment& experiment, Take take) {
    core::Workers workers(experiment.threads);
    workers.for_each(experiment.replicates, [&](std::size_t replicate) {
        PointRun run(process, start.warm_up,
                     {.value = experiment.seed, .replicate = static_cast<std::uint32_t>(replicate)});
        PointEvent event{};
        while (run.next(until_of(experiment), event)) {
            if (event.time > 0.0) take(replicate, event);
        }
    });
}

Dataset::Variable over_replicates(std::string name, std::string unit, std::string meaning, std::string other,
                                  std::vector<double> values) {
    return {std::move(name), std::move(unit), std::move(meaning), {"replicate", std::move(other)}, std::move(values)};
}

void refuse_what_is_not_stationary(const PointProcess& process) {
    detail::ExperimentCheck check({});
    check.parameters(process);
    const bool seasonal = process.season_factor < 1.0 || process.season_factor > 1.0;
    check.that(!seasonal || process.season_length <= 0.0, "season_factor", core::number_text(process.season_factor),
               "must be 1: with a season there is no closed form here");
    check.finish();
}

void refuse_aftershocks(const PointProcess& process) {
    detail::ExperimentCheck check({});
    check.that(!(process.aftershocks > 0.0), "aftershocks", core::number_text(process.aftershocks),
               "must be 0: with aftershocks there is no closed form here");
    check.finish();
}

}  // namespace

double gutenberg_richter_scale(double b) {
    detail::ExperimentCheck check({});
    check.that(std::isfinite(b) && b > 0.0, "b", core::number_text(b), "must be above 0");
    check.finish();
    return 1.0 / (b * math::log(10.0));
}

double background_count(const PointProcess& process, double time) {
    detail::ExperimentCheck check({});
    check.parameters(process);
    check.number("time", time, {.low = 0.0, .high = 1e9});
    check.finish();
    return process.rate * SeasonClock(process).shown(time);
}

double omori_count(const PointProcess& process, double from, double to) {
    detail::ExperimentCheck check({});
    check.parameters(process);
    check.number("from", from, {.low = 0.0, .high = 1e9});
    check.number("to", to, {.low = from, .high = 1e9});
    check.finish();
    return omori_shown(process, to) - omori_shown(process, from);
}

double mean_count(const PointProcess& process, double time) {
    refuse_what_is_not_stationary(process);
    refuse_aftershocks(process);
    // The mean intensity rises from the rate to its long run at the rate at which excitement is not renewed.
    const double fading = process.decay * (1.0 - process.branching);
    const double lacking = process.rate * process.branching / (1.0 - process.branching);
    return mean_rate(process) * time + lacking * math::expm1(-fading * time) / fading;
}

double mean_rate(const PointProcess& process) {
    refuse_what_is_not_stationary(process);
    return process.rate / (1.0 - process.branching);
}

double count_variance(const PointProcess& process, double window) {
    refuse_what_is_not_stationary(process);
    const double free = 1.0 - process.branching;
    const double fading = process.decay * free;
    const double early = -math::expm1(-fading * window) / fading;
    const double total = 1.0 / (free * free);
    return mean_rate(process) * (total * window + (1.0 - total) * early);
}

Dataset simulate(const PointProcess& process, const PointStart& start, const Experiment& experiment) {
    check_point_process(process, start, experiment);
    const std::vector<double> times =
        detail::record_times(until_of(experiment), experiment.every.value_or(until_of(experiment) / 100.0));
    const std::size_t places = experiment.replicates * times.size();
    std::array<std::vector<double>, 4> counts;  // of all, and of each cause
    for (std::vector<double>& each : counts) each.assign(places, 0.0);
    std::vector<double> largest(places, no_value);
    run_points(process, start, experiment, [&](std::size_t replicate, const PointEvent& event) {
        const auto record = std::lower_bound(times.begin(), times.end(), event.time) - times.begin();
        const std::size_t place = replicate * times.size() + static_cast<std::size_t>(record);
        counts[0][place] += 1.0;
        counts[1 + static_cast<std::size_t>(event.cause)][place] += 1.0;
        // Whatever is compared with no number is not less.
        if (!(event.size <= largest[place])) largest[place] = event.size;
    });
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", experiment.replicates), {"time", "d", times}};
    const auto add = [&](const char* name, const char* meaning, std::vector<double>& values) {
        dataset.variables.push_back(over_replicates(name, "1", meaning, "time", std::move(values)));
    };
    add("count", "Events since the record before", counts[0]);
    add("background", "Events of the background since the record before", counts[1]);
    add("aftershock", "Aftershocks since the record before", counts[2]);
    add("excited", "Events excited by others since the record before", counts[3]);
    add("largest", "Largest size since the record before", largest);
    return dataset;
}

Dataset events(const PointProcess& process, const PointStart& start, const Experiment& experiment) {
    check_point_process(process, start, experiment);
    std::vector<std::vector<PointEvent>> all(experiment.replicates);
    run_points(process, start, experiment,
               [&](std::size_t replicate, const PointEvent& event) { all[replicate].push_back(event); });
    std::size_t most = 0;
    for (const auto& each : all) most = std::max(most, each.size());
    std::array<std::vector<double>, 3> values;
    for (std::vector<double>& each : values) each.assign(all.size() * most, no_value);
    for (std::size_t replicate = 0; replicate < all.size(); ++replicate) {
        for (std::size_t k = 0; k < all[replicate].size(); ++k) {
            const PointEvent& event = all[replicate][k];
            values[0][replicate * most + k] = event.time;
            values[1][replicate * most + k] = event.size;
            values[2][replicate * most + k] = static_cast<double>(event.cause);
        }
    }
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", all.size()), detail::counted("event", most)};
    dataset.variables = {
        over_replicates("when", "d", "When it happens", "event", std::move(values[0])),
        over_replicates("size", "1", "How large it is", "event", std::move(values[1])),
        over_replicates("cause", "1", "0 background, 1 aftershock, 2 excited", "event", std::move(values[2]))};
    return dataset;
}

void describe(core::ParameterTable& table, PointProcess& process) {
    const auto rate = [&table](double& value, std::string_view key, std::string_view meaning, double high, bool open) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "1 / d", .low = 0, .high = high, .low_open = open});
    };
    const auto day = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "d", .low = 0, .high = days_of_a_year});
    };
    const auto number = [&table](double& value, std::string_view key, std::string_view meaning, double low,
                                 double high) {
        table.add(value, {.key = key, .meaning = meaning, .low = low, .high = high});
    };
    rate(process.rate, "rate", "Rate of the background outside the season", 1000, false);
    number(process.season_factor, "season_factor", "Factor to it in the season; 1 for none", 0, 1000);
    day(process.season_start, "season_start", "First day of the season in a year");
    day(process.season_length, "season_length", "How long the season lasts");
    number(process.branching, "branching", "Events that one excites directly, on average", 0, 0.99);
    rate(process.decay, "decay", "Rate at which that fades", 1000, true);
    rate(process.aftershocks, "aftershocks", "Aftershocks a day, a day after the shock; 0 for no shock", 1e6, false);
    table.add(process.aftershock_offset, {.key = "aftershock_offset",
                                          .meaning = "Offset of their time, c",
                                          .unit = "d",
                                          .low = 0,
                                          .high = 100,
                                          .low_open = true,
                                          .evidence = core::Evidence::literature,
                                          .source = "Utsu, Ogata and Matsu'ura 1995: .01 to 1"});
    table.add(process.aftershock_power, {.key = "aftershock_power",
                                         .meaning = "Exponent of their decline, p",
                                         .low = 0.1,
                                         .high = 5,
                                         .evidence = core::Evidence::literature,
                                         .source = "Utsu, Ogata and Matsu'ura 1995: .6 to 2.5, median 1.1"});
    number(process.size_threshold, "size_threshold", "The least size of an event, in its own unit", -1e6, 1e6);
    table.add(process.size_scale, {.key = "size_scale",
                                   .meaning = "Scale of what is beyond it; log10(e) / b for magnitudes",
                                   .low = 0,
                                   .high = 1e6,
                                   .low_open = true});
    number(process.size_shape, "size_shape", "Its shape: 0 exponential, above 0 a heavy tail, below 0 an end", -1, 1);
}

}  // namespace commonweal::process
