// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/rain_depth.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/text.hpp>
#include <numeric>
#include <string>
#include <utility>

namespace commonweal::process {
namespace {

constexpr double metres_per_millimetre = 1.0e-3;

class Substep {
public:
    Substep(const RainDepth& process, const Terrain& terrain, const RainStep& step, double hours)
        : process_(process), terrain_(terrain), step_(step), hours_(hours) {}

    void rain_and_drain(std::span<double> volume, WaterBalance& balance) const {
        for (std::size_t cell = 0; cell < volume.size(); ++cell) {
            const double depth_to_volume = terrain_.area[cell] * metres_per_millimetre * hours_;
            const double runoff = step_.rain[cell] * process_.runoff * depth_to_volume;
            const double open_drains = process_.drain_capacity * (1.0 - step_.blocked[cell]) * depth_to_volume;
            const double drained = std::min(volume[cell] + runoff, open_drains);
            volume[cell] += runoff - drained;
            balance.runoff += runoff;
            balance.drained += drained;
        }
    }

    void flow(std::span<double> volume, RainDepthWork& work, WaterBalance& balance) const {
        for (std::size_t cell = 0; cell < volume.size(); ++cell) {
            work.level[cell] = terrain_.ground[cell] + stage(process_, terrain_.area[cell], volume[cell]);
            work.change[cell] = 0.0;
        }
        for (std::size_t cell = 0; cell < volume.size(); ++cell) {
            if (volume[cell] > 0.0) {
                spill(cell, volume, work);
                balance.left += leave(cell, volume, work);
            }
        }
        for (std::size_t cell = 0; cell < volume.size(); ++cell) {
            volume[cell] = std::max(0.0, volume[cell] + work.change[cell]);
        }
    }

private:
    /// Ways out of a cell; each may use its share of what the cell can give or take.
    double ways(std::size_t cell) const {
        const auto links = terrain_.link_begin[cell + 1] - terrain_.link_begin[cell];
        return static_cast<double>(links) + (terrain_.outlet.empty() ? 0.0 : 1.0);
    }

    /// Volume of a cell whose water stands at `level`.
    double volume_to(std::size_t cell, double level) const {
        return volume_at(process_, terrain_.area[cell], std::max(0.0, level - terrain_.ground[cell]));
    }

    void spill(std::size_t cell, std::span<const double> volume, RainDepthWork& work) const {
        for (std::size_t link = terrain_.link_begin[cell]; link < terrain_.link_begin[cell + 1]; ++link) {
            const std::size_t target = terrain_.link_target[link];
            const double below = std::max(work.level[target], terrain_.ground[cell]);
            const double head = work.level[cell] - below;
            if (head <= 0.0) continue;
            const double middle = below + 0.5 * head;
            const double give = (volume[cell] - volume_to(cell, middle)) / ways(cell);
            const double take = (volume_to(target, middle) - volume[target]) / ways(target);
            const double moved = std::max(0.0, std::min({process_.conveyance * head * hours_, give, take}));
            work.change[cell] -= moved;
            work.change[target] += moved;
        }
    }

    double leave(std::size_t cell, std::span<const double> volume, RainDepthWork& work) const {
        if (terrain_.outlet.empty()) return 0.0;
        const double depth = work.level[cell] - terrain_.ground[cell];
        const double give = (volume[cell] - volume_to(cell, terrain_.ground[cell] + 0.5 * depth)) / ways(cell);
        const double moved = std::max(0.0, std::min(terrain_.outlet[cell] * depth * hours_, give));
        work.change[cell] -= moved;
        return moved;
    }

    const RainDepth& process_;
    const Terrain& terrain_;
    const RainStep& step_;
    double hours_;
};

/// One number for each cell.
std::vector<double> for_each_cell(const std::vector<double>& values, std::size_t cells) {
    return values.size() == 1 ? std::vector<double>(cells, values.front()) : values;
}

void check_storm(detail::ExperimentCheck& check, const RainDepth& process, const RainStorm& storm) {
    check.parameters(process);
    const std::size_t cells = storm.ground.size();
    const auto values = [&](const std::string& name, const std::vector<double>& given,
                            detail::ExperimentCheck::Range range) {
        check.that(given.size() == cells || given.size() == 1, name, std::to_string(given.size()) + " values",
                   "must be one for all or one for each of " + std::to_string(cells) + " cells");
        for (const double value : given) check.number(name, value, range);
    };
    check.that(cells > 0, "ground", "0 cells", "there must be a cell");
    values("ground", storm.ground, {.low = -500.0, .high = 9000.0});
    values("area", storm.area, {.low = 1e-3, .high = 1e10});
    values("outlet", storm.outlet, {.low = 0.0, .high = 1e9});
    values("weight", storm.weight, {.low = 0.0, .high = 100.0});
    values("blocked", storm.blocked, {.low = 0.0, .high = 1.0});
    values("depth", storm.depth, {.low = 0.0, .high = 100.0});
    for (const double rate : storm.rain) check.number("rain", rate, {.low = 0.0, .high = 1000.0});
    check.number("rain_step", storm.rain_step, {.low = 0.01, .high = 1000.0});
    for (const auto& [one, other] : storm.links) {
        check.that(one < cells && other < cells && one != other, "links",
                   std::to_string(one) + " and " + std::to_string(other),
                   "must be two of the cells 0 to " + std::to_string(cells == 0 ? 0 : cells - 1));
    }
    check.finish();
}

/// Terrain and water of one run.
class StormyTerrain {
public:
    StormyTerrain(const RainDepth& process, const RainStorm& storm)
        : process_(process),
          storm_(storm),
          links_(core::Graph::undirected(static_cast<core::Index>(storm.ground.size()), storm.links,
                                         {.untidy = core::Untidy::drop})),
          area_(for_each_cell(storm.area, size())),
          outlet_(for_each_cell(storm.outlet, size())),
          weight_(for_each_cell(storm.weight, size())),
          blocked_(for_each_cell(storm.blocked, size())),
          volume_(for_each_cell(storm.depth, size())),
          rain_(size(), 0.0) {
        for (std::size_t cell = 0; cell < size(); ++cell) {
            volume_[cell] = volume_at(process_, area_[cell], volume_[cell]);
        }
        const bool closed = std::all_of(outlet_.begin(), outlet_.end(), [](double each) { return each == 0.0; });
        if (closed) outlet_.clear();
    }

    std::size_t size() const { return storm_.ground.size(); }

    /// Goes on to a later time, h, with the rain of each moment.
    void go_on(double until) {
        constexpr double same = 1e-9;
        while (now_ < until - same) {
            const auto number = static_cast<std::size_t>(now_ / storm_.rain_step + same);
            const double rate = number < storm_.rain.size() ? storm_.rain[number] : 0.0;
            const double next = std::min(until, static_cast<double>(number + 1) * storm_.rain_step);
            for (std::size_t cell = 0; cell < size(); ++cell) rain_[cell] = rate * weight_[cell];
            const Terrain terrain{.area = area_,
                                  .ground = storm_.ground,
                                  .link_begin = links_.starts(),
                                  .link_target = links_.targets(),
                                  .outlet = outlet_};
            const WaterBalance moved =
                advance(process_, terrain, {.rain = rain_, .blocked = blocked_, .hours = next - now_}, volume_, work_);
            so_far_.runoff += moved.runoff;
            so_far_.drained += moved.drained;
            so_far_.left += moved.left;
            now_ = next;
        }
    }

    double depth(std::size_t cell) const { return stage(process_, area_[cell], volume_[cell]); }
    double stored() const { return std::accumulate(volume_.begin(), volume_.end(), 0.0); }
    const WaterBalance& so_far() const { return so_far_; }
    double flooded() const {
        double wet = 0.0;
        for (std::size_t cell = 0; cell < size(); ++cell) wet += area_[cell] * wet_share(process_, depth(cell));
        return wet / std::accumulate(area_.begin(), area_.end(), 0.0);
    }

private:
    const RainDepth& process_;
    const RainStorm& storm_;
    core::Graph links_;
    std::vector<double> area_;
    std::vector<double> outlet_;
    std::vector<double> weight_;
    std::vector<double> blocked_;
    std::vector<double> volume_;
    std::vector<double> rain_;
    RainDepthWork work_;
    WaterBalance so_far_;
    double now_ = 0.0;
};

}  // namespace

double stage(const RainDepth& process, double area, double volume) {
    const double column = volume / area;
    if (column <= 0.5 * process.relief) return std::sqrt(2.0 * process.relief * column);
    return column + 0.5 * process.relief;
}

double volume_at(const RainDepth& process, double area, double depth) {
    if (depth < process.relief) return 0.5 * area * depth * depth / process.relief;
    return area * (depth - 0.5 * process.relief);
}

double wet_share(const RainDepth& process, double depth) {
    if (depth < process.relief) return depth / process.relief;
    return depth > 0.0 ? 1.0 : 0.0;
}

double depth_at(const RainDepth& process, double depth, double height) {
    return std::max(0.0, depth - height * process.relief);
}

WaterBalance advance(const RainDepth& process, const Terrain& terrain, const RainStep& step, std::span<double> volume,
                     RainDepthWork& work) {
    COMMONWEAL_ASSERT(terrain.link_begin.size() == volume.size() + 1);
    COMMONWEAL_ASSERT(step.rain.size() == volume.size() && step.blocked.size() == volume.size());
    work.level.resize(volume.size());
    work.change.resize(volume.size());
    const double substeps = std::max(1.0, std::ceil(step.hours * process.substeps_per_hour));
    const Substep substep(process, terrain, step, step.hours / substeps);
    WaterBalance balance;
    for (double done = 0.0; done < substeps; done += 1.0) {
        substep.rain_and_drain(volume, balance);
        substep.flow(volume, work, balance);
    }
    return balance;
}

double steady_depth(const RainDepth& process, const LoneCell& cell) {
    const double stays = cell.rain * process.runoff - process.drain_capacity * (1.0 - cell.blocked);
    if (!(stays > 0.0)) return 0.0;
    if (!(cell.outlet > 0.0)) throw core::Error("steady_depth: without an outlet the water rises for ever");
    return stays * metres_per_millimetre * cell.area / cell.outlet;
}

Dataset simulate(const RainDepth& process, const RainStorm& storm, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_storm(check, process, storm);
    const double rainy = storm.rain_step * std::max(1.0, static_cast<double>(storm.rain.size()));
    const double until = experiment.until.value_or(rainy);
    const std::vector<double> times = detail::record_times(until, experiment.every.value_or(storm.rain_step));
    StormyTerrain terrain(process, storm);
    Dataset dataset;
    dataset.dimensions = {{"time", "h", times}, detail::counted("cell", terrain.size())};
    dataset.variables = {{"depth", "m", "Water above the lowest ground of the cell", {"time", "cell"}, {}},
                         {"stored", "m3", "Water on the ground", {"time"}, {}},
                         {"runoff", "m3", "Rain so far that has reached the ground", {"time"}, {}},
                         {"drained", "m3", "Water that drains have swallowed so far", {"time"}, {}},
                         {"left", "m3", "Water that has flowed out of the area so far", {"time"}, {}},
                         {"flooded", "1", "Share of the ground under water", {"time"}, {}}};
    for (const double time : times) {
        terrain.go_on(time);
        for (std::size_t cell = 0; cell < terrain.size(); ++cell) {
            dataset.variables[0].values.push_back(terrain.depth(cell));
        }
        const WaterBalance& so_far = terrain.so_far();
        const double row[] = {terrain.stored(), so_far.runoff, so_far.drained, so_far.left, terrain.flooded()};
        for (std::size_t v = 0; v < std::size(row); ++v) dataset.variables[v + 1].values.push_back(row[v]);
    }
    return dataset;
}

void describe(core::ParameterTable& table, RainDepth& process) {
    table.add(process.runoff,
              {.key = "runoff", .meaning = "Share of the rain that reaches the surface", .low = 0, .high = 1});
    table.add(
        process.drain_capacity,
        {.key = "drain_capacity", .meaning = "Rain that open drains swallow", .unit = "mm / h", .low = 0, .high = 100});
    table.add(process.relief, {.key = "relief",
                               .meaning = "Height between the lowest and the highest ground inside a cell",
                               .unit = "m",
                               .low = 0,
                               .high = 10});
    table.add(process.conveyance, {.key = "conveyance",
                                   .meaning = "Flow between cells per metre of level difference",
                                   .unit = "m2 / h",
                                   .low = 0,
                                   .high = 1.0e+06,
                                   .source = "Manning's formula, order of magnitude"});
    table.add(process.substeps_per_hour, {.key = "substeps_per_hour",
                                          .meaning = "Explicit steps in one hour",
                                          .low = 1,
                                          .high = 3600,
                                          .source = "numerical"});
}

}  // namespace commonweal::process
