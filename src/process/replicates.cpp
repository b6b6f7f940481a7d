// SPDX-License-Identifier: Apache-2.0
#include "process/detail/replicates.hpp"

#include "process/detail/counted.hpp"

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/text.hpp>
#include <memory>
#include <utility>
#include <vector>

namespace commonweal::process::detail {

namespace {

using core::Index;
using core::Tick;

/// What a clock can count.
constexpr double most_ticks = 4e9;

/// A run of more ticks than that would end sooner than it was asked to.
void refuse_what_no_clock_counts(const Experiment& experiment, double step) {
    const double until = experiment.until.value_or(0.0);
    if (until / step <= most_ticks) return;
    throw core::ConfigError(
        {{.file = "keyword",
          .path = "until",
          .rule = "must be at most " + core::number_text(most_ticks) + " steps of " + core::number_text(step),
          .value = core::number_text(until)}});
}

/// When a run ends and what is recorded, in ticks.
struct Times {
    Times(const Experiment& experiment, const Course& course)
        : step(experiment.step.value_or(course.step)),
          last(ticks(experiment.until.value_or(course.longest))),
          every(ticks(experiment.every.value_or(experiment.until ? *experiment.until / 100.0 : course.every))),
          open_ended(!experiment.until) {
        refuse_what_no_clock_counts(experiment, step);
    }

    Tick ticks(double time) const {
        return static_cast<Tick>(std::clamp(std::ceil(time / step - 1e-9), 1.0, most_ticks));
    }
    std::size_t records() const { return 1 + (std::size_t{last} + every - 1) / every; }
    double time_of(std::size_t record) const {
        return step * std::min<double>(last, every * static_cast<double>(record));
    }

    double step;
    Tick last;
    Tick every;
    bool open_ended;
};

/// What one replicate has recorded: for each record the values of all variables.
using Rows = std::vector<double>;

/// What one replicate leaves: its records, and for each agent the last values of each column that is kept.
struct Left {
    Rows rows;
    std::vector<std::vector<double>> ends;
};

std::shared_ptr<const core::Graph> graph_of(const Experiment& experiment, core::Seed seed, core::Workers& workers) {
    if (!experiment.graphs.empty()) return experiment.graphs[seed.replicate % experiment.graphs.size()];
    if (!experiment.make_graph) return nullptr;
    core::Graph made = experiment.make_graph(experiment.size, seed, workers);
    if (made.is_bipartite()) {
        throw core::ConfigError(
            {{.file = "keyword", .path = "graph", .rule = "must lead from people to people", .value = "bipartite"}});
    }
    return std::make_shared<const core::Graph>(std::move(made));
}

core::Simulation prepared(const Experiment& experiment, std::uint32_t replicate, const Build& build,
                          core::Workers& workers) {
    core::Simulation simulation({.value = experiment.seed, .replicate = replicate});
    const auto graph = graph_of(experiment, simulation.seed(), workers);
    const Index size = graph ? graph->size() : experiment.size;
    core::Population& crowd = simulation.add(core::Population::numbered(std::string(people), size));
    if (graph) {
        simulation.layers(people).add(contacts, graph);
    } else {
        simulation.layers(people).mix(contacts, size);
    }
    build(simulation, crowd);
    return simulation;
}

Rows run_one(core::Simulation& simulation, const Times& times, const Course& course, std::span<const Recorded> recorded,
             core::Workers& workers) {
    Rows rows;
    const auto record = [&] {
        for (const Recorded& one : recorded) rows.push_back(one.observe(simulation.agents(), workers));
    };
    const auto goes_on = [&] { return !course.over || !course.over(simulation); };
    // Asked after each tick: where records are far apart, a run that is over would go on for nothing.
    const core::Callbacks until_over{.progress = [&](Tick, Tick) { return goes_on(); }};
    record();
    bool going = goes_on();
    while (going && simulation.now() < times.last) {
        const Tick ticks = std::min(times.every, times.last - simulation.now());
        going = simulation.run(workers, ticks, until_over) && goes_on();
        record();
    }
    return rows;
}

std::vector<std::vector<double>> last_values(const core::Population& crowd, std::span<const Kept> kept) {
    std::vector<std::vector<double>> all;
    for (const Kept& one : kept) {
        const auto values = crowd.values(one.column);
        all.emplace_back(values.begin(), values.end());
    }
    return all;
}

std::vector<Left> run_all(const Experiment& experiment, const Times& times, const Course& course,
                          std::span<const Recorded> recorded, std::span<const Kept> kept, const Build& build) {
    std::vector<Left> all(experiment.replicates);
    core::Workers workers(experiment.threads);
    const auto run = [&](std::size_t replicate, core::Workers& own) {
        core::Simulation simulation = prepared(experiment, static_cast<std::uint32_t>(replicate), build, own);
        all[replicate].rows = run_one(simulation, times, course, recorded, own);
        all[replicate].ends = last_values(std::as_const(simulation).agents().at(people), kept);
    };
    if (experiment.replicates < workers.threads()) {
        for (std::size_t replicate = 0; replicate < all.size(); ++replicate) run(replicate, workers);
        return all;
    }
    workers.for_each(all.size(), [&](std::size_t replicate) {
        core::Workers one(1);
        run(replicate, one);
    });
    return all;
}

void add_last_values(Dataset& dataset, std::span<const Kept> kept, const std::vector<Left>& all) {
    if (kept.empty()) return;
    const std::size_t size = all.front().ends.front().size();
    dataset.dimensions.push_back(counted("agent", size));
    for (std::size_t k = 0; k < kept.size(); ++k) {
        std::vector<double> values;
        values.reserve(all.size() * size);
        for (const Left& left : all) values.insert(values.end(), left.ends[k].begin(), left.ends[k].end());
        dataset.variables.push_back({std::string(kept[k].name),
                                     std::string(kept[k].unit),
                                     std::string(kept[k].meaning),
                                     {"replicate", "agent"},
                                     std::move(values)});
    }
}

/// How many of all have a value. Counted in bytes as far as a byte can count: many at once then, in vector code. By
/// ones it would be a third of the time of a run.
std::size_t count_bytes(std::span<const std::uint8_t> values, std::uint8_t value) {
    constexpr std::size_t at_once = 240;
    std::size_t count = 0;
    std::size_t done = 0;
    for (; values.size() - done >= at_once; done += at_once) {
        const std::uint8_t* const some = values.data() + done;
        std::uint8_t found = 0;
        for (std::size_t k = 0; k < at_once; ++k) found = static_cast<std::uint8_t>(found + (some[k] == value ? 1 : 0));
        count += found;
    }
    for (; done < values.size(); ++done) count += values[done] == value ? 1 : 0;
    return count;
}

}  // namespace

Dataset run_replicates(const Experiment& experiment, const Course& course, std::span<const Recorded> recorded,
                       const Build& build, std::span<const Kept> kept) {
    const Times times(experiment, course);
    const std::vector<Left> all = run_all(experiment, times, course, recorded, kept, build);
    std::size_t records = times.open_ended ? 1 : times.records();
    for (const Left& left : all) records = std::max(records, left.rows.size() / recorded.size());
    Dataset dataset;
    dataset.dimensions = {counted("replicate", all.size()), {"time", course.unit, {}}};
    for (std::size_t k = 0; k < records; ++k) dataset.dimensions[1].values.push_back(times.time_of(k));
    for (std::size_t v = 0; v < recorded.size(); ++v) {
        std::vector<double> values;
        values.reserve(all.size() * records);
        for (const Left& left : all) {
            const std::size_t own = left.rows.size() / recorded.size();
            for (std::size_t k = 0; k < records; ++k) {
                values.push_back(left.rows[std::min(k, own - 1) * recorded.size() + v]);
            }
        }
        dataset.variables.push_back(
            {recorded[v].name, recorded[v].unit, recorded[v].meaning, {"replicate", "time"}, std::move(values)});
    }
    add_last_values(dataset, kept, all);
    return dataset;
}

core::Observer share_of(core::Column<std::uint8_t> column, std::uint8_t value) {
    return [column, value](const core::Agents& agents, core::Workers&) {
        const auto values = agents.at(people).values(column);
        return static_cast<double>(count_bytes(values, value)) / static_cast<double>(values.size());
    };
}

std::vector<Index> chosen(const Starters& starters, Index size, core::Seed seed, std::string_view name) {
    std::vector<Index> rows = starters.rows;
    if (rows.empty()) {
        // Floyd's way: each set of this size has the same chance (Bentley and Floyd 1987, doi:10.1145/30401.315746).
        const core::StreamId stream = core::StreamId::of(people, name);
        std::vector<bool> taken(size, false);
        for (Index top = size - starters.count; top < size; ++top) {
            const Index drawn = core::Stream(seed, stream, {.agent = top}).below(top + 1);
            const Index row = taken[drawn] ? top : drawn;
            taken[row] = true;
            rows.push_back(row);
        }
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::vector<double> drawn(const AgentValues& values, const core::Population& crowd, core::Seed seed,
                          std::string_view name) {
    if (!values.given.empty()) return values.given;
    if (values.drawn.is_constant()) return std::vector<double>(crowd.size(), values.drawn.mean());
    const core::StreamId stream = core::StreamId::of(people, name);
    std::vector<double> all;
    all.reserve(crowd.size());
    for (const core::AgentId id : crowd.ids()) {
        core::Stream draws(seed, stream, {.agent = id});
        all.push_back(values.drawn.draw(draws));
    }
    return all;
}

void add_column(core::Population& crowd, core::Column<float> column, const std::vector<double>& values) {
    crowd.add(column, 0.0f);
    std::transform(values.begin(), values.end(), crowd.values(column).begin(),
                   [](double value) { return static_cast<float>(value); });
}

}  // namespace commonweal::process::detail
